// Answers about single cases, some asked for ahead: the neighbours of the one that is open. An answer fetched ahead is
// taken once and only for a minute; older ones are asked again.
import type { IncidentDetail } from '#data/model/incidentsApi.ts'
import { getIncident } from '../../api/endpoints.ts'

const FRESH_MS = 60_000
const MOST = 8
const ahead = new Map<string, { readonly askedMs: number; readonly answer: Promise<IncidentDetail> }>()

export function fetchAhead(path: string): void {
  const known = ahead.get(path)
  if (known && Date.now() - known.askedMs < FRESH_MS) return
  const answer = getIncident(path)
  // Asked again, and told, when it is opened.
  answer.catch(() => ahead.delete(path))
  ahead.set(path, { askedMs: Date.now(), answer })
  for (const oldest of ahead.keys()) if (ahead.size > MOST) ahead.delete(oldest)
}

export function getCase(path: string, signal?: AbortSignal): Promise<IncidentDetail> {
  const known = ahead.get(path)
  ahead.delete(path)
  return known && Date.now() - known.askedMs < FRESH_MS ? known.answer : getIncident(path, signal)
}
