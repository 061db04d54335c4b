// The import pages against a server that answers, answers late, answers with a problem, and has nothing.
import { mount } from '@vue/test-utils'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { createPinia } from 'pinia'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import ImportReportPage from '../../../web/admin/ImportReportPage.vue'
import ImportsPage from '../../../web/admin/ImportsPage.vue'
import NewImportPage from '../../../web/admin/NewImportPage.vue'
import { setLanguage } from '../../../web/locales/text.ts'
import { me } from '../fixtures/handlers.ts'
import { importReport, unitsReport } from './reports.ts'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
const nothingToRun = { kind: 'incidents', mapping: null, repair: false, toleranceMeters: 30, upload: null }
const noUploads = { rows: [], running: null, mostBytes: 2 * 1024 ** 3 }
beforeEach(() => {
  server.use(
    http.get('*/api/me', () => HttpResponse.json(me(['self', 'import', 'published']))),
    http.get('*/api/imports/uploads', () => HttpResponse.json(noUploads)),
    http.get('*/api/imports/:id/origin', () => HttpResponse.json(nothingToRun)),
  )
  return setLanguage('zh-CN')
})
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

async function open(path: string) {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', component: { template: '<i />' } },
      { path: '/imports', component: ImportsPage },
      { path: '/imports/new/:upload', component: NewImportPage },
      { path: '/imports/:id', component: ImportReportPage },
    ],
  })
  await router.push(path)
  const page = mount({ template: '<RouterView />' }, { global: { plugins: [createPinia(), router] } })
  return { page, router }
}

const answer = (path: string, body: object, status = 200) =>
  server.use(
    http.get(`*/api/${path}`, () =>
      HttpResponse.json(body, {
        status,
        headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' },
      }),
    ),
  )

/** The answer is checked against the contract, whose module is loaded on first use. */
const until = (isThere: () => boolean) => vi.waitUntil(isThere, { timeout: 10_000, interval: 10 })

describe('an import report', () => {
  it('shows where each row went, that the sum closes, and what was dropped', async () => {
    answer('imports/one', importReport)
    const { page } = await open('/imports/one')
    await until(() => page.find('[data-report]').exists())
    expect(page.get('[data-sum]').text()).toContain('408,211 = 393,187 + 8,719 + 1,842 + 4,463')
    expect(page.get('[data-sum]').text()).toContain('合得上')
    expect(page.text()).toContain('2026-11-22 10:18 的导入')
    expect(page.text()).toContain('“其它2”不在分类表')
    expect(page.text()).toContain('554 件中 512 件距最近单元不到 50 米')
    for (const column of ['诉求人', '联系电话', '身份证号']) expect(page.text()).toContain(column)
    expect(page.get('[data-outcome]').attributes('data-outcome')).toBe('refused')
    expect(page.findAll('[data-part=units] svg[role=img] g')).toHaveLength(40)
    expect(page.get('a[href$="imports/one/rejected.csv"]').text()).toBe('下载被拒行')
  })

  it('lists rows with a remark, and leads back to its file or to the drop zone', async () => {
    answer('imports/one', importReport)
    answer('imports/one/remarks', {
      rows: [{ remark: 'closed-before-opened', row: 81, sourceId: 'a-81', at: [112.1, 36.2] }],
      outlines: null,
    })
    answer('imports/one/origin', { ...nothingToRun, upload: 'f00d' })
    const { page } = await open('/imports/one')
    await until(() => page.find('a[data-again][href*=f00d]').exists())
    expect(page.get('[data-repair]').text()).toBe('修补并列出 1,395 处')
    expect(page.get('[data-repair]').attributes('href')).toBe('/imports/new/f00d?from=one&repair=1')
    await page.get('[data-list]').trigger('click')
    await until(() => page.text().includes('a-81'))
    expect(page.text()).toContain('112.10000, 36.20000')
  })

  it('says so when the sum does not close', async () => {
    const [incidents, units] = importReport.parts
    answer('imports/one', { ...importReport, parts: [{ ...incidents, located: 1 }, units] })
    const { page } = await open('/imports/one')
    await until(() => page.find('[data-report]').exists())
    expect(page.get('[data-sum]').text()).toContain('合不上')
  })

  it('speaks English', async () => {
    await setLanguage('en')
    answer('imports/one', importReport)
    const { page } = await open('/imports/one?lang=en')
    await until(() => page.find('[data-report]').exists())
    expect(page.get('[data-sum]').text()).toContain('adds up')
    expect(page.text()).toContain('“2025/13/02” is not a date')
    expect(page.text()).not.toContain('拒绝')
  })

  it('names the request and offers another try when the server fails', async () => {
    answer('imports/one', { type: 'about:blank', title: 'Internal', status: 500, requestId: 'J-7F3A' }, 500)
    const { page } = await open('/imports/one')
    await until(() => page.find('[role=alert]').exists())
    expect(page.get('[role=alert]').text()).toContain('J-7F3A')
    answer('imports/one', importReport)
    await page.get('[role=alert] button').trigger('click')
    await until(() => page.find('[data-report]').exists())
    expect(page.find('[data-report]').exists()).toBe(true)
  })

  it('says that there is no such import', async () => {
    answer('imports/two', { type: 'about:blank', title: 'Not found', status: 404, requestId: 'r' }, 404)
    const { page } = await open('/imports/two')
    await until(() => page.find('[role=alert]').exists())
    expect(page.get('[role=alert]').text()).toContain('没有这次导入')
  })
})

