// The case that is open or pointed at in the list: a ring around its point, above the other points.
import type { MapHost } from './mapHost.ts'
import { useMapLayer, useMapSource } from './mapLayer.ts'
import type { MapPalette } from './mapPalette.ts'

const SOURCE = 'case'

export function useCaseLayer(
  host: MapHost,
  options: { lngLat: () => readonly [number, number] | null; palette: () => MapPalette },
): void {
  const data = () => {
    const lngLat = options.lngLat()
    const point = lngLat && { type: 'Point' as const, coordinates: [...lngLat] }
    const features = point ? [{ type: 'Feature' as const, properties: {}, geometry: point }] : []
    return { type: 'FeatureCollection' as const, features }
  }
  useMapSource(
    host,
    SOURCE,
    () => ({ type: 'geojson' as const, data: data() }),
    (map) => {
      const source = map.getSource(SOURCE)
      if (source && 'setData' in source) (source.setData as (next: object) => void)(data())
    },
  )
  useMapLayer(host, 'case-halo', () => ring('case-halo', options.palette().innerBorder, 5))
  useMapLayer(host, 'case-ring', () => ring('case-ring', options.palette().ink, 2.5))
}

const ring = (id: 'case-halo' | 'case-ring', colour: string, width: number) => ({
  ...{ id, type: 'circle' as const, source: SOURCE },
  paint: {
    'circle-radius': 9,
    'circle-opacity': 0,
    'circle-stroke-color': colour,
    'circle-stroke-width': width,
  },
})
