// A point that is opened is brought out from under what floats over the map, by the shortest way; one in sight stays.
import { watch } from 'vue'
import type { MapPadding } from '../shared/mapContract.ts'
import { flightMs, type MapHost } from './mapHost.ts'

const EDGE_PX = 24
const FLIGHT_MS = 300

const within = (value: number, from: number, to: number): number =>
  Math.min(Math.max(value, from), Math.max(from, to))

export function useKeepInSight(
  host: MapHost,
  options: { point: () => readonly [number, number] | null; padding: () => MapPadding },
): void {
  watch(
    [host.map, () => options.point()?.join()],
    ([map]) => {
      const point = options.point()
      if (map === null || point === null) return
      const { clientWidth, clientHeight } = map.getContainer()
      const { top, right, bottom, left } = options.padding()
      const { x, y } = map.project([point[0], point[1]])
      const by: [number, number] = [
        x - within(x, left + EDGE_PX, clientWidth - right - EDGE_PX),
        y - within(y, top + EDGE_PX, clientHeight - bottom - EDGE_PX),
      ]
      if (by[0] !== 0 || by[1] !== 0) map.panBy(by, { duration: flightMs(FLIGHT_MS) })
    },
    { immediate: true },
  )
}
