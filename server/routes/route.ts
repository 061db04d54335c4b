// Pieces every documented route shares: its answers for the OpenAPI document, and looking up what a
// request names (version, unit, level), each with the problem that says what is wrong.
import type { OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { problemSchema } from '#data/model/api.ts'
import { unitId, versionId } from '#data/model/ids.ts'
import type { AccessVariables } from '../access/guard.ts'
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

/** Code of a unit; its id where no code reads so; `id:…` is always an id. */
export const unitParameter = z.string().min(1).max(64)

const noVersion = () =>
  new HttpProblem(404, 'No version is in force: import units first (jingwei import units).', [
    { path: 'version', message: 'no version is in force' },
  ])

export async function currentVersion(versions: VersionService): Promise<LoadedVersion> {
  const version = await versions.current()
  if (!version) throw noVersion()
  return version
}

/** `current` (or nothing) or a version's id. */
export async function namedVersion(versions: VersionService, name = 'current'): Promise<LoadedVersion> {
  if (name === 'current') return currentVersion(versions)
  if (!/^[1-9]\d{0,8}$/.test(name)) throw violation('version', 'neither `current` nor the id of a version')
  const version = await versions.load(versionId(Number(name)))
  if (!version) throw notFound('version', `there is no version ${name}`)
  return version
}

/** Row of a unit as unitParameter names it; −1 if there is none. Codes may be small numbers too, so they win. */
export function rowOfName({ table }: LoadedVersion, name: string): number {
  const byCode = table.rowOfCode(name)
  if (byCode >= 0) return byCode
  const id = /^(?:id:)?([1-9]\d{0,15})$/.exec(name)
  return id ? table.rowOf(unitId(Number(id[1]))) : -1
}

/** Row of `within`; the home unit when absent. */
export function withinRow(version: LoadedVersion, within: string | undefined): number {
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

/** The unit's id and every unit's below it. */
export function idsWithin({ table }: LoadedVersion, row: number): Set<ReturnType<typeof unitId>> {
  const ids = new Set<ReturnType<typeof unitId>>()
  const rows = [row]
  for (let next = rows.pop(); next !== undefined; next = rows.pop()) {
    ids.add(table.units[next].id)
    rows.push(...table.childrenOf(next))
  }
  return ids
}
