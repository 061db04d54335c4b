// The closed list of what may be asked of this server, and which role may ask it. A route names one of these
// in its own file (guard.ts); nothing else in the program compares roles.
import type { PrincipalKind, Role } from './principal.ts'

/** How a unit stands to a scope: inside it, beside or directly above its top, or elsewhere. */
export const STANDINGS = ['outside', 'compared', 'inside'] as const
export type Standing = (typeof STANDINGS)[number]

interface PermissionSpec {
  /** Roles that have it; 'anyone' also without signing in. */
  readonly roles: readonly Role[] | 'anyone'
  /** The least standing of the unit that is asked about. */
  readonly standing: Standing
  /** Concerns everybody's data or the server itself: only with scope all. */
  readonly wholeCity?: boolean
  /** Beyond accounts and the demo: kinds of principals that have it too. */
  readonly kinds?: readonly PrincipalKind[]
  /** A city may let anybody have it (the setting publicTables). */
  readonly isPublishable?: boolean
}

const PEOPLE: readonly Role[] = ['viewer', 'planner', 'administrator', 'auditor']
const READERS: readonly Role[] = ['viewer', 'planner', 'administrator']

const SPECS = {
  /** Health, the page's own files, signing in: nothing about the city. */
  open: { roles: 'anyone', standing: 'outside' },
  /** One's own account; of a visitor without one, that they have none. */
  self: {
    ...{ roles: [...PEOPLE, 'public'], standing: 'outside' },
    ...{ kinds: ['device', 'ingest', 'public'], isPublishable: true },
  },
  /** Levels, taxonomy, catalogue, names and boundaries, the API's documents. */
  city: { roles: PEOPLE, standing: 'outside', kinds: ['device'] },
  /** Totals of units: figures, tiles, classes, evidence. */
  figures: { roles: READERS, standing: 'compared', kinds: ['device'] },
  /** What lies below a total: the slice by day or by its own dimensions. */
  detail: { roles: READERS, standing: 'inside', kinds: ['device'] },
  /** Single matters: lists, one of them, points. */
  incidents: { roles: READERS, standing: 'inside' },
  /** Files to take away; an export is more than a look. */
  takeaway: { roles: READERS, standing: 'compared' },
  /** Redrawing grids. */
  plan: { roles: ['planner', 'administrator'], standing: 'inside' },
  /** Sending files and reading the reports about them: rows of everybody's. */
  import: { roles: ['administrator'], standing: 'outside', wholeCity: true },
  /** Writing single matters as a source does. */
  ingest: { roles: ['administrator'], standing: 'outside', wholeCity: true, kinds: ['ingest'] },
  /** Accounts, sessions and tokens. */
  accounts: { roles: ['administrator'], standing: 'outside', wholeCity: true },
  /** Figures of the server itself. */
  operations: { roles: ['administrator'], standing: 'outside', wholeCity: true },
  /** Reading and exporting the audit: whoever is in it does not keep it. */
  audit: { roles: ['auditor'], standing: 'outside', wholeCity: true },
  /** Making a table public. */
  publish: { roles: ['planner', 'administrator'], standing: 'outside', wholeCity: true },
  /** Reading what was made public. */
  published: {
    roles: [...PEOPLE, 'public'],
    standing: 'outside',
    kinds: ['device', 'public'],
    isPublishable: true,
  },
} as const satisfies Record<string, PermissionSpec>

export type Permission = keyof typeof SPECS
export const PERMISSIONS = Object.keys(SPECS) as Permission[]

export const specOf = (permission: Permission): PermissionSpec => SPECS[permission]
