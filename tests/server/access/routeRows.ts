// What each route is for, said again here by hand: who may ask, how far from their own unit, and what they then get. A
// route without a row fails matrix.test.ts.
import type { Role } from '../../../server/access/principal.ts'
import { gridIncidents } from '../../fixtures/gridCity.ts'

export type Target = 'own' | 'parent' | 'sibling' | 'child' | 'cousin'
export const CODES: Readonly<Record<Target, string>> = {
  own: '101',
  parent: '1',
  sibling: '102',
  child: '101001',
  cousin: '102003',
}

const EVERYBODY: readonly Role[] = ['public', 'viewer', 'planner', 'administrator', 'auditor']
const PEOPLE = EVERYBODY.slice(1)
const READERS: readonly Role[] = ['viewer', 'planner', 'administrator']

/** Units that somebody confined to one may ask about. */
const ANY: readonly Target[] = ['own', 'parent', 'sibling', 'child', 'cousin']
const TOTALS: readonly Target[] = ['own', 'parent', 'sibling', 'child']
const MATTERS: readonly Target[] = ['own', 'child']

export interface RouteRow {
  /** null: also nobody. */
  readonly roles: readonly Role[] | null
  /** Of a confined account; empty: not at all. */
  readonly targets: readonly Target[]
  /** The address about a unit. */
  readonly address: (code: string) => string
  readonly init?: RequestInit
  /** What those who may get. */
  readonly status: number
}

/** The second of the recognisable matters: in grid 101001, the office's. */
const ONE_OF_ALL_SCOPES = gridIncidents().length + 2
const TILES = 'metrics=received&from=2026-05-01T00:00:00Z&to=2026-06-30T00:00:00Z'
const row = (
  roles: RouteRow['roles'],
  targets: readonly Target[],
  address: string | ((code: string) => string),
  status = 200,
  init?: RequestInit,
): RouteRow => ({
  ...{ roles, targets, status, init },
  address: typeof address === 'string' ? () => address : address,
})

const JSON_HEADERS = { 'content-type': 'application/json' }
const post = (body: unknown): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: JSON_HEADERS,
})
const city = (address: string, status = 200) => row(PEOPLE, ANY, address, status)
const administrators = (address: string, status = 200, init?: RequestInit) =>
  row(['administrator'], [], address, status, init)
const auditors = (address: string) => row(['auditor'], [], address)
const about = (path: string) => (code: string) => `${path}${path.includes('?') ? '&' : '?'}within=${code}`
const totals = (path: string) => row(READERS, TOTALS, about(path))
const matters = (path: string) => row(READERS, MATTERS, about(path))

const NO_TOKEN = 'x'.repeat(32)
/** Whoever has no session here may ask, but has nothing to change. */
const ownAccount = (part: string, body: unknown) =>
  row(EVERYBODY, ANY, `/api/account/${part}`, 409, post(body))

