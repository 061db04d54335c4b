// The look of the charts, from the specification of the interface: three horizontal lines in rule, no axis line, tick,
// shadow, gradient, smoothing or entry animation.
import type { Tokens } from './useTokens.ts'

/** Smallest of 1, 2, 4, 5, 10 × 10^k (even halves) that holds the value. */
export function niceTop(value: number): number {
  const size = 10 ** Math.floor(Math.log10(Math.max(value, 1)))
  const step = [1, 2, 4, 5, 10].find((each) => each * size >= value) ?? 10
  return Math.max(2, step * size)
}

export const STILL = { animation: false, stateAnimation: { duration: 0 } } as const

const bareAxis = { axisLine: { show: false }, axisTick: { show: false } } as const

export const labelStyle = (tokens: Tokens, colour = tokens.ink2) => ({
  color: colour,
  fontFamily: tokens.font,
  fontSize: 11,
})

/** Values upward: 0, half, top. */
export const valueAxis = (tokens: Tokens, top: number, words: (value: number) => string) => ({
  type: 'value' as const,
  min: 0,
  max: top,
  interval: top / 2,
  ...bareAxis,
  splitLine: { lineStyle: { color: tokens.rule, width: 1 } },
  axisLabel: { ...labelStyle(tokens), formatter: words },
})

export const categoryAxis = (tokens: Tokens, data: readonly string[]) => ({
  type: 'category' as const,
  data: [...data],
  ...bareAxis,
  splitLine: { show: false },
  axisLabel: labelStyle(tokens),
})
