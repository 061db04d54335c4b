// An opened case is moved out from under the list, by no more than is needed.
import { expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref, shallowRef } from 'vue'
import type { MapHost } from '../../../web/map/mapHost.ts'
import { useKeepInSight } from '../../../web/map/useKeepInSight.ts'

it('pans what lies beneath the list into sight and leaves what is in sight', async () => {
  const panBy = vi.fn()
  const map = {
    getContainer: () => ({ clientWidth: 1000, clientHeight: 800 }),
    // A degree is a pixel, for the test.
    project: ([x, y]: [number, number]) => ({ x, y }),
    panBy,
  }
  const point = ref<[number, number] | null>(null)
  const scope = effectScope()
  scope.run(() =>
    useKeepInSight({ map: shallowRef(map) } as unknown as MapHost, {
      point: () => point.value,
      padding: () => ({ top: 24, right: 70, bottom: 480, left: 24 }),
    }),
  )
  const movesFor = async (next: [number, number] | null) => {
    panBy.mockClear()
    point.value = next
    await nextTick()
    return panBy.mock.calls.map(([by]) => by)
  }
  expect(await movesFor([500, 200])).toEqual([])
  // 800 − 480 − 24 is the lowest line in sight.
  expect(await movesFor([500, 700])).toEqual([[0, 404]])
  expect(await movesFor([990, 10])).toEqual([[84, -38]])
  expect(await movesFor(null)).toEqual([])
  scope.stop()
})
