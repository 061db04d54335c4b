// Places that report fewer, on populations drawn here, so that who is silent is known.
import { describe, expect, it } from 'vitest'
import { createRandom, gamma, poisson } from '#data/demo/random.ts'
import { normalQuantile } from '#data/statistics/distributions.ts'
import { reportingOf } from '#data/statistics/underReporting.ts'

const RATE = 0.05

interface World {
  readonly places: number
  readonly mean: number
  /** Squared coefficient of variation of ordinary places. */
  readonly variation: number
  /** One in 25 reports this share of what happens. */
  readonly silence: number
}

function draw({ places, mean, variation, silence }: World, run: number) {
  const random = createRandom(2012, run)
  return Array.from({ length: places }, (_, i) => {
    const households = 200 + 10 * (i % 40)
    const isSilent = silence < 1 && i % 25 === 0
    const own = variation > 0 ? gamma(random, 1 / variation) * variation : 1
    const received = poisson(random, (mean * households * own * (isSilent ? silence : 1)) / 400)
    return { households, areaSquareKilometers: 1 + (i % 7), received, isSilent }
  })
}

/** Share of the silent that are told, share of the told that are not silent (mean over runs), and power as foretold. */
function judge(world: World, runs: number) {
  let [right, silent, falseShare, detectable] = [0, 0, 0, 0]
  for (let run = 0; run < runs; run++) {
    const places = draw(world, run)
    const check = reportingOf(places, RATE)
    const told = places.filter(
      ({ received }, i) => check.places[i]!.adjusted <= RATE && received < check.places[i]!.expected,
    )
    right += told.filter(({ isSilent }) => isSilent).length
    silent += places.filter(({ isSilent }) => isSilent).length
    falseShare += told.length > 0 ? told.filter(({ isSilent }) => !isSilent).length / told.length : 0
    detectable += check.detectable / runs
  }
  return { power: silent > 0 ? right / silent : 0, falseShare: falseShare / runs, detectable }
}

describe('places that report fewer', () => {
  it('are found where they are as few as the check says it can find', () => {
    const world = { places: 500, mean: 100, variation: 0.05, silence: 0.15 }
    const { power, falseShare, detectable } = judge(world, 40)
    expect(detectable).toBeGreaterThan(0.12)
    expect(power).toBeGreaterThan(0.9)
    expect(falseShare).toBeLessThanOrEqual(RATE)
  })

  it('are told with at least 80 % chance at the share it names, alone among their like', () => {
    let told = 0
    const runs = 60
    for (let run = 0; run < runs; run++) {
      const places = draw({ places: 500, mean: 100, variation: 0.02, silence: 1 }, run)
      const { detectable, places: before } = reportingOf(places, RATE)
      const received = poisson(createRandom(3, run), detectable * before[20]!.expected)
      const changed = places.map((place, i) => (i === 20 ? { ...place, received } : place))
      if (reportingOf(changed, RATE).places[20]!.adjusted <= RATE) told++
    }
    expect(told / runs).toBeGreaterThan(0.75)
  })

  it('are found hardly ever where no one is silent, however much places differ', () => {
    for (const variation of [0, 0.05, 0.25])
      expect(judge({ places: 500, mean: 60, variation, silence: 1 }, 60).falseShare).toBeLessThan(0.12)
  })

  it('cannot be found where ordinary places differ as much, and the check says so', () => {
    const { power, detectable } = judge({ places: 500, mean: 60, variation: 0.25, silence: 0.15 }, 20)
    expect(detectable).toBe(0)
    expect(power).toBeLessThan(0.05)
  })

  it('do not move what is expected of the others, nor the spread', () => {
    const world = { places: 500, mean: 100, variation: 0.05, silence: 1 }
    const places = draw(world, 1)
    const before = reportingOf(places, RATE)
    const after = reportingOf(
      places.map((place, i) => (i % 25 === 0 ? { ...place, received: 0 } : place)),
      RATE,
    )
    // τ over the centre is about half the coefficient of variation: √0.05 ÷ 2 = 0.112.
    expect(before.spread).toBeGreaterThan(0.09)
    expect(before.spread).toBeLessThan(0.135)
    expect(after.spread / before.spread).toBeLessThan(1.35)
    places.forEach((_, i) => {
      expect(after.places[i]!.expected / before.places[i]!.expected).toBeGreaterThan(0.93)
    })
  })

  it('are not judged without households', () => {
    const place = { received: 3, households: Number.NaN, areaSquareKilometers: 1 }
    expect(reportingOf([place], RATE).places).toEqual([null])
  })
})

it('stands on the mean square of a winsorised normal and on its quantiles', () => {
  const end = normalQuantile(0.9)
  expect(end).toBeCloseTo(1.2815515655, 9)
  expect(normalQuantile(0.025)).toBeCloseTo(-1.959963984540054, 9)
  let square = 2 * 0.1 * end ** 2
  const step = end / 20_000
  for (let z = -end + step / 2; z < end; z += step)
    square += ((z * z * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI)) * step
  expect(square).toBeCloseTo(0.6787, 4)
})
