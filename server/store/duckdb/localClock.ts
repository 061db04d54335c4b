// The local wall clock of an instant as SQL: the zone's offset is constant between its changes, so a column is
// shifted by a constant (or by few cases, the newest first) instead of asking ICU for each row.

const HOUR_MS = 3_600_000
const STEP_MS = 30 * 24 * HOUR_MS
const FROM_MS = Date.UTC(1990, 0, 1)
const TO_MS = Date.UTC(2060, 0, 1)

interface Offset {
  /** Holds from here; the first one from ever. */
  readonly fromMs: number
  readonly offsetMs: number
}

const known = new Map<string, readonly Offset[]>()

/** Offsets of a zone, newest first, for instants from 1990 on; the first and the last hold beyond. */
export function offsetsOf(zone: string): readonly Offset[] {
  let offsets = known.get(zone)
  if (!offsets) {
    offsets = findOffsets(zone)
    known.set(zone, offsets)
  }
  return offsets
}

function findOffsets(zone: string): Offset[] {
  const clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  const offsetAt = (ms: number): number => {
    const name = clock.formatToParts(ms).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
    const [, sign, hours, minutes = '0', seconds = '0'] = /([+-])(\d+):?(\d+)?:?(\d+)?/.exec(name) ?? []
    if (!sign) return 0
    return (sign === '-' ? -1000 : 1000) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds))
  }
  const offsets: Offset[] = [{ fromMs: FROM_MS, offsetMs: offsetAt(FROM_MS) }]
  for (let at = FROM_MS + STEP_MS; at <= TO_MS; at += STEP_MS) {
    const offsetMs = offsetAt(at)
    if (offsetMs === offsets[0].offsetMs) continue
    let [before, after] = [at - STEP_MS, at]
    while (after - before > 60_000) {
      const middle = Math.floor((before + after) / 120_000) * 60_000
      if (offsetAt(middle) === offsetMs) after = middle
      else before = middle
    }
    offsets.unshift({ fromMs: after, offsetMs })
  }
  return offsets
}

/** Milliseconds of the local wall clock as if it were UTC, of a column of milliseconds. */
export function localMillisecondsSql(column: string, zone: string): string {
  const offsets = offsetsOf(zone)
  const oldest = offsets[offsets.length - 1]
  if (offsets.length === 1) return `(${column} + ${oldest.offsetMs})`
  const cases = offsets
    .slice(0, -1)
    .map(({ fromMs, offsetMs }) => `WHEN ${column} >= ${fromMs} THEN ${offsetMs}`)
  return `(${column} + CASE ${cases.join(' ')} ELSE ${oldest.offsetMs} END)`
}
