// What is wrong with a file or a mapping, by the place in the mapping where a person mends it.
import type { z } from 'zod'
import { type Mapping, mappingSchema } from '#data/ingest/mapping.ts'
import type { ImportFault } from '#data/model/uploads.ts'
import { StoreRefusal } from '../store/store.ts'
import { IngestError } from './ingestError.ts'

const PATHS: Readonly<Record<string, string>> = {
  'datum-unknown': 'datum',
  'datum-unsupported': 'datum',
  'coordinate-out-of-range': 'datum',
  'no-column': 'columns',
  'unknown-level': 'columns.level',
  'code-twice': 'columns.code',
  'empty-code': 'columns.code',
  'scientific-code': 'columns.code',
  'unknown-parent': 'columns.parent',
  'bad-households': 'columns.households',
  'wrong-kind': 'kind',
  'no-units': 'kind',
  'no-city': 'kind',
  'no-source': 'source',
  'format-differs': 'content-type',
  'no-source-id': 'columns.sourceId',
  'no-working-time': 'deadlineClock',
  'levels-differ': 'levels',
  'zone-differs': 'city.zone',
  'date-not-rising': 'effectiveFrom',
}

/** Any failure of an import, told without internals. */
export function faultsOf(error: unknown): ImportFault[] {
  if (error instanceof IngestError)
    return [{ path: PATHS[error.code] ?? 'file', message: error.message, code: error.code }]
  if (error instanceof StoreRefusal)
    return [{ path: 'effectiveFrom', message: error.message, code: error.code }]
  return [{ path: 'file', message: 'the import failed; the log says why', code: 'unexpected' }]
}

export type CheckedMapping =
  | { readonly mapping: Mapping; readonly faults: readonly [] }
  | { readonly mapping: null; readonly faults: readonly ImportFault[] }

export function checkMapping(value: unknown): CheckedMapping {
  const parsed = mappingSchema.safeParse(value)
  return parsed.success
    ? { mapping: parsed.data, faults: [] }
    : { mapping: null, faults: parsed.error.issues.flatMap(faultsOfIssue) }
}

function faultsOfIssue(issue: z.core.$ZodIssue): ImportFault[] {
  const at = issue.path.join('.')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: at === '' ? key : `${at}.${key}`,
      message: 'there is no such setting',
      code: 'unknown-setting',
    }))
  const isReceived = at === 'columns' && issue.message.startsWith('columns.received')
  return [
    {
      path: isReceived ? 'columns.received' : at === '' ? 'kind' : at,
      message: issue.message,
      code: isReceived ? 'no-received' : 'bad-setting',
    },
  ]
}
