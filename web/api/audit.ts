// The audit, for those who may read it.
import type { AuditPage } from '#data/model/audit.ts'
import { apiUrl, getJson } from './client.ts'

/** @param query as the server takes it: from, to, who, action, outcome, before */
export const readAudit = (query: URLSearchParams, signal?: AbortSignal): Promise<AuditPage> =>
  getJson(`audit?${query}`, async () => (await import('#data/model/audit.ts')).auditPageSchema, signal)

export const auditTable = (query: URLSearchParams): string => apiUrl(`audit.csv?${query}`)
export const auditChain = (): string => apiUrl('audit.ndjson')
