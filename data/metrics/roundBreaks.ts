// Whole numbers one reads at a glance: 1, 2 or 5 and zeros.
const STEPS = [1, 2, 5, 10]
/** Half way between two steps as one sees them: by their ratio. */
const HALVES = [Math.SQRT2, Math.sqrt(10), Math.sqrt(50)]

function nearestRound(value: number): number {
  if (!(value > 1)) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  return STEPS[HALVES.filter((half) => value / power >= half).length] * power
}

function nextRound(round: number): number {
  const power = 10 ** Math.floor(Math.log10(round) + 1e-9)
  return STEPS[STEPS.findIndex((step) => step * power > round)] * power
}

/** The nearest round numbers to rising values, 1 at least, each more than the one before. */
export function risingRound(values: readonly number[]): number[] {
  const rounded: number[] = []
  for (const value of values) {
    const before = rounded.at(-1)
    rounded.push(Math.max(nearestRound(value), before === undefined ? 1 : nextRound(before)))
  }
  return rounded
}
