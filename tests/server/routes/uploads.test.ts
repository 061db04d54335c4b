// Imports from the browser, asked of the application: send, propose, correct, run, read; and all a client can get
// wrong, none of which is our failure.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { importRemarksSchema, problemSchema } from '#data/model/api.ts'
import { importReportSchema } from '#data/model/report.ts'
import {
  type ImportTask,
  importOriginSchema,
  importTaskSchema,
  proposalSchema,
  uploadListSchema,
  uploadSchema,
} from '#data/model/uploads.ts'
import { safeName } from '../../../server/ingest/uploads.ts'
import { GRID_CITY } from '../../fixtures/gridCity.ts'
import { createTestServer, type TestServer } from './testServer.ts'

const MOST_BYTES = 200_000
let folder: string
let server: TestServer
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jingwei-uploads-'))
  server = await createTestServer({ dataFolder: folder, mostUploadBytes: MOST_BYTES })
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const CSV = [
  '工单号,受理时间,结案时间,类别,经度,纬度,诉求人,联系电话',
  'a1,2026-06-01 08:00:00,2026-06-02 08:00:00,04,113.005,36.005,王某,13800000000',
  'a2,2026-06-01 09:00:00,2026-05-01 09:00:00,04,113.015,36.005,李某,13800000001',
  'a3,2026-06-03 09:00:00,,04,120.000,36.005,赵某,13800000002',
  'a4,,2026-06-02 08:00:00,04,113.005,36.005,钱某,13800000003',
  'a5,2026-06-04 10:00:00,,0101,0,0,孙某,13800000004',
].join('\n')

const send = (name: string, body: BodyInit, type = 'application/octet-stream') =>
  server.request(`/api/imports/uploads?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    body,
    headers: { 'content-type': type },
  })
const upload = async (name: string, body: BodyInit) => {
  const response = await send(name, body)
  expect(response.status, await response.clone().text()).toBe(200)
  return uploadSchema.parse(await response.json())
}
const post = (path: string, body: unknown) =>
  server.request(`/api/imports/uploads/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
const propose = async (id: string, body: unknown = {}) => {
  const response = await post(`${id}/propose`, body)
  expect(response.status, await response.clone().text()).toBe(200)
  return proposalSchema.parse(await response.json())
}
const problemOf = async (response: Response, status: number) => {
  expect(response.status, await response.clone().text()).toBe(status)
  return problemSchema.parse(await response.json())
}
const ended = (id: string): Promise<ImportTask> =>
  vi.waitFor(
    async () => {
      const task = await server.json(`/api/imports/jobs/${id}`, importTaskSchema)
      expect(task.state).not.toBe('running')
      return task
    },
    { timeout: 20_000, interval: 20 },
  )
const square = (west: number, south: number) => ({
  type: 'Polygon',
  coordinates: [
    [0, 0, 1, 0, 1, 1, 0, 1, 0, 0].reduce<number[][]>((ring, at, i, all) => {
      if (i % 2 === 0) ring.push([west + at * 0.1, south + all[i + 1] * 0.1])
      return ring
    }, []),
  ],
})
const units = (...wests: number[]) =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: wests.map((west, i) => ({
      type: 'Feature',
      properties: { code: `A${i}`, name: `甲${i}` },
      geometry: square(west, 36),
    })),
  })

