// What may be wrong where nearly all points of a file lie outside every unit.
import type { IncidentPreview } from '#data/model/uploads.ts'

export type OutsideDoubt =
  | { readonly why: 'swapped' }
  | { readonly why: 'datum'; readonly datum: string }
  | { readonly why: 'elsewhere' }

/** Fewer points tell nothing of a file. */
const LEAST_POINTS = 3
/** So many outside are no strays. */
const NEARLY_ALL = 0.9
/** A datum explains them where most would lie inside. */
const EXPLAINS = 0.5

interface Previewed extends Pick<IncidentPreview, 'outlines'>, Partial<Pick<IncidentPreview, 'datums'>> {
  /** lng, lat, 1 inside | 0 outside. */
  readonly points: readonly (readonly [number, number, number])[]
}

/** null: enough lie inside, or too few are known. */
export function outsideDoubt({ points, outlines, datums = [] }: Previewed): OutsideDoubt | null {
  const outside = points.filter(([, , isInside]) => isInside === 0)
  if (points.length < LEAST_POINTS || outside.length < NEARLY_ALL * points.length) return null
  const best = [...datums].sort((a, b) => share(a) - share(b))[0]
  if (best && share(best) < EXPLAINS) return { why: 'datum', datum: best.datum }
  if (!outlines) return { why: 'elsewhere' }
  const isWithin = boxOf(outlines)
  const swapped = outside.filter(([lng, lat]) => isWithin(lat, lng))
  return swapped.length > EXPLAINS * outside.length ? { why: 'swapped' } : { why: 'elsewhere' }
}

const share = ({ outside, compared }: IncidentPreview['datums'][number]): number =>
  compared === 0 ? 1 : outside / compared

/** Whether a position lies in the box of the city. */
function boxOf({ west, south, stepDegrees, rings }: NonNullable<IncidentPreview['outlines']>) {
  let [east, north] = [west, south]
  for (const ring of rings)
    for (let i = 0; i < ring.length; i += 2) {
      east = Math.max(east, west + ring[i] * stepDegrees)
      north = Math.max(north, south + ring[i + 1] * stepDegrees)
    }
  return (lng: number, lat: number): boolean => lng >= west && lng <= east && lat >= south && lat <= north
}