/** By method and path as registered; ALL answers what no other method does. */
export const ROWS: Readonly<Record<string, RouteRow>> = {
  'GET /api/health': row(null, ANY, '/api/health'),
  'GET /*': row(null, ANY, '/some/page', 404),
  'ALL /api/*': row(null, ANY, '/api/nothing', 404),
  'GET /metrics': administrators('/metrics'),
  'GET /api/me': row(EVERYBODY, ANY, '/api/me'),
  'GET /api/sign-in': row(null, ANY, '/api/sign-in'),
  'POST /api/sign-in': row(null, ANY, '/api/sign-in', 415, { method: 'POST' }),
  'POST /api/sign-out': row(null, ANY, '/api/sign-out', 200, post({})),
  'POST /api/sign-in/link': row(null, ANY, '/api/sign-in/link', 404, post({ token: NO_TOKEN })),
  'POST /api/sign-in/link/use': row(
    null,
    ANY,
    '/api/sign-in/link/use',
    422,
    post({ token: NO_TOKEN, password: 'x' }),
  ),
  'GET /api/sign-in/provider': row(null, ANY, '/api/sign-in/provider', 302),
  'GET /api/sign-in/provider/back': row(null, ANY, '/api/sign-in/provider/back?code=x', 302),
  'GET /api/account': row(EVERYBODY, ANY, '/api/account'),
  'POST /api/account/password': ownAccount('password', { current: 'x', next: 'y' }),
  'POST /api/account/second-factor': ownAccount('second-factor', { password: 'x' }),
  'POST /api/account/second-factor/confirm': ownAccount('second-factor/confirm', { code: '1' }),
  'POST /api/account/second-factor/remove': ownAccount('second-factor/remove', { password: 'x' }),
  'DELETE /api/account/sessions/:id': row(EVERYBODY, ANY, '/api/account/sessions/x', 409, {
    method: 'DELETE',
  }),
  'GET /api/users': administrators('/api/users'),
  'POST /api/users': administrators('/api/users', 400, post({})),
  'PATCH /api/users/:user': administrators('/api/users/none', 404, { ...post({}), method: 'PATCH' }),
  'POST /api/users/:user/reset': administrators('/api/users/none/reset', 404, post({})),
  'DELETE /api/users/:user/sessions': administrators('/api/users/none/sessions', 404, { method: 'DELETE' }),
  'GET /api/sessions': administrators('/api/sessions'),
  'DELETE /api/sessions/:session': administrators('/api/sessions/none', 404, { method: 'DELETE' }),
  'GET /api/tokens': administrators('/api/tokens'),
  'POST /api/tokens': administrators('/api/tokens', 400, post({ kind: 'device' })),
  'DELETE /api/tokens/:token': administrators('/api/tokens/none', 404, { method: 'DELETE' }),
  'POST /api/device-session': row(null, ANY, '/api/device-session', 401, post({ token: NO_TOKEN })),
  'GET /api/city': city('/api/city'),
  'GET /api/metrics': city('/api/metrics'),
  'GET /api/units': row(PEOPLE, TOTALS, about('/api/units')),
  'GET /api/units/:unit': row(PEOPLE, TOTALS, (code) => `/api/units/${code}`),
  'GET /api/search': row(PEOPLE, ANY, (code) => `/api/search?q=${code}`),
  'GET /api/slice': totals('/api/slice?metrics=received'),
  'GET /api/classes': totals('/api/classes?metrics=received'),
  'GET /api/evidence': totals('/api/evidence?level=village'),
  'GET /api/breakdown': matters('/api/breakdown?by=category'),
  'GET /api/series': matters('/api/series'),
  'GET /api/frames': totals('/api/frames?level=village&metrics=received&days=2026-06-01/2026-06-07'),
  'GET /api/incidents': matters('/api/incidents'),
  'GET /api/incidents/:incident': row(READERS, ANY, `/api/incidents/${ONE_OF_ALL_SCOPES}`),
  'GET /api/coverage/:version/:file': totals('/api/coverage/current/grid.geojson?metrics=received'),
  'GET /api/map.svg': row(READERS, TOTALS, about('/api/map.svg?sheet=picture')),
  'GET /api/tables/:file': totals('/api/tables/units.csv'),
  'GET /api/bulletin.docx': totals('/api/bulletin.docx'),
  'POST /api/bulletin.docx': row(READERS, TOTALS, about('/api/bulletin.docx'), 200, { method: 'POST' }),
  'GET /api/bulletin/template.docx': row(READERS, ANY, '/api/bulletin/template.docx'),
  'GET /api/tiles/cells/:z/:x/:y': row(READERS, ANY, `/api/tiles/cells/8/208/100.mvt`),
  'GET /api/tiles/:version/:file': row(READERS, ANY, `/api/tiles/current/grid.json?${TILES}`),
  'GET /api/tiles/:version/:level/:z/:x/:y': row(READERS, ANY, `/api/tiles/1/grid/8/208/100.mvt?${TILES}`),
  'GET /api/imports/uploads': administrators('/api/imports/uploads'),
  'POST /api/imports/uploads': administrators('/api/imports/uploads?name=a.csv', 415, { method: 'POST' }),
  'GET /api/imports/uploads/:upload': administrators('/api/imports/uploads/none', 404),
  'DELETE /api/imports/uploads/:upload': administrators('/api/imports/uploads/none', 404, {
    method: 'DELETE',
  }),
  'POST /api/imports/uploads/:upload/propose': administrators(
    '/api/imports/uploads/none/propose',
    404,
    post({}),
  ),
  'GET /api/imports/uploads/:upload/check': administrators('/api/imports/uploads/none/check', 404),
  'POST /api/imports/uploads/:upload/run': administrators('/api/imports/uploads/none/run', 404, post({})),
  'GET /api/imports/jobs/:job': administrators('/api/imports/jobs/none', 404),
  'DELETE /api/imports/jobs/:job': administrators('/api/imports/jobs/none', 404, { method: 'DELETE' }),
  'GET /api/sources': administrators('/api/sources'),
  'POST /api/sources/:source/incidents': administrators('/api/sources/none/incidents', 415, {
    method: 'POST',
  }),
  'GET /api/imports': administrators('/api/imports'),
  'GET /api/imports/:import': administrators('/api/imports/none', 404),
  'GET /api/imports/:import/remarks': administrators('/api/imports/none/remarks', 404),
  'GET /api/imports/:import/origin': administrators('/api/imports/none/origin', 404),
  'GET /api/imports/:import/rejected.csv': administrators('/api/imports/none/rejected.csv', 404),
  'GET /api/imports/:import/problems.geojson': administrators('/api/imports/none/problems.geojson', 404),
  'GET /api/publications': row(EVERYBODY, ANY, '/api/publications'),
  'GET /api/publications/:month': row(EVERYBODY, ANY, '/api/publications/2020-01', 404),
  'POST /api/publications/preview': row(
    ['planner', 'administrator'],
    [],
    '/api/publications/preview',
    422,
    post({ month: '2090-01', level: 'village' }),
  ),
  'POST /api/publications': row(
    ['planner', 'administrator'],
    [],
    '/api/publications',
    422,
    post({ month: '2090-01', level: 'village' }),
  ),
  'GET /api/audit': auditors('/api/audit'),
  'GET /api/audit.csv': auditors('/api/audit.csv'),
  'GET /api/audit.ndjson': auditors('/api/audit.ndjson'),
  'GET /api/openapi.json': city('/api/openapi.json'),
  'GET /api/docs': city('/api/docs'),
  'GET /api/docs/start.js': city('/api/docs/start.js'),
  'GET /api/docs/:asset': city('/api/docs/swagger-ui.css'),
}