describe('an incident file', () => {
  it('goes from the drop to the report', async () => {
    const file = await upload('六月.csv', CSV)
    expect(file).toMatchObject({ name: '六月.csv', kind: 'incidents' })
    const proposal = await propose(file.id)
    expect(proposal.mapping).toMatchObject({
      columns: { sourceId: '工单号', received: '受理时间', lng: '经度' },
    })
    expect(proposal.preview).toMatchObject({
      rows: 5,
      located: 2,
      rejected: 1,
      duplicates: 0,
      unlocated: { outside: 1, 'zero-coordinates': 1 },
      droppedColumns: ['诉求人', '联系电话'],
    })
    expect(proposal.columns.find(({ name }) => name === '诉求人')).toEqual({
      name: '诉求人',
      samples: [],
      isPersonal: true,
    })
    const run = await post(`${file.id}/run`, { mapping: proposal.mapping })
    const task = await ended(importTaskSchema.parse(await run.json()).id)
    expect(task).toMatchObject({ state: 'stored', progress: 1, faults: [] })
    const report = await server.json(`/api/imports/${task.report}`, importReportSchema)
    expect(report.parts[0]).toMatchObject({ read: 5, located: 2, rejected: 1, closedBeforeOpened: 1 })
  })

  it('is previewed without the places of what the city holds sensitive', async () => {
    const csv = [
      '工单号,受理时间,类别,经度,纬度',
      'b1,2026-06-01,04,113.005,36.005',
      'b2,2026-06-01,010103,113.025,36.005',
    ]
    const { mapping, preview } = await propose((await upload('july.csv', csv.join('\n'))).id)
    expect(mapping).toMatchObject({ sensitive: [] })
    expect(preview).toMatchObject({ located: 2, points: [[113.005, 36.005, 1]] })
  })

  it('leaves every refused row, its remarks and what to run again', async () => {
    const file = await upload('june.csv', `${CSV}\n=1+1,soon,,04,113.005,36.005,,`)
    const { mapping } = await propose(file.id)
    const run = await post(`${file.id}/run`, { mapping })
    const { report } = await ended(importTaskSchema.parse(await run.json()).id)
    const csv = await (await server.request(`/api/imports/${report}/rejected.csv`)).text()
    expect(csv.split('\r\n').filter((line) => line !== '')).toHaveLength(3)
    expect(csv).toContain('"7","受理时间","not-a-date","soon"')
    const { rows } = await server.json(`/api/imports/${report}/remarks`, importRemarksSchema)
    expect(rows).toEqual([
      { remark: 'closed-before-opened', row: 3, sourceId: 'a2', at: [113.015, 36.005] },
      { remark: 'outside', row: 4, sourceId: 'a3', at: [120, 36.005] },
    ])
    const origin = await server.json(`/api/imports/${report}/origin`, importOriginSchema)
    expect(origin).toMatchObject({ kind: 'incidents', mapping, upload: file.id })
  })

  it('is previewed anew with each correction', async () => {
    const file = await upload('june.csv', CSV)
    const { mapping } = await propose(file.id)
    const corrected = await propose(file.id, {
      mapping: { ...mapping, zone: 'Europe/Berlin', sensitive: ['04'] },
    })
    expect(corrected.preview).toMatchObject({ kind: 'incidents', points: [] })
    if (corrected.preview?.kind !== 'incidents') throw new Error('not incidents')
    expect(corrected.preview.received[0]).toEqual({
      written: '2026-06-01 08:00:00',
      read: '2026-06-01T06:00:00.000Z',
    })
  })

  it('whose mapping is wrong is refused at the setting that is', async () => {
    const file = await upload('june.csv', CSV)
    const { mapping } = await propose(file.id)
    const columns = mapping.columns as Record<string, string>
    const cases: [object, string, string][] = [
      [{ ...mapping, zone: 'Mars/Olympus' }, 'zone', 'bad-setting'],
      [{ ...mapping, columns: { ...columns, received: '没有的列' } }, 'columns', 'no-column'],
      [{ ...mapping, columns: { sourceId: '工单号' } }, 'columns.received', 'no-received'],
      [{ ...mapping, datum: 'EPSG:999999' }, 'datum', 'datum-unknown'],
      [{ ...mapping, colour: 'red' }, 'colour', 'unknown-setting'],
      [{ kind: 'holidays' }, 'kind', 'bad-setting'],
    ]
    for (const [wrong, path, code] of cases)
      for (const action of ['propose', 'run']) {
        const { violations } = await problemOf(await post(`${file.id}/${action}`, { mapping: wrong }), 422)
        expect(violations?.[0], JSON.stringify(wrong)).toMatchObject({ path, code })
      }
  })
})

