// The scale that map and legend share: breaks from the answer, colours from the theme's palette.
import { computed } from 'vue'
import type { ClassesResponse } from '#data/model/figuresApi.ts'
import type { MapScale } from '../../shared/mapContract.ts'
import { findMetric } from '../../shared/metrics.ts'
import { useExplore } from '../../stores/explore.ts'
import { usePlayback } from '../../stores/playback.ts'
import { useSettings } from '../../stores/settings.ts'
import { PALETTES, type Palette, singleColours } from '../../theme/palettes.ts'

/** `metrics` are those the breaks were asked for: one, or density and rate. */
export function scaleOf(
  metrics: readonly string[],
  breaks: ClassesResponse['breaks'],
  palette: Palette,
): MapScale {
  if (metrics.length === 2)
    return {
      kind: 'bivariate',
      y: { metric: metrics[0], breaks: breaks[0] },
      x: { metric: metrics[1], breaks: breaks[1] },
      colours: palette.bivariate,
    }
  const metric = findMetric(metrics[0])
  return {
    kind: 'single',
    metric: metrics[0],
    breaks: breaks[0],
    colours: singleColours(palette, breaks[0], metric?.target ?? null, metric?.better ?? null),
  }
}

/** Colours nothing. */
const BLANK: MapScale = { kind: 'single', metric: '', breaks: [], colours: ['#000000'] }

export function useScale() {
  const explore = useExplore()
  const settings = useSettings()
  const playback = usePlayback()
  /** Without a scale there is no map: the one before stays until the next has come. */
  let last: MapScale | null = null
  const scale = computed<MapScale | null>(() => {
    // The months of a playback differ in length, and what grows with a window is cut accordingly.
    const classes = playback.shown ?? explore.classes.data
    // A frame asked for before the metric changed.
    if (!classes || classes.breaks.length !== explore.scaled.length) return last
    last = scaleOf(explore.scaled, classes.breaks, PALETTES[settings.theme])
    return last
  })
  /** Of the tiles' own values; of an outline's, which have none, any. */
  const tileScale = computed<MapScale>(() => {
    const { tiled } = explore
    if (!tiled) return BLANK
    return scaleOf(tiled.metrics, tiled.classes.breaks, PALETTES[settings.theme])
  })
  return { scale, tileScale }
}
