// Arithmetic of the time slider: which days two handles hold. Days are indices into the bars.
export interface Brush {
  /** Both included. */
  readonly from: number
  readonly to: number
}

export type Grip = 'from' | 'to' | 'both'

/** Moves a handle (or the whole window) by days; handles never pass each other nor leave the bars. */
export function moveBrush(start: Brush, grip: Grip, days: number, count: number): Brush {
  const last = count - 1
  if (grip === 'from') return { from: Math.min(start.to, Math.max(0, start.from + days)), to: start.to }
  if (grip === 'to') return { from: start.from, to: Math.max(start.from, Math.min(last, start.to + days)) }
  const step = Math.min(last - start.to, Math.max(-start.from, days))
  return { from: start.from + step, to: start.to + step }
}
