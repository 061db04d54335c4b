// A source that sends its rows by itself: with its token, to its own name, read by the mapping of its last import.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newAccessTokenSchema, sourceListSchema } from '#data/model/administration.ts'
import { type IncidentReport, importReportSchema } from '#data/model/report.ts'
import { openTestDesk, type TestDesk } from './testDesk.ts'

let desk: TestDesk
let headers: { cookie: string }
beforeEach(async () => {
  desk = await openTestDesk()
  headers = await desk.setUp()
})
afterEach(() => desk.close())

const HEADER = '工单号,受理时间,结案时间,类别,经度,纬度'
const ROWS = [
  'a1,2026-06-01 08:00:00,2026-06-02 08:00:00,04,113.005,36.005',
  'a2,2026-06-03 09:00:00,,04,113.015,36.005',
]
const MAPPING = {
  kind: 'incidents',
  source: { key: 'case', name: { zh: '工单', en: 'Cases' } },
  zone: 'Asia/Shanghai',
  columns: {
    sourceId: '工单号',
    received: '受理时间',
    closed: '结案时间',
    category: '类别',
    lng: '经度',
    lat: '纬度',
  },
}

/** As an administrator does once, in a browser. */
async function importOnce(mapping: object = MAPPING): Promise<void> {
  const file = await desk.ask('imports/uploads?name=first.csv', {
    ...{ method: 'POST', body: `${HEADER}\na0,2026-05-01 08:00:00,,04,113.005,36.005\n` },
    headers: { ...headers, 'content-type': 'application/octet-stream' },
  })
  const { id } = await file.json()
  const body = { mapping, repair: false, toleranceMeters: 30 }
  const started = await (await desk.send(`imports/uploads/${id}/run`, body, headers)).json()
  for (let state = 'running'; state === 'running'; ) {
    await new Promise((done) => setTimeout(done, 30))
    const task = await (await desk.ask(`imports/jobs/${started.id}`, { headers })).json()
    state = task.state
    if (state !== 'running') expect(task).toMatchObject({ state: 'stored', faults: [] })
  }
}
async function tokenFor(...sources: string[]) {
  const body = { kind: 'ingest', name: '前置机', sources }
  return newAccessTokenSchema.parse(await (await desk.send('tokens', body, headers)).json())
}
const push = (secret: string, body: BodyInit, source = 'case', type = 'text/csv') =>
  desk.ask(`sources/${source}/incidents`, {
    ...{ method: 'POST', body },
    headers: { authorization: `Bearer ${secret}`, 'content-type': type },
  })
async function reportOf(response: Response): Promise<IncidentReport> {
  expect(response.status, await response.clone().text()).toBe(200)
  const [part] = importReportSchema.parse((await response.json()).report).parts
  return part as IncidentReport
}

