// What would change a unit's class: the fewest matters more, or fewer, that carry its figure over the next break. Exact counts, so
// that the sentence can be checked by hand.
import { classify } from '../metrics/classes.ts'

export interface ClassChange {
  /** The break to cross; null: there is none on that side. */
  readonly at: number | null
  /** Change of the numerator that crosses it, signed; null: not within reach. */
  readonly matters: number | null
}

/** `most` is the largest numerator there can be: n of a share, Infinity of a count. Classes are half-open: a figure on a break is above it. */
export function classChange(
  numerator: number,
  denominator: number,
  breaks: readonly number[],
  most: number,
): { up: ClassChange; down: ClassChange } {
  const index = classify(numerator / denominator, breaks)
  const above = breaks[index] ?? null
  const below = index > 0 ? breaks[index - 1] : null
  return {
    up: {
      at: above,
      matters: above === null ? null : reach(least(above, denominator) - numerator, numerator, most),
    },
    down: {
      at: below,
      matters: below === null ? null : reach(least(below, denominator) - 1 - numerator, numerator, most),
    },
  }
}

/** The smallest whole numerator whose quotient is not below the break. */
function least(at: number, denominator: number): number {
  let count = Math.max(0, Math.ceil(at * denominator))
  while (count > 0 && (count - 1) / denominator >= at) count--
  while (count / denominator < at) count++
  return count
}

const reach = (change: number, numerator: number, most: number): number | null =>
  numerator + change < 0 || numerator + change > most ? null : change
