// The parts of echarts that are used, registered once. SVG: a few hundred marks, sharp in print.
import { BarChart, HeatmapChart, LineChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent, VisualMapComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, HeatmapChart, LineChart, GridComponent, MarkLineComponent, VisualMapComponent, SVGRenderer])

export type { EChartsCoreOption, EChartsType } from 'echarts/core'
export { init }
