// Import reports.
import type { ImportList, ImportRemarks } from '#data/model/api.ts'
import type { ImportReport } from '#data/model/report.ts'
import { apiUrl, getJson } from './client.ts'

export const readImports = (signal: AbortSignal): Promise<ImportList> =>
  getJson('imports', (contract) => contract.importListSchema, signal)

export const readImport = (id: string, signal: AbortSignal): Promise<ImportReport> =>
  getJson(`imports/${encodeURIComponent(id)}`, (contract) => contract.importReportSchema, signal)

export const readRemarks = (id: string, signal?: AbortSignal): Promise<ImportRemarks> =>
  getJson(`imports/${encodeURIComponent(id)}/remarks`, (contract) => contract.importRemarksSchema, signal)

/** Address of a file that goes with a report; no name: the report itself. */
export const importFile = (id: string, name?: 'rejected.csv' | 'problems.geojson'): string =>
  apiUrl(`imports/${encodeURIComponent(id)}${name ? `/${name}` : ''}`)
