// Rows of assignments gathered by their matter, and where each row went. The sum closes:
// read = stored + unknown + duplicates + rejected; what is unknown only the store can tell.
import type { Assignment } from '../model/assignment.ts'
import type { AssignmentReport } from '../model/report.ts'
import type { Rejection } from './incidentRow.ts'
import { type AssignmentReader, isRejection } from './readAssignment.ts'

export interface MatterRows {
  readonly sourceId: string
  readonly assignments: Assignment[]
  /** Of the file, as the assignments. */
  readonly lines: number[]
}

export type AssignmentCounts = Pick<
  AssignmentReport,
  'read' | 'duplicates' | 'rejected' | 'rejections' | 'roles'
>

export interface AssignmentIntake {
  /** @returns why it was refused, or null. */
  take(line: number, values: readonly string[]): Rejection | null
  readonly matters: ReadonlyMap<string, MatterRows>
  counts(): AssignmentCounts
}

export function createAssignmentIntake(read: AssignmentReader): AssignmentIntake {
  const matters = new Map<string, MatterRows>()
  const taken = new Set<string>()
  const rejections = new Map<string, AssignmentReport['rejections'][number]>()
  const roles = { lead: 0, support: 0 }
  let [rows, duplicates, rejected] = [0, 0, 0]

  function reject(line: number, { field, reason, example }: Rejection): void {
    rejected++
    const known = rejections.get(`${field}\n${reason}`)
    if (known) known.rows++
    else rejections.set(`${field}\n${reason}`, { field, reason, example, firstRow: line, rows: 1 })
  }

  return {
    matters,
    take(line, values) {
      rows++
      const found = read(values)
      if (isRejection(found)) {
        reject(line, found)
        return found
      }
      const { sourceId, assignment } = found
      // The same holding told twice; the first stands.
      const key = [sourceId, assignment.organisation, assignment.role, assignment.fromAt].join('\u001f')
      if (taken.has(key)) {
        duplicates++
        return null
      }
      taken.add(key)
      roles[assignment.role]++
      const matter = matters.get(sourceId)
      if (matter) {
        matter.assignments.push(assignment)
        matter.lines.push(line)
      } else matters.set(sourceId, { sourceId, assignments: [assignment], lines: [line] })
      return null
    },
    counts: () => ({
      read: rows,
      duplicates,
      rejected,
      rejections: [...rejections.values()].sort((a, b) => b.rows - a.rows),
      roles,
    }),
  }
}
