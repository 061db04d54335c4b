// The units: their colour over the hatch for too few, layers over one vector source.
import type { UnitLetters } from '#data/metrics/classLetters.ts'
import type { ClassKey, MapScale } from '../shared/mapContract.ts'
import { fillColour } from './classExpression.ts'
import { hatchPattern } from './hatchPattern.ts'
import { laidColour, useLaidClasses } from './laidClasses.ts'
import type { MapHost } from './mapHost.ts'
import {
  type OrderedLayer,
  UNITS_LAYER,
  UNITS_SOURCE,
  useMapImage,
  useMapLayer,
  useMapSource,
} from './mapLayer.ts'
import type { MapPalette } from './mapPalette.ts'

export interface UnitsOptions {
  readonly tileJsonUrl: () => string
  /** Hidden by a playback's frames: not drawn, but there. */
  readonly isCovered: () => boolean
  /** Without the hatch too. */
  readonly isBare: () => boolean
  readonly palette: () => MapPalette
  /** Of the tiles' own values. */
  readonly tileScale: () => MapScale
  readonly classes: () => UnitLetters | null
  readonly scale: () => MapScale
  readonly isolated: () => readonly ClassKey[]
  readonly onLaid: () => void
}

/** MapLibre draws a pattern 1 to 2 times its size between two whole zooms: its own size lies in the middle. */
export const PATTERN = Math.SQRT1_2

/** The specifications, from the bottom up; pure, so that tests can evaluate them. */
export function unitsFill(tileScale: MapScale, palette: MapPalette): OrderedLayer {
  return {
    id: 'units-fill',
    type: 'fill',
    source: UNITS_SOURCE,
    'source-layer': UNITS_LAYER,
    paint: {
      // Its outline in the colour of the fill closes the seams between neighbours.
      'fill-antialias': true,
      'fill-color': laidColour(fillColour(tileScale, palette.land)),
    },
  }
}

/** The hatch for too few, beneath the colours: seen where a unit has none. It needs no states and costs no change anything. */
export function unitsFew(): OrderedLayer {
  return {
    id: 'units-few',
    type: 'fill',
    source: UNITS_SOURCE,
    'source-layer': UNITS_LAYER,
    paint: { 'fill-antialias': false, 'fill-pattern': 'hatch-few' },
  }
}

export function useUnitsLayers(host: MapHost, options: UnitsOptions): void {
  const { palette, tileScale, tileJsonUrl } = options
  useMapImage(host, 'hatch-few', () =>
    hatchPattern({
      period: 7 * PATTERN,
      width: 1.4 * PATTERN,
      angle: 45,
      line: palette().fewLine,
      ground: palette().fewGround,
    }),
  )
  useMapSource(
    host,
    UNITS_SOURCE,
    () => ({ type: 'vector' as const, url: tileJsonUrl() }),
    (map, spec) => {
      const source = map.getSource(UNITS_SOURCE)
      if (source && 'setUrl' in source) (source.setUrl as (url: string) => void)(spec.url)
    },
  )
  useMapLayer(host, 'ground', () => ({
    id: 'ground',
    type: 'background',
    paint: { 'background-color': palette().ground },
  }))
  // Not by its opacity: a constant in the place of what reads states makes MapLibre throw at the next state.
  const unless = (isHidden: boolean, layer: OrderedLayer): OrderedLayer =>
    isHidden ? ({ ...layer, layout: { visibility: 'none' } } as OrderedLayer) : layer
  useMapLayer(host, 'units-few', () => unless(options.isBare(), unitsFew()))
  useMapLayer(host, 'units-fill', () => unless(options.isCovered(), unitsFill(tileScale(), palette())))
  useLaidClasses(host, { source: UNITS_SOURCE, sourceLayer: UNITS_LAYER, ...options })
}