describe('a unit file', () => {
  it('is checked before it is run, and running it publishes', async () => {
    const file = await upload('areas.geojson', units(113, 113.1))
    expect(file.kind).toBe('units')
    const { preview, mapping } = await propose(file.id)
    expect(preview).toMatchObject({
      kind: 'units',
      report: { outcome: 'stored', units: 3, gaps: { count: 0 } },
      levels: [
        { key: 'city', units: 1 },
        { key: 'village', units: 0 },
        { key: 'grid', units: 2 },
      ],
      against: { kept: 0, added: 3, gone: 22 },
    })
    expect(mapping).toMatchObject({ city: { name: GRID_CITY.name, zone: GRID_CITY.zone } })
    expect(await server.store.listVersions()).toHaveLength(1)
    const dated = { ...mapping, effectiveFrom: '2026-06-30' }
    const run = await post(`${file.id}/run`, { mapping: dated })
    expect(await ended(importTaskSchema.parse(await run.json()).id)).toMatchObject({ state: 'stored' })
    expect(await server.store.listVersions()).toHaveLength(2)
  })

  it('with a gap is refused with a picture, and mended where asked', async () => {
    const file = await upload('areas.geojson', units(113, 113.0999, 113.2001))
    const { preview, mapping } = await propose(file.id)
    if (preview?.kind !== 'units') throw new Error('not units')
    expect(preview.report.outcome).toBe('refused')
    expect(preview.report.outlines?.rings).toHaveLength(3)
    const mended = await propose(file.id, { mapping, repair: true })
    expect(mended.preview).toMatchObject({ report: { outcome: 'repaired' } })
    const dated = { ...mapping, effectiveFrom: '2026-06-30' }
    const run = await post(`${file.id}/run`, { mapping: dated })
    expect(await ended(importTaskSchema.parse(await run.json()).id)).toMatchObject({ state: 'refused' })
  })

  it('of other levels, or of a day that has boundaries, is refused before it is run', async () => {
    const file = await upload('areas.geojson', units(113, 113.1))
    const { mapping } = await propose(file.id)
    const faultOf = async (change: object) => {
      const asked = await post(`${file.id}/propose`, { mapping: { ...mapping, ...change } })
      return (await problemOf(asked, 422)).violations?.map(({ path, code }) => `${path} ${code}`)
    }
    expect(await faultOf({ levels: GRID_CITY.levels.slice(1) })).toEqual(['levels levels-differ'])
    expect(await faultOf({ effectiveFrom: '1999-01-01' })).toEqual(['effectiveFrom date-not-rising'])
  })

  it('whose date lies before the last version fails with the reason', async () => {
    const file = await upload('areas.geojson', units(113, 113.1))
    const { mapping } = await propose(file.id)
    const run = await post(`${file.id}/run`, { mapping: { ...mapping, effectiveFrom: '1999-01-01' } })
    const task = await ended(importTaskSchema.parse(await run.json()).id)
    expect(task.state).toBe('failed')
    expect(task.faults[0].path).toBe('effectiveFrom')
  })
})

describe('one import at a time', () => {
  it('tells a second one who is at it', async () => {
    const file = await upload('june.csv', CSV)
    const { mapping } = await propose(file.id)
    let finish = () => {}
    const who = { title: 'may.csv', by: 'browser' as const, startedAtMs: 0, job: 'other' }
    const first = server.desk?.lock.run(
      who,
      () =>
        new Promise<void>((done) => {
          finish = done
        }),
    )
    const busy = await problemOf(await post(`${file.id}/run`, { mapping }), 409)
    expect(busy.violations).toEqual([{ path: 'job', message: 'other', code: 'import-running' }])
    expect(busy.detail).toContain('may.csv')
    const list = await server.json('/api/imports/uploads', uploadListSchema)
    expect(list.running).toMatchObject({ title: 'may.csv', by: 'browser', job: 'other' })
    finish()
    await first
    const run = await post(`${file.id}/run`, { mapping })
    expect(await ended(importTaskSchema.parse(await run.json()).id)).toMatchObject({ state: 'stored' })
  })

  it('is stopped where it next tells its progress', async () => {
    const file = await upload('areas.geojson', units(113, 113.1))
    const { mapping } = await propose(file.id)
    const run = await post(`${file.id}/run`, { mapping: { ...mapping, effectiveFrom: '2026-06-30' } })
    const { id } = importTaskSchema.parse(await run.json())
    await server.request(`/api/imports/jobs/${id}`, { method: 'DELETE' })
    expect(['cancelled', 'stored']).toContain((await ended(id)).state)
  })
})

