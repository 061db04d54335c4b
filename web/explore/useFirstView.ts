// The view an address without wishes opens with, once the city is known: where the data ended long ago their
// own last days, where no source has deadlines (so no rate exists) density alone. A choice is never overruled.
import { watch } from 'vue'
import { useRoute } from 'vue-router'
import { densityMetric } from '../shared/metrics.ts'
import { useCity } from '../stores/city.ts'
import { useView } from '../stores/view.ts'
import type { View } from '../stores/viewQuery.ts'
import { endedOn, lastDays } from './dataEnd.ts'

export function useFirstView(): void {
  const city = useCity()
  const views = useView()
  const route = useRoute()
  const asked = (...keys: string[]) => keys.some((key) => route.query[key] !== undefined)

  const stop = watch(
    () => city.info,
    (info) => {
      if (!info) return
      queueMicrotask(() => stop())
      const end = endedOn(info.sources, city.nowMs(), city.zone)
      const hasRates = info.city.sources.length === 0 || info.city.sources.some((each) => each.hasDeadlines)
      const patch: Partial<View> = {
        ...(end !== null && !asked('window', 'from', 'to', 'asOf') ? lastDays(end) : {}),
        ...(hasRates || asked('metric') ? {} : { metric: densityMetric(views.view.per).id }),
      }
      if (Object.keys(patch).length > 0) views.change(patch, 'replace')
    },
    { immediate: true },
  )
}
