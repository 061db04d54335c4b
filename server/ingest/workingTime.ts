// Hours of work need to know when is worked: the mapping says it, or the city knows it already.
import { afterWorkingMs } from '#data/calendar/workingTime.ts'
import type { IncidentMapping } from '#data/ingest/mapping.ts'
import type { City } from '#data/model/city.ts'
import { IngestError } from './ingestError.ts'

const HOUR_MS = 3_600_000

/** The mapping with the calendar it counts by. @throws IngestError where there is none, or its days hold too little work. */
export function withWorkingTime(mapping: IncidentMapping, city: City | null): IncidentMapping {
  const workingTime = mapping.workingTime ?? city?.workingTime
  if (mapping.deadlineHours === null || mapping.deadlineClock === 'natural' || mapping.columns.deadline)
    return { ...mapping, workingTime }
  if (!workingTime)
    throw new IngestError(
      'no-working-time',
      'deadlineClock is working, and neither the mapping nor the city says when is worked',
      '在对应文件里写 workingTime：weekdays、hours、holidays、workdays (add workingTime to the mapping)',
    )
  try {
    afterWorkingMs(0, mapping.deadlineHours * HOUR_MS, workingTime)
  } catch {
    throw new IngestError(
      'no-working-time',
      `${mapping.deadlineHours} hours of work do not fit into ten years of this calendar`,
      '检查 workingTime (check workingTime)',
    )
  }
  return { ...mapping, workingTime }
}
