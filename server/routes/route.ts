// Pieces every documented route shares: its answers for the OpenAPI document, and looking up what a
// request names (version, unit, level), each with the problem that says what is wrong.
import type { OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { problemSchema } from '#data/model/api.ts'
import { unitId, versionId } from '#data/model/ids.ts'
import { admits } from '../access/decide.ts'
import { type AccessVariables, forbidden } from '../access/guard.ts'
import type { Permission } from '../access/permissions.ts'
import { standingAt } from '../access/standings.ts'
import type { RequestVariables } from '../http/requestId.ts'
import { HttpProblem, notFound, violation } from '../problem.ts'
import type { LoadedVersion, VersionService } from '../versions.ts'

export type AppEnv = { Variables: RequestVariables & AccessVariables }
export type App = OpenAPIHono<AppEnv>

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
})

/** Documented answers of a route: its body, and the problems any route may answer with. */
export const answers = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  200: { description, content: { 'application/json': { schema } } },
  400: problem('A parameter is malformed; `violations` names it'),
  401: problem('Nobody is signed in'),
  403: problem('The role or the scope does not include it'),
  404: problem('Something the path names is not there'),
  422: problem('A parameter is well formed but cannot be met'),
})

/** The same for answers that are not JSON, for the document alone. */
export const answersOf = (description: string, ...types: string[]) => ({
  200: {
    description,
    content: Object.fromEntries(types.map((type) => [type, { schema: { type: 'string' as const } }])),
  },
  304: { description: 'If-None-Match names what the client already has' },
  400: problem('A parameter is malformed; `violations` names it'),
  401: problem('Nobody is signed in'),
  403: problem('The role or the scope does not include it'),
  404: problem('Something the path names is not there'),
  422: problem('A parameter is well formed but cannot be met'),
})

/** Comma-separated text as a list, doubles dropped, order kept. */
export const listParameter = z
  .string()
  .max(2000)
  .transform((value) => [...new Set(value.split(',').filter((item) => item !== ''))])

export const levelParameter = z.string().max(64)
export const versionParameter = z.string().max(32).default('current')
/** A pin for questions that are not about a slice: what had happened, and been written, by then; of which boundaries. */
export const pinQuery = z.object({
  asOf: z.iso
    .datetime({ offset: true })
    .transform((value) => Date.parse(value))
    .optional(),
  seq: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  version: z.string().max(32).optional(),
})

/** Code of a unit, or `id:` and its id. */
export const unitParameter = z.string().min(1).max(64)

const noVersion = () =>
  new HttpProblem(404, 'No version is in force: import units first (jingwei import units).', [
    { path: 'version', message: 'no version is in force' },
  ])

export async function currentVersion(versions: VersionService, seq?: number): Promise<LoadedVersion> {
  const version = await versions.current(seq)
  if (!version) throw noVersion()
  return version
}

/** `current` (or nothing) or a version's id; with the city's settings as a pin's sequence has them. */
export async function namedVersion(
  versions: VersionService,
  name = 'current',
  seq?: number,
): Promise<LoadedVersion> {
  if (name === 'current') return currentVersion(versions, seq)
  if (!/^[1-9]\d{0,8}$/.test(name)) throw violation('version', 'neither `current` nor the id of a version')
  const version = await versions.load(versionId(Number(name)), seq)
  if (!version) throw notFound('version', `there is no version ${name}`)
  return version
}

/** Row of a unit as unitParameter names it; −1 if there is none. A bare number is a code: ids are numbers too, of other units. */
export function rowOfName({ table }: LoadedVersion, name: string): number {
  const byCode = table.rowOfCode(name)
  if (byCode >= 0) return byCode
  const id = /^id:([1-9]\d{0,15})$/.exec(name)
  return id ? table.rowOf(unitId(Number(id[1]))) : -1
}

/** What of a confined account's units may be asked about; 403 for the others. */
function admit(version: LoadedVersion, row: number, permission: Permission): void {
  if (version.standings !== null && !admits(permission, standingAt(version.standings, row)))
    throw forbidden('scope', permission)
}

/** Whether a unit's name and figures are for whoever asks. */
export const isShown = ({ standings }: LoadedVersion, row: number): boolean =>
  standingAt(standings, row) !== 'outside'

/** The unit asked about by name; null where none is named and nobody is confined: everything, unlocated matters too. */
export const rowAsked = (version: LoadedVersion, within: string | undefined): number | null =>
  within === undefined && version.standings === null ? null : withinRow(version, within)

/** Row of `within`, the home unit when absent. @throws 403 for a unit whose totals are not for whoever asks */
export function withinRow(version: LoadedVersion, within: string | undefined): number {
  const row = rowOfWithin(version, within)
  admit(version, row, 'figures')
  return row
}

function rowOfWithin(version: LoadedVersion, within: string | undefined): number {
  if (within === undefined) return version.homeRow
  const row = rowOfName(version, within)
  if (row < 0) throw violation('within', `no unit ${within} in version ${version.id}`, 422)
  return row
}

/** Index of a level key in the city. */
export function levelIndex({ city }: LoadedVersion, key: string, status: 404 | 422): number {
  const index = city.levels.findIndex((level) => level.key === key)
  if (index < 0)
    throw violation('level', `no level ${key}; there are ${city.levels.map((l) => l.key).join(', ')}`, status)
  return index
}

/** The unit's id and every unit's below it, for what lies below a total. @throws 403 for a unit that is not one's own */
export function idsWithin(version: LoadedVersion, row: number): Set<ReturnType<typeof unitId>> {
  admit(version, row, 'detail')
  const { table } = version
  const ids = new Set<ReturnType<typeof unitId>>()
  const rows = [row]
  for (let next = rows.pop(); next !== undefined; next = rows.pop()) {
    ids.add(table.units[next].id)
    rows.push(...table.childrenOf(next))
  }
  return ids
}
