// Days of a series as they are told: each as the slice of that day would be, and none where the slice's own count is hidden.
import { isHiddenCount, type Privacy } from '#data/metrics/figures.ts'

export function toldSeries(
  days: readonly { readonly day: string; readonly received: number }[],
  level: number,
  privacy: Privacy,
): { day: string; received: number | null }[] {
  const total = days.reduce((sum, { received }) => sum + received, 0)
  const isHidden = isHiddenCount(total, level, privacy)
  return days.map(({ day, received }) => ({
    day,
    received: isHidden || isHiddenCount(received, level, privacy) ? null : received,
  }))
}
