// A grid that a new version takes out of an account's scope is nobody's of theirs any more, in tiles they have seen too.
import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import { expect, test } from 'vitest'
import { STATES } from '#data/metrics/metric.ts'
import { unitId } from '#data/model/ids.ts'
import { GRID_UNITS, gridCoverage, NOW_MS } from '../../fixtures/gridCity.ts'
import type { TestServer } from '../routes/testServer.ts'
import { as, createPeopleServer, person, VILLAGE } from './people.ts'

const ZOOM = 12
const AS_OF = new Date(NOW_MS - 3_600_000).toISOString()

async function statesOf(server: TestServer): Promise<Map<number, string>> {
  const scale = 2 ** ZOOM
  const x = Math.floor(((113.005 + 180) / 360) * scale)
  const y = Math.floor(((1 - Math.asinh(Math.tan((36.005 * Math.PI) / 180)) / Math.PI) / 2) * scale)
  const address = `/api/tiles/1/grid/${ZOOM}/${x}/${y}.mvt?metrics=received&asOf=${AS_OF}&seq=2`
  const response = await server.request(address, as(person('viewer', VILLAGE)))
  expect(response.status, await response.clone().text()).toBe(200)
  const { units } = new VectorTile(new PbfReader(Buffer.from(await response.arrayBuffer()))).layers
  return new Map(
    Array.from({ length: units.length }, (_, i) => {
      const feature = units.feature(i)
      return [Number(feature.id), STATES[Number(feature.properties.state)]]
    }),
  )
}

test('figures kept of an old version keep no old standings', async () => {
  const server = await createPeopleServer()
  const before = await statesOf(server)
  expect(before.get(1)).not.toBe('forbidden')
  // Asked again, it is answered from what is kept.
  expect(await statesOf(server)).toEqual(before)

  await server.store.publishVersion({
    effectiveFrom: '2026-02-01',
    note: 'grid 1 goes to village 102',
    units: GRID_UNITS.map((unit) => (unit.id === unitId(1) ? { ...unit, parentId: unitId(202) } : unit)),
    coverage: gridCoverage(),
  })
  expect((await statesOf(server)).get(1)).toBe('forbidden')
  await server.close()
})
