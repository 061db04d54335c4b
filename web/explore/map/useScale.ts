// The scale that map and legend share: breaks from the answer, colours from the theme's palette.
import { computed } from 'vue'
import type { ClassesResponse } from '#data/model/api.ts'
import type { MapScale } from '../../shared/mapContract.ts'
import { findMetric } from '../../shared/metrics.ts'
import { useExplore } from '../../stores/explore.ts'
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

export function useScale() {
  const explore = useExplore()
  const settings = useSettings()
  return computed<MapScale | null>(() => {
    const classes = explore.classes.data
    // While another scale is fetched the old classes do not fit the new metrics.
    if (!classes || classes.breaks.length !== explore.metrics.length) return null
    return scaleOf(explore.metrics, classes.breaks, PALETTES[settings.theme])
  })
}