describe('what a client can get wrong', () => {
  it('an empty file is refused and leaves nothing', async () => {
    const { violations } = await problemOf(await send('empty.csv', ''), 422)
    expect(violations?.[0]).toMatchObject({ path: 'file', code: 'empty-file' })
    expect(readdirSync(join(folder, 'tmp', 'uploads'))).toEqual([])
  })

  it('a file over the bound is refused while it arrives', async () => {
    const { violations } = await problemOf(await send('big.csv', 'x'.repeat(MOST_BYTES + 1)), 413)
    expect(violations?.[0].code).toBe('upload-too-large')
    expect(readdirSync(join(folder, 'tmp', 'uploads'))).toEqual([])
  })

  it('a type a foreign page could send unasked is refused', async () => {
    await problemOf(await send('a.csv', CSV, 'text/plain'), 415)
    const file = await upload('a.csv', CSV)
    const response = await server.request(`/api/imports/uploads/${file.id}/run`, {
      method: 'POST',
      body: '{}',
    })
    await problemOf(response, 415)
  })

  it('an archive that unpacks to gigabytes is refused without unpacking it', async () => {
    const zeros = deflateRawSync(Buffer.alloc(300 * 1024 * 1024), { level: 9 })
    const small = await createTestServer({ dataFolder: folder })
    try {
      const response = await small.request('/api/imports/uploads?name=bomb.xlsx', {
        method: 'POST',
        body: zip('xl/workbook.xml', zeros, 10) as BodyInit,
        headers: { 'content-type': 'application/octet-stream' },
      })
      const { id } = uploadSchema.parse(await response.json())
      const proposed = await small.request(`/api/imports/uploads/${id}/propose`, {
        method: 'POST',
        body: '{"kind":"incidents"}',
        headers: { 'content-type': 'application/json' },
      })
      const { violations } = await problemOf(proposed, 413)
      expect(violations?.[0].code).toBe('zip-too-large')
    } finally {
      await small.close()
    }
  })

  it('a name cannot leave its folder', () => {
    expect(safeName('../../etc/passwd')).toBe('passwd')
    expect(safeName('C:\\data\\六月 工单.csv.gz')).toBe('六月 工单.csv.gz')
    expect(safeName('..')).toBe('file')
    expect(safeName('\u0000\n')).toBe('file')
    expect(safeName('.env')).toBe('env')
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        (name) => safeName(name) !== '..' && !/[/\\]/.test(safeName(name)) && !safeName(name).includes('\0'),
      ),
    )
  })

  it('an upload, a job or an import that is not there is a 404', async () => {
    await server.problem('/api/imports/uploads/0123456789abcdef', 404)
    await server.problem('/api/imports/jobs/x', 404)
    await problemOf(await post('..%2f..%2fetc/propose', {}), 404)
  })
})

describe('whatever bytes arrive', () => {
  let own: TestServer
  let place: string
  beforeAll(async () => {
    place = mkdtempSync(join(tmpdir(), 'jingwei-bytes-'))
    own = await createTestServer({ dataFolder: place })
  })
  afterAll(async () => {
    await own.close()
    rmSync(place, { recursive: true, force: true })
  })

  it('no answer is a 5xx', { timeout: 120_000 }, async () => {
    const starts = [
      '',
      'PK\u0003\u0004',
      'SQLite format 3\0',
      'fgb\u0003fgb\0',
      '\0\0\x27\x0a',
      '{"type":',
      '\u001f\u008b',
      CSV,
    ]
    const json = { 'content-type': 'application/json' }
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...starts),
        fc.uint8Array({ minLength: 1, maxLength: 400 }),
        fc.constantFrom('a.csv', 'a.zip', 'a.geojson', 'a.xlsx', 'a.shp', ''),
        fc.constantFrom('units', 'incidents', 'premises'),
        fc.jsonValue(),
        async (start, rest, name, kind, mapping) => {
          const body = Buffer.concat([Buffer.from(start, 'latin1'), rest])
          const sent = await own.request(`/api/imports/uploads?name=${name}`, {
            method: 'POST',
            body,
            headers: { 'content-type': 'application/octet-stream' },
          })
          expect(sent.status).toBeLessThan(500)
          if (sent.status !== 200) return
          const { id } = uploadSchema.parse(await sent.json())
          for (const [path, question] of [
            ['propose', { kind }],
            ['propose', { mapping }],
            ['run', { mapping }],
          ] as const) {
            const address = `/api/imports/uploads/${id}/${path}`
            const answer = await own.request(address, {
              method: 'POST',
              body: JSON.stringify(question),
              headers: json,
            })
            expect(answer.status, await answer.clone().text()).toBeLessThan(500)
            if (answer.status >= 400) problemSchema.parse(await answer.json())
          }
          await own.request(`/api/imports/uploads/${id}`, { method: 'DELETE' })
        },
      ),
      { numRuns: 60 },
    )
  })
})

/** An archive of one entry that lies about its unpacked size. */
function zip(name: string, packed: Buffer, statedBytes: number): Buffer {
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(8, 8)
  local.writeUInt32LE(packed.length, 18)
  local.writeUInt32LE(statedBytes, 22)
  local.writeUInt16LE(name.length, 26)
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50, 0)
  entry.writeUInt16LE(8, 10)
  entry.writeUInt32LE(packed.length, 20)
  entry.writeUInt32LE(statedBytes, 24)
  entry.writeUInt16LE(name.length, 28)
  const at = 30 + name.length + packed.length
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(46 + name.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([local, Buffer.from(name), packed, entry, Buffer.from(name), end])
}
