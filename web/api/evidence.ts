// Evidence: how sure the figures of a level are.
import type { EvidenceResponse } from '#data/model/evidence.ts'
import { getJson } from './client.ts'

export const getEvidence = (path: string, signal?: AbortSignal): Promise<EvidenceResponse> =>
  getJson(path, async () => (await import('#data/model/evidence.ts')).evidenceResponseSchema, signal)
