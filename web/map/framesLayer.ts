// A playback's frames over the units: a fill of its own upon tiles without figures, coloured by feature states alone. A frame
// sets the states of the units whose class changed; no tile is fetched or laid out again, and the outlines of the units, whose
// hover and selection are states too, are not touched (a state is written into every layer of its source).
import type { ExpressionSpecification, FillLayerSpecification, Map as MapLibreMap } from 'maplibre-gl'
import { onScopeDispose, type Ref, watch } from 'vue'
import { classOfLetter } from '#data/metrics/classLetters.ts'
import type { ClassKey, MapFrame, MapScale } from '../shared/mapContract.ts'
import { classNumber, coloursOf, DIMMED, mixed, NO_CLASS, THROUGH, veil } from './classExpression.ts'
import type { MapHost } from './mapHost.ts'
import { nextAbove, UNITS_LAYER } from './mapLayer.ts'
import type { MapPalette } from './mapPalette.ts'

const FRAMES = 'frames'
const LAYER = 'frames-fill'

export interface FramesOptions {
  readonly frame: () => MapFrame | null
  readonly palette: () => MapPalette
  readonly scale: () => MapScale
  readonly isolated: () => readonly ClassKey[]
  readonly onDrawn: (frame: MapFrame) => void
  /** Set while frames cover the units, which then need not be drawn. */
  readonly isCovering: Ref<boolean>
  /** Of so many units that too few is a pale colour, not the hatch. */
  readonly isBare: () => boolean
}

export function useFramesLayer(host: MapHost, options: FramesOptions): void {
  const { isCovering } = options
  /** Class letter each unit was given. */
  let given: { frame: MapFrame; epoch: number } | null = null

  function show(map: MapLibreMap, frame: MapFrame, epoch: number): void {
    if (given?.epoch !== epoch || given.frame.tileJsonUrl !== frame.tileJsonUrl || !map.getSource(FRAMES)) {
      remove(map)
      map.addSource(FRAMES, { type: 'vector', url: frame.tileJsonUrl })
      map.addLayer(framesFill(options), nextAbove(map, LAYER))
      given = null
    }
    const before = given?.frame.unitIds === frame.unitIds ? given.frame.classes : ''
    for (let at = 0; at < frame.classes.length; at++) {
      if (before[at] === frame.classes[at]) continue
      const unit = { source: FRAMES, sourceLayer: UNITS_LAYER, id: frame.unitIds[at] }
      map.setFeatureState(unit, { frame: numberOf(frame.classes[at]) })
    }
    given = { frame, epoch }
    map.once('render', () => options.onDrawn(frame))
    if (!frame.isPlaying) isCovering.value = false
    else if (!isCovering.value)
      map.once('idle', () => {
        isCovering.value = given?.frame.isPlaying === true
      })
    map.triggerRepaint()
  }

  watch(
    [host.map, host.styleEpoch, options.frame],
    ([map, epoch, frame]) => {
      if (map === null || epoch === 0) return
      if (frame) show(map, frame, epoch)
      else {
        remove(map)
        given = null
        isCovering.value = false
      }
    },
    { immediate: true },
  )
  watch([options.palette, options.scale, options.isolated, options.isCovering, options.isBare], () => {
    const map = host.map.value
    if (map?.getLayer(LAYER)) map.setPaintProperty(LAYER, 'fill-color', frameColour(options))
  })
  onScopeDispose(() => {
    if (host.map.value?.style) remove(host.map.value)
  })
}

function remove(map: MapLibreMap): void {
  if (map.getLayer(LAYER)) map.removeLayer(LAYER)
  if (map.getSource(FRAMES)) map.removeSource(FRAMES)
}

/** As classExpression numbers them. */
function numberOf(letter: string): number {
  const name = classOfLetter(letter)
  return typeof name === 'number' ? name : NO_CLASS[name]
}

function framesFill(options: FramesOptions): FillLayerSpecification {
  return {
    id: LAYER,
    type: 'fill',
    source: FRAMES,
    'source-layer': UNITS_LAYER,
    paint: { 'fill-antialias': false, 'fill-color': frameColour(options) },
  }
}

/** Opaque but for the hatch, since the slice before lies beneath: what is not isolated is mixed with the ground. */
function frameColour({
  scale,
  palette,
  isolated,
  isCovering,
  isBare,
}: FramesOptions): ExpressionSpecification {
  const { ground, land, fewGround } = palette()
  const kept = new Set(isolated().map((key) => classNumber(key, scale())))
  const isShown = (number: number) => kept.size === 0 || kept.has(number)
  const shown = (number: number, colour: string) => (isShown(number) ? colour : mixed(colour, ground, DIMMED))
  // The hatch lies beneath, with nothing between while the units' own colours are hidden.
  const isHatched = isCovering.value && !isBare()
  const few = isHatched ? (isShown(NO_CLASS.few) ? THROUGH : veil(ground)) : shown(NO_CLASS.few, fewGround)
  const cases = coloursOf(scale()).flatMap((colour, number) => [number, shown(number, colour)])
  return [
    'match',
    ['number', ['feature-state', 'frame'], NO_CLASS.land],
    ...cases,
    NO_CLASS.few,
    few,
    shown(NO_CLASS.none, land),
  ] as unknown as ExpressionSpecification
}