describe('the list of imports', () => {
  it('links each import', async () => {
    answer('imports', {
      rows: [{ id: 'one', createdAt: importReport.createdAt, kind: 'incidents', title: 'matters.csv.gz' }],
    })
    const { page } = await open('/imports')
    await until(() => page.find('table').exists())
    expect(page.get('td a').attributes('href')).toBe('/imports/one')
    expect(page.text()).toContain('matters.csv.gz')
  })

  it('says how to begin when there is none', async () => {
    answer('imports', { rows: [] })
    const { page } = await open('/imports')
    await until(() => page.find('.empty').exists())
    expect(page.text()).toContain('还没有导入')
    expect(page.get('[data-drop]').text()).toContain('把文件拖到这里')
    expect(page.get('[data-drop] input').attributes('type')).toBe('file')
  })
})

describe('a file before it is imported', () => {
  const upload = {
    id: 'f00d',
    name: '六月.csv',
    bytes: 2048,
    createdAt: '2026-11-22T02:18:00.000Z',
    expiresAt: '2026-11-23T02:18:00.000Z',
    kind: 'incidents',
  }
  const mapping = {
    kind: 'incidents',
    source: { key: 'june', name: { zh: '六月', en: 'June' }, linkTemplate: null },
    zone: 'Asia/Shanghai',
    datum: 'WGS84',
    dateForm: 'ymd',
    columns: { received: '时间', lng: 'x', lat: 'y' },
    locate: 'coordinates',
    drop: [],
  }
  const preview = {
    kind: 'incidents',
    rows: 3,
    hasMore: false,
    located: 2,
    unlocated: { outside: 1 },
    outsideWithin50Meters: 0,
    duplicates: 0,
    rejected: 0,
    rejections: [],
    codeAgainstCoordinates: { compared: 0, agree: 0, differ: 0 },
    points: [
      [112, 36, 1],
      [112.1, 36, 1],
      [113, 36, 0],
    ],
    outlines: null,
    datums: [{ datum: 'GCJ02', outside: 1, compared: 3 }],
    received: [{ written: '2026-06-01', read: '2026-05-31T16:00:00.000Z' }],
    hours: Array.from({ length: 24 }, () => 0),
    span: null,
    categories: [],
    droppedColumns: ['电话'],
  }
  const proposal = {
    kind: 'incidents',
    mapping,
    notes: [],
    format: 'CSV',
    encoding: 'UTF-8',
    delimiter: ',',
    fileDatum: null,
    columns: ['时间', 'x', 'y', '电话'].map((name) => ({
      name,
      samples: [`${name} 1`],
      isPersonal: name === '电话',
    })),
    faults: [],
    preview,
  }

  async function proposed(told: object) {
    answer('imports/uploads/f00d', upload)
    server.use(http.post('*/api/imports/uploads/f00d/propose', () => HttpResponse.json(told)))
    const { page } = await open('/imports/new/f00d')
    await until(() => page.find('[data-preview], [role=alert]').exists())
    return page
  }
  const alone = (points: readonly (readonly [number, number, number])[], more: object = {}) => ({
    ...proposal,
    preview: { ...preview, points, ...more },
  })

  it('tells where every row of the preview went, duplicates too', async () => {
    const page = await proposed(alone([[112, 36, 1]], { rows: 2000, duplicates: 152, located: 1847 }))
    expect(page.get('.figures').text()).toBe('已定位1,847未定位1重复152拒绝0')
    expect(page.get('[data-duplicates]').text()).toContain('152 行的编号与前面的行相同')
  })

  it('warns where nearly all points lie outside, and lets it be imported', async () => {
    const page = await proposed(
      alone(
        [1, 2, 3, 4].map((n) => [-122 - n / 100, 37, 0] as const),
        { datums: [{ datum: 'GCJ02', outside: 4, compared: 4 }] },
      ),
    )
    expect(page.get('[data-outside]').text()).toContain('4 个点中有 4 个落在所有单元之外')
    expect(page.get('[data-outside]').text()).toContain('另一座城市')
    expect(page.get('[data-run-button]').attributes('disabled')).toBeUndefined()
    expect((await proposed(proposal)).find('[data-outside]').exists()).toBe(false)
  })

  it('says notes and unreadable files in its own language alone', async () => {
    const note = { code: 'amap-datum', message: 'check datum.', detail: '' }
    const page = await proposed({ ...proposal, notes: [note] })
    expect(page.get('[data-notes]').text()).toBe(
      '属性 adcode 是高德、DataV 的写法，这类文件多为 GCJ-02，请核对坐标系',
    )
    const faults = [
      {
        path: 'file',
        message: 'this is a binary file, not a table (这是二进制文件，不是表格)\n  → 请',
        code: 'binary-file',
      },
      { path: 'columns', message: 'no column "x" in the file', code: 'no-column' },
    ]
    const refused = await proposed({ ...proposal, faults, preview: null })
    const [binary, column] = refused.findAll('[role=alert] li').map((line) => line.text())
    expect(binary).toBe('这是二进制文件，不是表格：请提供 CSV、xlsx、NDJSON 或 GeoJSON 文件')
    expect(column).toContain('"x"')
  })

  it('does not import boundaries that would be refused, says why, and does once they are to be mended', async () => {
    const report = { ...unitsReport, outcome: 'refused' }
    const levels = [{ key: 'area', units: 117 }]
    const columns = { code: 'adcode', name: 'name' }
    const against = { kept: 1, added: 117, gone: 14_790 }
    const of = (outcome: string) => ({
      ...proposal,
      kind: 'units',
      mapping: { kind: 'units', columns, levels: [], city: {}, root: {} },
      preview: { kind: 'units', report: { ...report, outcome }, levels, against },
    })
    answer('imports/uploads/f00d', upload)
    server.use(
      http.post('*/api/imports/uploads/f00d/propose', async ({ request }) => {
        const { repair } = (await request.json()) as { repair: boolean }
        return HttpResponse.json(of(repair ? 'repaired' : 'refused'))
      }),
    )
    const { page } = await open('/imports/new/f00d')
    await until(() => page.find('[data-hindrance]').exists())
    expect(page.get('[data-hindrance]').text()).toContain('请勾选“在容差内修补缝与叠”')
    expect(page.get('[data-against]').text()).toMatch(
      /沿用 1 个，新增 117 个，不再有 14,790 个.*请核对是否属于本市/s,
    )
    expect(page.get('[data-run-button]').attributes('disabled')).toBeDefined()
    await page.get('input[name=repair]').setValue(true)
    await until(() => page.get('[data-run-button]').attributes('disabled') === undefined)
    expect(page.find('[data-hindrance]').exists()).toBe(false)
    // Gaps lie above overlaps, which are outlines.
    const kinds = page.findAll('svg[role=img] g').map((mark) => mark.classes()[0])
    expect(kinds.indexOf('gap')).toBeGreaterThan(kinds.lastIndexOf('overlap'))
    expect(kinds).toContain('overlap')
  })

  it('is previewed anew when corrected, names what is wrong, and is run', async () => {
    answer('imports/uploads/f00d', upload)
    const asked: { mapping?: { zone?: string } }[] = []
    server.use(
      http.post('*/api/imports/uploads/f00d/propose', async ({ request }) => {
        const body = (await request.json()) as { mapping?: { zone?: string } }
        asked.push(body)
        if (body.mapping?.zone !== 'Mars/Olympus') return HttpResponse.json(proposal)
        const violations = [{ path: 'zone', message: 'an IANA zone', code: 'bad-setting' }]
        return HttpResponse.json(
          { type: 'x', title: 'Refused', status: 422, requestId: 'r', violations },
          { status: 422, headers: { 'content-type': 'application/problem+json' } },
        )
      }),
      http.post('*/api/imports/uploads/f00d/run', () => HttpResponse.json(task)),
      http.get('*/api/imports/jobs/j1', () => HttpResponse.json({ ...task, state: 'stored', report: 'one' })),
    )
    const task = {
      id: 'j1',
      upload: 'f00d',
      kind: 'incidents',
      title: '六月.csv',
      state: 'running',
      doing: { zh: '已读', en: 'read' },
      progress: 0.5,
      rows: 3,
      startedAt: upload.createdAt,
      elapsedMs: 900,
      report: null,
      summary: '',
      faults: [],
    }
    answer('imports/one', importReport)
    const { page, router } = await open('/imports/new/f00d')
    await until(() => page.find('[data-preview]').exists())
    expect(page.text()).toContain('电话')
    expect(page.get('[data-preview]').text()).toContain('已定位2')
    await page.get('input[name=zone]').setValue('Mars/Olympus')
    await page.get('input[name=zone]').trigger('change')
    await until(() => page.find('[role=alert]').exists())
    expect(page.get('[role=alert]').text()).toContain('时区')
    expect(page.get('[data-run-button]').attributes('disabled')).toBeDefined()
    await page.get('input[name=zone]').setValue('Asia/Urumqi')
    await page.get('input[name=zone]').trigger('change')
    await until(() => page.get('[data-run-button]').attributes('disabled') === undefined)
    expect(asked.at(-1)?.mapping?.zone).toBe('Asia/Urumqi')
    await page.get('[data-run-button]').trigger('click')
    await until(() => router.currentRoute.value.path === '/imports/one')
    expect(router.currentRoute.value.path).toBe('/imports/one')
  })
})
