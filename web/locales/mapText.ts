// Words on the map itself; they come with the map, not with the shell.
import { type ComputedRef, computed } from 'vue'
import { useText } from './text.ts'

const zh = {
  map: '地图',
  controls: '缩放',
  zoomIn: '放大',
  zoomOut: '缩小',
  fit: '看全部',
  fitShort: '全',
}
const en: typeof zh = {
  map: 'Map',
  controls: 'Zoom',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Show all',
  fitShort: 'All',
}

export function useMapText(): ComputedRef<typeof zh> {
  const text = useText()
  return computed(() => (text.lang === 'en' ? en : zh))
}
