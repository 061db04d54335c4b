// Where the points and curves of a funnel plot stand, in the plot's own pixels: n on a logarithmic axis, shares upwards.
import type { EvidencePoints, EvidenceResponse } from '#data/model/evidence.ts'
import { FUNNEL_PLACES } from '#data/model/funnelPlaces.ts'

export const FUNNEL = { width: 360, height: 190, left: 50, right: 16, top: 8, bottom: 22 } as const

type Curves = NonNullable<EvidenceResponse['funnel']>

export interface FunnelPoint {
  readonly id: number
  /** Beyond the 99.8 % limits. */
  readonly isOut: boolean
  readonly x: number
  readonly y: number
}

export interface FunnelShape {
  readonly points: readonly FunnelPoint[]
  readonly inner: readonly string[]
  readonly outer: readonly string[]
  readonly centreY: number
  readonly yMarks: readonly { readonly y: number; readonly value: number }[]
  readonly xMarks: readonly { readonly x: number; readonly value: number }[]
}

const isOutside = (place: number): boolean => FUNNEL_PLACES[place]?.endsWith('998') ?? false

/** Units are drawn at their raw figure, which is what the limits are of. */
export function funnelShape(points: EvidencePoints, curves: Curves): FunnelShape | null {
  const told = points.id.flatMap((id, i) => {
    const n = points.denominator[i]
    return n > 0 ? [{ id, isOut: isOutside(points.place[i]), value: points.numerator[i] / n, n }] : []
  })
  if (told.length === 0 || curves.limits.length === 0) return null
  const [least, most] = [curves.limits[0].n, curves.limits[curves.limits.length - 1].n]
  const lowest = Math.min(
    ...told.map(({ value }) => value),
    curves.limits[Math.floor(curves.limits.length / 3)].outerLow,
  )
  const highest = Math.min(1, Math.max(...told.map(({ value }) => value), curves.centre) + 0.002)
  const span = Math.max(1e-6, highest - lowest)
  const x = (n: number): number =>
    FUNNEL.left +
    (most > least ? Math.log(n / least) / Math.log(most / least) : 0.5) *
      (FUNNEL.width - FUNNEL.left - FUNNEL.right)
  const y = (value: number): number =>
    FUNNEL.top +
    ((highest - Math.max(lowest, Math.min(highest, value))) / span) *
      (FUNNEL.height - FUNNEL.top - FUNNEL.bottom)
  const line = (of: 'innerLow' | 'innerHigh' | 'outerLow' | 'outerHigh') =>
    curves.limits.map((limit) => `${x(limit.n).toFixed(1)},${y(limit[of]).toFixed(1)}`).join(' ')
  return {
    points: told.map(({ id, isOut, value, n }) => ({ id, isOut, x: x(n), y: y(value) })),
    inner: [line('innerLow'), line('innerHigh')],
    outer: [line('outerLow'), line('outerHigh')],
    centreY: y(curves.centre),
    yMarks: marksOf(lowest, highest).map((value) => ({ value, y: y(value) })),
    xMarks: tens(least, most).map((value) => ({ value, x: x(value) })),
  }
}

/** Three to six round shares between two. */
function marksOf(from: number, to: number): number[] {
  const step =
    [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5].find((each) => (to - from) / each <= 6) ?? 0.5
  const first = Math.ceil(from / step - 1e-9)
  return Array.from({ length: Math.floor(to / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step)
}

const tens = (from: number, to: number): number[] =>
  [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000].filter(
    (value) => value >= from && value <= to,
  )
