// What an import leaves beside the database, in imports/{id}/: every refused row, rows with a remark, its mapping.
// Reports outlive these files (a folder may be restored without them), so each may be missing.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImportRemark } from '#data/model/report.ts'

export interface ImportSidecars {
  /** The CSV of all refused rows; null: not there. */
  rejected(id: string): Promise<string | null>
  remarks(id: string): Promise<ImportRemark[]>
  /** YAML as it was used; null: not there. */
  mapping(id: string): Promise<string | null>
}

/** @param folder the data folder; null: there is none. */
export function importSidecars(folder: string | null): ImportSidecars {
  const read = async (id: string, name: string): Promise<string | null> =>
    folder === null || !/^[\w-]{1,64}$/.test(id)
      ? null
      : readFile(join(folder, 'imports', id, name), 'utf8').catch(() => null)
  return {
    rejected: (id) => read(id, 'rejected.csv'),
    remarks: async (id) => JSON.parse((await read(id, 'remarks.json')) ?? '[]') as ImportRemark[],
    mapping: (id) => read(id, 'mapping.yaml'),
  }
}
