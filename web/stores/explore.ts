// The picture of the explore page: one moment (useTick.ts) and one unit pin every question, so that all figures on the
// screen belong together.
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { ClassesResponse } from '#data/model/figuresApi.ts'
import { apiUrl } from '../api/client.ts'
import { getClasses, getSeries, getSlice, getUnit } from '../api/endpoints.ts'
import { queryString } from '../api/query.ts'
import { useResource } from '../api/useResource.ts'
import {
  densityMetric,
  findMetric,
  HANDLED_RATE,
  ON_TIME_RATE,
  OPEN,
  OVERDUE,
  RECEIVED,
  SATISFIED_RATE,
  scaleMetrics,
} from '../shared/metrics.ts'
import { useCity } from './city.ts'
import { useMe } from './me.ts'
import { pinnedSlice, sliderSpan, yearEarlier } from './sliceQuery.ts'
import { useTick } from './useTick.ts'
import { useView } from './view.ts'

/** Of the unit one looks within. */
export const headlineMetrics = [
  ...[HANDLED_RATE, ON_TIME_RATE, RECEIVED, OPEN, OVERDUE, SATISFIED_RATE],
  ...[densityMetric('area'), densityMetric('households'), densityMetric('grids')],
].map((metric) => metric.id)

/** Tiles and the answer they show. */
export interface TiledAnswer {
  /** Of version and level. */
  readonly path: string
  readonly url: string
  readonly metrics: readonly string[]
  readonly classes: ClassesResponse
}

export const useExplore = defineStore('explore', () => {
  const city = useCity()
  const my = useMe()
  const viewStore = useView()
  const view = computed(() => viewStore.view)

  const { tick, asked, slice, question, settle, renew } = useTick(headlineMetrics)
  const within = computed(() => tick.data.value?.unit.code ?? null)
  const unit = useResource(() => {
    const version = view.value.version ?? null
    return within.value && `units/${encodeURIComponent(within.value)}${queryString({ version })}`
  }, getUnit)
  const isLeaf = computed(() => unit.data.value?.childCount === 0)

  /** Level asked for: one below the unit, else the server chooses by evidence. */
  const askedLevel = computed(() => {
    const here = unit.data.value
    if (!here) return null
    if (isLeaf.value) return here.level
    const asked = view.value.level
    return asked !== null && city.levelIndex(asked) > city.levelIndex(here.level) ? asked : null
  })
  const metrics = computed(() => scaleMetrics(view.value))
  /** null: as counted. */
  const figures = computed(() => (view.value.figures === 'raw' ? null : view.value.figures))
  const classes = useResource(
    () =>
      asked.value && unit.data.value?.code === within.value && city.city !== null
        ? `classes${queryString({
            within: within.value,
            level: askedLevel.value,
            metrics: metrics.value,
            figures: figures.value,
            letters: 'true',
            ...pinnedSlice(asked.value),
          })}`
        : null,
    getClasses,
  )
  /** The metrics the classes at hand are of: another choice colours nothing until its own have come. */
  const scaled = shallowRef(metrics.value)
  /** What the map's tiles are of: the first answer at a version and level. Later answers are laid over them. */
  const tiled = shallowRef<TiledAnswer | null>(null)
  watch(
    classes.data,
    (answer) => {
      scaled.value = metrics.value
      settle()
      if (!answer || !asked.value) return
      const path = `tiles/${asked.value.version}/${answer.level}.json`
      if (tiled.value?.path === path) return
      const params = { metrics: metrics.value, figures: figures.value, ...pinnedSlice(asked.value) }
      tiled.value = { path, url: apiUrl(path + queryString(params)), metrics: metrics.value, classes: answer }
    },
    { flush: 'sync' },
  )
  watch([classes.state, unit.state], (states) => {
    if (states.includes('failed')) settle()
  })
  /** Something was chosen whose figures have not come. */
  const isBehind = computed(() => tick.isBehind.value || classes.isBehind.value)
  const level = computed(() => classes.data.value?.level ?? null)

  const rankedMetric = computed(() => findMetric(view.value.metric) ?? HANDLED_RATE)
  const childLevel = computed(() => {
    const children = unit.data.value?.children ?? []
    return children.reduce<string | null>(
      (coarsest, child) =>
        coarsest === null || city.levelIndex(child.level) < city.levelIndex(coarsest)
          ? child.level
          : coarsest,
      null,
    )
  })
  const children = useResource(
    () =>
      slice.value && childLevel.value && unit.data.value?.code === within.value
        ? `slice${queryString({
            within: within.value,
            level: childLevel.value,
            metrics: [...new Set([rankedMetric.value.id, RECEIVED.id])],
            compare: 'previous,lastYear',
            ...pinnedSlice(slice.value),
          })}`
        : null,
    getSlice,
  )

  const span = computed(() => slice.value && sliderSpan(slice.value))
  const seriesKey = (window: { from: string; to: string } | null) =>
    window && slice.value
      ? `series${queryString({ within: within.value, ...pinnedSlice(slice.value, window) })}`
      : null
  const series = useResource(() => seriesKey(span.value), getSeries)
  const lastYear = useResource(() => seriesKey(slice.value && yearEarlier(slice.value)), getSeries)

  /** Classes newer than the tiles; null: they show the same. */
  const laidClasses = computed(() => {
    const answer = classes.data.value
    return answer === tiled.value?.classes && view.value.classes.length === 0
      ? null
      : (answer?.unitClasses ?? null)
  })

  /** Single matters are looked at from the village down, and wherever they are listed: then those listed. */
  const showsPoints = computed(() => {
    if (!my.may('incidents')) return false
    if (view.value.list !== null) return true
    const village = city.levelIndex('village')
    const here = city.levelIndex(unit.data.value?.level ?? '')
    return village >= 0 ? here >= village : isLeaf.value
  })
  const pointsUrl = computed(() =>
    slice.value && showsPoints.value
      ? apiUrl(
          `tiles/cells/{z}/{x}/{y}.mvt${queryString({
            ...(view.value.list !== null && { state: view.value.list, within: within.value }),
            ...pinnedSlice(slice.value),
          })}`,
        )
      : null,
  )
  const homeLevel = computed(() => city.info?.homeLevel ?? null)

  /** Asks a new tick and whatever else could not be had. */
  async function refreshFailed(): Promise<void> {
    await tick.refresh()
    for (const each of [unit, classes, children, series, lastYear])
      if (each.state.value === 'failed') await each.refresh()
  }

  return {
    renew,
    refreshFailed,
    showsPoints,
    pointsUrl,
    homeLevel,
    isBehind,
    tick,
    unit,
    classes,
    children,
    series,
    lastYear,
    slice,
    question,
    within,
    isLeaf,
    level,
    childLevel,
    metrics,
    scaled,
    figures,
    rankedMetric,
    span,
    tiled,
    laidClasses,
  }
})