describe('rows that are sent', () => {
  it('are imported by the stored mapping, and change nothing when sent again', async () => {
    await importOnce()
    const { secret } = await tokenFor('case')
    const csv = [HEADER, ...ROWS].join('\n')
    expect(await reportOf(await push(secret, csv))).toMatchObject({ read: 2, inserted: 2, located: 2 })
    expect(await reportOf(await push(secret, csv))).toMatchObject({ inserted: 0, unchanged: 2 })
    const closed = csv.replace(',,', ',2026-06-04 09:00:00,')
    expect(await reportOf(await push(secret, gzipSync(closed)))).toMatchObject({ updated: 1, unchanged: 1 })
    const lines = ROWS.map((row) => {
      const values = row.split(',')
      return JSON.stringify(Object.fromEntries(HEADER.split(',').map((name, at) => [name, values[at]])))
    })
    const sent = await push(secret, lines.join('\n'), 'case', 'application/x-ndjson')
    expect(await reportOf(sent)).toMatchObject({ format: 'NDJSON', read: 2, updated: 1, unchanged: 1 })
    const { rows } = await (await desk.ask('imports', { headers })).json()
    expect(rows).toHaveLength(1)
    expect(readdirSync(join(desk.folder, 'tmp', 'sent'))).toEqual([])
  })

  it('leave a report where some were refused, one an hour', async () => {
    await importOnce()
    const { secret } = await tokenFor('case')
    for (const bad of ['b1,not a date,,04,113.005,36.005', 'b2,soon,,04,113.005,36.005'])
      expect(await reportOf(await push(secret, [HEADER, bad].join('\n')))).toMatchObject({ rejected: 1 })
    const { rows } = await (await desk.ask('imports', { headers })).json()
    expect(rows.length).toBeLessThanOrEqual(3)
    expect(rows[0].title).toBe('前置机')
    const csv = await (await desk.ask(`imports/${rows[0].id}/rejected.csv`, { headers })).text()
    expect(csv).toContain('soon')
  })

  it('at the same time are taken in turn', async () => {
    await importOnce()
    const { secret } = await tokenFor('case')
    const sent = await Promise.all(
      [0, 1, 2].map((n) => push(secret, [HEADER, ROWS[0].replace('a1', `c${n}`)].join('\n'))),
    )
    for (const answer of sent) expect(await reportOf(answer)).toMatchObject({ inserted: 1 })
  })

  it('are not taken where the mapping names no ids: what came before could not be told from them', async () => {
    const { sourceId: _, ...columns } = MAPPING.columns
    await importOnce({ ...MAPPING, columns })
    const { secret } = await tokenFor('case')
    const answer = await push(secret, [HEADER, ...ROWS].join('\n'))
    const { violations } = await answer.json()
    expect([answer.status, violations[0]]).toMatchObject([
      409,
      { code: 'no-source-id', path: 'columns.sourceId' },
    ])
    await importOnce()
    expect((await push(secret, [HEADER, ...ROWS].join('\n'))).status).toBe(200)
  })

  it('are refused where they are not what they are said to be, and no archive is unpacked', async () => {
    await importOnce()
    const { secret } = await tokenFor('case')
    const csv = [HEADER, ...ROWS].join('\n')
    const line = JSON.stringify({ 工单号: 'd1', 受理时间: '2026-06-01' })
    const bodies: [string, BodyInit][] = [
      ['application/x-ndjson', csv],
      ['application/geo+json', csv],
      ['text/csv', line],
      ['application/geo+json', gzipSync(line)],
      // Where anything unpacked it, it would be found damaged.
      ['text/csv', 'PK\u0003\u0004 a workbook'],
    ]
    for (const [type, body] of bodies) {
      const answer = await push(secret, body, 'case', type)
      const { violations } = await answer.json()
      expect([answer.status, violations[0]], type).toMatchObject([
        415,
        { code: 'format-differs', path: 'content-type' },
      ])
    }
    // One line that unpacks to more than any matter has.
    const long = gzipSync(`${line}\n{"x":"${'x'.repeat(20_000_000)}"}`)
    expect((await push(secret, long, 'case', 'application/x-ndjson')).status).toBe(413)
    expect((await reportOf(await push(secret, csv))).inserted).toBe(2)
  })

  it('say what is wrong with them', async () => {
    await importOnce()
    const { secret } = await tokenFor('case')
    const statuses = async (...answers: Promise<Response>[]) =>
      (await Promise.all(answers)).map(({ status }) => status)
    expect(
      await statuses(
        push(secret, ''),
        push(secret, 'x,y\n1,2\n'),
        push(secret, HEADER, 'case', 'multipart/form-data'),
        push(secret, HEADER, '..%2f..%2fetc'),
      ),
    ).toEqual([422, 422, 415, 403])
  })
})

describe('a token of sources', () => {
  it('writes to its own source and reads nothing', async () => {
    await importOnce()
    const { secret } = await tokenFor('case')
    for (const other of ['hotline', 'none']) expect((await push(secret, HEADER, other)).status).toBe(403)
    const bearer = { authorization: `Bearer ${secret}` }
    for (const path of ['incidents', 'slice?metrics=received', 'imports', 'tokens', 'city', 'audit'])
      expect((await desk.ask(path, { headers: bearer })).status, path).toBe(403)
    expect(await (await desk.ask('me', { headers: bearer })).json()).toMatchObject({ kind: 'ingest' })
  })

  it('says which sources have a mapping; without one nothing is taken', async () => {
    const read = async () =>
      sourceListSchema.parse(await (await desk.ask('sources', { headers })).json()).rows
    const [first] = await read()
    expect(first.hasMapping).toBe(false)
    const { secret } = await tokenFor(first.source)
    const answer = await push(secret, HEADER, first.source)
    expect([answer.status, (await answer.json()).violations[0].code]).toEqual([409, 'source-unmapped'])
    await importOnce()
    expect((await read()).find(({ source }) => source === 'case')?.hasMapping).toBe(true)
  })

  it('is refused once revoked, which locks nobody out; a proxy’s own bearer is not ours', async () => {
    await importOnce()
    const { token, secret } = await tokenFor('case')
    await desk.ask(`tokens/${token.id}`, { method: 'DELETE', headers })
    for (let n = 0; n < 25; n++) expect((await push(secret, HEADER)).status).toBe(401)
    const other = await tokenFor('case')
    expect((await push(other.secret, [HEADER, ...ROWS].join('\n'))).status).toBe(200)
    expect((await desk.ask('me', { headers: { ...headers, authorization: 'Bearer a.b.c' } })).status).toBe(
      200,
    )
  })

  it('that is guessed twenty times locks the address', async () => {
    const from = (address: string, n: number) =>
      desk.ask('health', {
        headers: { authorization: `Bearer jwi_${n}`, 'x-forwarded-for': address },
      })
    for (let n = 0; n < 20; n++) expect((await from('10.0.0.2', n)).status).toBe(401)
    const locked = await from('10.0.0.2', 21)
    expect([locked.status, locked.headers.get('retry-after')]).toEqual([429, '30'])
    expect((await from('10.0.0.3', 22)).status).toBe(401)
  })
})
