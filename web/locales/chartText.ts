// Words of charts, filters and time in the language of the interface; they come with the side panel.
import { type ComputedRef, computed } from 'vue'
import { chartWords as en } from './charts.en.ts'
import { type ChartWords, chartWords as zh } from './charts.zh-CN.ts'
import { useText } from './text.ts'

export function useChartText(): ComputedRef<ChartWords> {
  const text = useText()
  return computed(() => (text.lang === 'en' ? en : zh))
}
