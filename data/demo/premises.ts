// Households at building and lane points: a grid's households spread over points near its houses.
import { type GeneratorParts, pointIn } from './incidents.ts'
import { createRandom } from './random.ts'
import type { DemoGrid } from './world.ts'

export interface DemoPremises {
  readonly unitId: DemoGrid['id']
  readonly x: number
  readonly y: number
  readonly households: number
  readonly population: number
}

/** Households behind one point: a staircase in town, a lane in a village. */
const URBAN = 24
const RURAL = 14

export function premisesOf(grid: DemoGrid, seed: number, unitAt: GeneratorParts['unitAt']): DemoPremises[] {
  const random = createRandom(seed, 31, grid.id)
  const points = Math.max(1, Math.round(grid.households / (grid.isUrban ? URBAN : RURAL)))
  const upTo = (total: number, i: number): number => Math.round((total * i) / points)
  return Array.from({ length: points }, (_, i) => ({
    unitId: grid.id,
    ...pointIn(grid, random, unitAt),
    households: upTo(grid.households, i + 1) - upTo(grid.households, i),
    population: upTo(grid.population, i + 1) - upTo(grid.population, i),
  }))
}
