// The grid city asked by anybody: the principal of a request stands in a header, as only this test's application reads it.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { incidentId, unitId } from '#data/model/ids.ts'
import type { IncidentRecord } from '#data/model/incident.ts'
import type { Principal, Role, Scope } from '../../../server/access/principal.ts'
import { openAccounts } from '../../../server/accounts/accounts.ts'
import { AccountRefusal } from '../../../server/accounts/refusal.ts'
import type { SignInDesk } from '../../../server/accounts/signInDesk.ts'
import { openAuditLog } from '../../../server/audit/auditLog.ts'
import { createPeers } from '../../../server/http/peer.ts'
import type { StoredAccount } from '../../../server/store/accountStore.ts'
import type { Store, StoredIncident } from '../../../server/store/store.ts'
import { GRID_CITY, gridIncidents, NOW_MS } from '../../fixtures/gridCity.ts'
import { createTestServer, type TestServer } from '../routes/testServer.ts'

export const ALL: Scope = { kind: 'all' }
/** Village 101 with its grids 101001, 101002, 101005, 101006. */
export const VILLAGE: Scope = { kind: 'unit', code: '101' }
/** Has the office below it, and every third matter between them. */
export const BUREAU: Scope = { kind: 'organisation', code: 'bureau' }

const HEADER = 'x-test-principal'

export const person = (role: Role, scope: Scope = ALL): Principal => ({
  kind: role === 'public' ? 'public' : 'account',
  id: `account:${role}`,
  displayName: role,
  role,
  scope,
})

/** A wall whose scene lists matters, or not. */
export const wall = (scope: Scope = ALL, also: Principal['also'] = []): Principal => ({
  ...{ kind: 'device', id: 'device:w', displayName: 'wall', role: 'viewer' },
  ...{ scope, scene: '/', also },
})
/** Whoever sends rows of these sources. */
export const pump = (...sources: string[]): Principal => ({
  ...{ kind: 'ingest', id: 'ingest:p', displayName: 'pump', role: 'public', scope: ALL, sources },
})

/** null: nobody. */
export const as = (principal: Principal | null, init: RequestInit = {}): RequestInit => ({
  ...init,
  headers: { ...init.headers, ...(principal && { [HEADER]: JSON.stringify(principal) }) },
})

/** With a provider that refuses everybody; every request comes from an address and an account of its own, so that none is one too many. */
async function signInDesk(store: Store, clock: () => number): Promise<SignInDesk> {
  let visitors = 0
  const accounts = await openAccounts({
    store: store.accounts,
    clock,
    onEvent: async () => {},
    idleMs: 1_800_000,
    absoluteMs: 43_200_000,
  })
  return {
    ...{ accounts, basePath: '', mode: 'accounts', publicTables: false, isFramed: false },
    peers: {
      ...createPeers(''),
      addressOf: () => `address ${++visitors}`,
      originOf: () => 'http://localhost',
    },
    provider: {
      label: 'provider',
      begin: async () => ({
        address: 'https://provider.example/',
        flow: { state: 's', nonce: 'n', verifier: 'v' },
      }),
      finish: () => Promise.reject(new AccountRefusal('wrong', 'refused')),
    },
    header: {
      accountOf({ header }) {
        const text = header(HEADER)
        const account = text === undefined ? null : (JSON.parse(text) as StoredAccount)
        return account && { ...account, id: `visitor ${++visitors}` }
      },
    },
  }
}

export async function createPeopleServer(): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'jingwei-access-'))
  const log = await openAuditLog({ folder, clock: () => NOW_MS, algorithm: 'sha256' })
  const server = await createTestServer({
    dataFolder: folder,
    webFolder: folder,
    authenticate: ({ header }) => {
      const text = header(HEADER)
      return text === undefined ? null : (JSON.parse(text) as Principal)
    },
    signIn: signInDesk,
    audit: { folder, head: log.head, record: log.record },
  })
  const names = (zh: string) => ({ zh, en: zh })
  await server.store.writeCity({
    ...GRID_CITY,
    organisations: [
      { key: 'bureau', name: names('城管局'), parent: null },
      { key: 'office', name: names('城管所'), parent: 'bureau' },
      { key: 'other', name: names('水务局'), parent: null },
    ],
  })
  await server.store.appendIncidents(gridIncidents().map(recognisable))
  return server
}

/** Case numbers that stand in no other text, and organisations in turn. */
const recognisable = (record: IncidentRecord, index: number): IncidentRecord => ({
  ...record,
  sourceId: `CASE-${record.sourceId}-X`,
  organisation: ['other', 'office', 'other', 'bureau', null, 'other'][index % 6],
})

/** Every matter in the store, by asking for ids until there are no more. */
export async function allIncidents({ store }: TestServer): Promise<StoredIncident[]> {
  const found: StoredIncident[] = []
  for (let id = 1; id <= 2 * gridIncidents().length; id++) {
    const incident = await store.readIncident(incidentId(id))
    if (incident) found.push(incident)
  }
  return found
}

const VILLAGE_UNITS = new Set([201, 1, 2, 5, 6].map(unitId))
export const isOfVillage = ({ unitId: id }: StoredIncident): boolean => id !== null && VILLAGE_UNITS.has(id)
export const isOfBureau = ({ organisation }: StoredIncident): boolean =>
  organisation === 'bureau' || organisation === 'office'
