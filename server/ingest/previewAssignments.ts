// What an import of assignments would make of the first rows: who is lead, what is refused, whether the matters are known.
import { createAssignmentIntake } from '#data/ingest/assignmentIntake.ts'
import { createInstantParser } from '#data/ingest/instants.ts'
import type { AssignmentMapping } from '#data/ingest/mapping.ts'
import { createAssignmentReader } from '#data/ingest/readAssignment.ts'
import { createZone } from '#data/ingest/zone.ts'
import type { AssignmentsPreview } from '#data/model/uploads.ts'
import type { Store } from '../store/store.ts'
import { requireColumns } from './requireColumns.ts'
import type { TableSample } from './uploadSample.ts'

/** Each is one look-up by key. */
const LOOKED_UP = 50
const DATES = 5

/** @throws IngestError where the mapping names what the file has not. */
export async function previewAssignments(
  { source, rows, hasMore }: TableSample,
  mapping: AssignmentMapping,
  store: Store,
): Promise<AssignmentsPreview> {
  requireColumns(source.headers, mapping.columns)
  const intake = createAssignmentIntake(createAssignmentReader(mapping, source.headers))
  for (const { line, values } of rows) intake.take(line, values)
  const { roles, rejected, rejections } = intake.counts()
  const looked = [...intake.matters.keys()].slice(0, LOOKED_UP)
  const found = await Promise.all(looked.map((id) => store.findIncidents([mapping.source], id)))
  const instantOf = createInstantParser(createZone(mapping.zone), mapping.dateForm)
  const at = source.headers.indexOf(mapping.columns.assigned)
  const written = [...new Set(rows.map(({ values }) => (values[at] ?? '').trim()))].filter(
    (text) => text !== '',
  )
  return {
    kind: 'assignments',
    rows: rows.length,
    hasMore,
    ...roles,
    rejected,
    rejections,
    matters: { looked: looked.length, unknown: found.filter((each) => each.length === 0).length },
    assigned: written.slice(0, DATES).map((text) => {
      const ms = instantOf(text)
      return { written: text, read: ms === null ? null : new Date(ms).toISOString() }
    }),
    droppedColumns: mapping.drop.filter((column) => source.headers.includes(column)),
  }
}
