// What a client asks first: the city's settings, versions, sources and the clock.

import { createRoute } from '@hono/zod-openapi'
import { isLate, rhythmOf } from '#data/metrics/rhythm.ts'
import { FEW_N, HIDDEN_N } from '#data/metrics/thresholds.ts'
import { cityInfoSchema } from '#data/model/api.ts'
import type { Basemap } from '#data/model/basemap.ts'
import type { City } from '#data/model/city.ts'
import type { UnitTable } from '#data/model/unit.ts'
import { guard, servicesOf } from '../access/guard.ts'
import { HttpProblem } from '../problem.ts'
import { boundsOf } from '../versions.ts'
import { type App, answers } from './route.ts'

const cityRoute = createRoute({
  method: 'get',
  path: '/api/city',
  middleware: guard('city'),
  summary: 'The city: levels, taxonomy, versions, sources, thresholds, clock',
  responses: answers('The city', cityInfoSchema),
})

export interface CityParts {
  readonly clock: () => number
  readonly basemap: Basemap | null
}

export function addCityRoute(app: App, { clock, basemap }: CityParts): void {
  app.openapi(cityRoute, async (context) => {
    const { store, versions } = servicesOf(context)
    const [city, list, version, head, sources] = await Promise.all([
      versions.city(),
      versions.list(),
      versions.current(),
      store.head(),
      store.sourceStates(),
    ])
    if (!city) throw new HttpProblem(404, 'There is no city yet: import units first (jingwei import units).')
    const home = version?.table.units[version.homeRow]
    return context.json(
      {
        // Hundreds of names, asked again every few seconds: breakdowns carry those they need.
        city: { ...city, organisations: undefined },
        currentVersion: version?.id ?? null,
        versions: list.map(({ id, effectiveFrom, unitCount, note }) => ({
          id,
          effectiveFrom,
          unitCount,
          note,
        })),
        bounds: version ? boundsOf(version, version.homeRow) : null,
        homeUnitId: home?.id ?? null,
        homeLevel: home ? city.levels[home.level].key : null,
        basemap: basemap ?? undefined,
        thresholds: { fewN: FEW_N, hiddenN: HIDDEN_N },
        seq: head.seq,
        now: new Date(clock()).toISOString(),
        sources: sources.map((state) => ({
          ...punctuality(state, clock()),
          area: areaOf(state.source, city, version?.table),
          source: state.source,
          count: state.count,
          // Within a scope the first of all is not told (scopedStore.ts).
          firstReceivedAt: state.count === null ? undefined : new Date(state.firstReceivedMs).toISOString(),
          lastReceivedAt: new Date(state.lastReceivedMs).toISOString(),
          lastWrittenAt: new Date(state.lastWrittenMs).toISOString(),
        })),
      },
      200,
    )
  })
}

function areaOf(source: string, city: City, table: UnitTable | undefined) {
  const code = city.sources.find(({ key }) => key === source)?.unit
  const row = code ? (table?.rowOfCode(code) ?? -1) : -1
  const unit = table?.units[row]
  return unit && { unitId: unit.id, level: city.levels[unit.level].key }
}

function punctuality(
  {
    deliveriesMs,
    lastWrittenMs,
  }: { readonly deliveriesMs: readonly number[]; readonly lastWrittenMs: number },
  nowMs: number,
) {
  const rhythm = rhythmOf(deliveriesMs)
  return { rhythmMs: rhythm?.medianMs ?? null, isLate: isLate(nowMs - lastWrittenMs, rhythm) }
}
