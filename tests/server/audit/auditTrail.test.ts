// What stands in the audit and what does not, and who may read it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { auditPageSchema } from '#data/model/audit.ts'
import type { Principal, Role } from '../../../server/access/principal.ts'
import { openAuditLog } from '../../../server/audit/auditLog.ts'
import { check, START } from '../../../server/audit/chain.ts'
import { createTestServer, type TestServer } from '../routes/testServer.ts'

const NOW_MS = Date.UTC(2026, 10, 22, 2)

let folder: string
let server: TestServer
let role: Role | null
let isDiskFull: boolean

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jingwei-audit-'))
  role = 'viewer'
  isDiskFull = false
  const log = await openAuditLog({ folder, clock: () => NOW_MS, algorithm: 'sm3' })
  server = await createTestServer({
    authenticate: () => (role === null ? null : someone(role)),
    audit: {
      folder,
      head: log.head,
      record: (event) => (isDiskFull ? Promise.reject(new Error('ENOSPC')) : log.record(event)),
    },
  })
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const someone = (of: Role): Principal => ({
  kind: 'account',
  id: `account:${of}`,
  displayName: `=某${of}`,
  role: of,
  scope: { kind: 'all' },
})

async function ask(path: string, as: Role | null): Promise<Response> {
  role = as
  return server.request(path)
}

const TABLE = '/api/tables/units.csv?level=village&metrics=handledRate'

describe('the audit of requests', () => {
  it('has exports, refusals and readings of itself, and not every look at the map', async () => {
    expect((await ask(TABLE, 'viewer')).status).toBe(200)
    expect((await ask('/api/city', 'viewer')).status).toBe(200)
    expect((await ask('/api/audit', 'administrator')).status).toBe(403)
    expect((await ask('/api/audit', null)).status).toBe(401)
    expect((await ask('/api/tables/units.csv?level=nowhere', 'planner')).status).toBeGreaterThanOrEqual(400)
    const response = await ask('/api/audit', 'auditor')
    const { entries, head } = auditPageSchema.parse(await response.json())
    expect(entries.map(({ who, action, outcome }) => [who?.role, action, outcome])).toEqual([
      ['planner', 'takeaway', 'refused'],
      ['administrator', 'audit', 'refused'],
      ['viewer', 'takeaway', 'done'],
    ])
    // Addresses of exports are recorded without what was asked in them.
    expect(entries[2].target).toBe('GET /api/tables/units.csv')
    expect(head.sequence).toBe(3)
    const again = auditPageSchema.parse(await (await ask('/api/audit?limit=1', 'auditor')).json())
    expect(again.entries[0]).toMatchObject({ action: 'audit', outcome: 'done', who: { role: 'auditor' } })
    expect(again.next).toBe(again.entries[0].sequence)
  })

  it('gives nothing out that it cannot record', async () => {
    isDiskFull = true
    expect((await ask(TABLE, 'viewer')).status).toBe(503)
    expect((await ask('/api/city', 'viewer')).status).toBe(200)
  })

  it('leaves as a chain that can be verified elsewhere, and as a table no spreadsheet runs', async () => {
    await ask(TABLE, 'viewer')
    await ask(TABLE, 'planner')
    const lines = (await (await ask('/api/audit.ndjson', 'auditor')).text()).trimEnd().split('\n')
    let link = START
    for (const line of lines) {
      const { fault, link: next } = check(line, link)
      expect(fault).toBeNull()
      link = next ?? link
    }
    // Its own reading is in it: that was recorded before a line was sent.
    expect(lines).toHaveLength(3)
    const csv = await (await ask('/api/audit.csv?action=takeaway', 'auditor')).text()
    expect(csv.split('\r\n')[1]).toContain("account:planner,'=某planner,planner")
    expect(csv.trimEnd().split('\r\n')).toHaveLength(3)
  })

  it('says what is wrong with a question', async () => {
    role = 'auditor'
    expect(await server.problem('/api/audit?from=yesterday', 400)).toHaveProperty('from')
    expect(await server.problem('/api/audit?before=0', 400)).toHaveProperty('before')
    expect(await server.problem('/api/audit.csv?outcome=good', 400)).toHaveProperty('outcome')
  })
})
