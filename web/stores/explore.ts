// The picture of the explore page. `tick` answers first, for the unit one looks within; its slice pins every
// other question, so that all figures on the screen belong to one moment and one unit.
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
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
import { openSlice, pinnedSlice, type Resolved, sliderSpan, yearEarlier } from './sliceQuery.ts'
import { useView } from './view.ts'

/** Of the unit one looks within. */
export const headlineMetrics = [
  ...[HANDLED_RATE, ON_TIME_RATE, RECEIVED, OPEN, OVERDUE, SATISFIED_RATE],
  ...[densityMetric('area'), densityMetric('households'), densityMetric('grids')],
].map((metric) => metric.id)

export const useExplore = defineStore('explore', () => {
  const city = useCity()
  const my = useMe()
  const viewStore = useView()
  const view = computed(() => viewStore.view)

  const tick = useResource(() => {
    // Own dates need the city's zone; lengths do not wait for it.
    const isLength = view.value.from === null && view.value.length.startsWith('P')
    if (!isLength && city.city === null) return null
    return `slice${queryString({
      within: view.value.within,
      metrics: headlineMetrics,
      compare: 'previous,lastYear',
      ...openSlice(view.value, city.calendar()),
    })}`
  }, getSlice)

  /** Carries the version, so that whatever is asked of it later is asked on the same boundaries. */
  const slice = computed<Resolved | null>(() => {
    const answer = tick.data.value
    return answer && { ...answer.slice, version: answer.version }
  })
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
      slice.value && unit.data.value?.code === within.value && city.city !== null
        ? `classes${queryString({
            within: within.value,
            level: askedLevel.value,
            metrics: metrics.value,
            figures: figures.value,
            ...pinnedSlice(slice.value),
          })}`
        : null,
    getClasses,
  )
  /** The metrics the classes at hand are of: another choice colours nothing until its own have come. */
  const scaled = shallowRef(metrics.value)
  watch(
    classes.data,
    () => {
      scaled.value = metrics.value
    },
    { flush: 'sync' },
  )
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

  const tileJsonUrl = computed(() =>
    slice.value && level.value && tick.data.value
      ? apiUrl(
          `tiles/${tick.data.value.version}/${level.value}.json${queryString({
            metrics: scaled.value,
            figures: figures.value,
            ...pinnedSlice(slice.value),
          })}`,
        )
      : null,
  )

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
  const homeLevel = computed(() => {
    const code = city.city?.homeCode
    const here = unit.data.value
    if (!here || !code) return null
    return [...here.ancestors, here].find((each) => each.code === code)?.level ?? null
  })

  /** Asks a new tick and whatever else could not be had. */
  async function refreshFailed(): Promise<void> {
    await tick.refresh()
    for (const each of [unit, classes, children, series, lastYear])
      if (each.state.value === 'failed') await each.refresh()
  }

  return {
    refreshFailed,
    showsPoints,
    pointsUrl,
    homeLevel,
    tick,
    unit,
    classes,
    children,
    series,
    lastYear,
    slice,
    within,
    isLeaf,
    level,
    childLevel,
    metrics,
    scaled,
    figures,
    rankedMetric,
    span,
    tileJsonUrl,
  }
})
