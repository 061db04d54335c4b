// Heights of the side panel where it lies below the map, as a sheet: what one lets go of snaps to one of three.
export const SHEET_STOPS = ['peek', 'half', 'full'] as const
export type SheetStop = (typeof SHEET_STOPS)[number]

/** Only the handle. */
const PEEK_PX = 44
const HALF_SHARE = 0.42
/** What full leaves of the bar. */
const TOP_PX = 56

export const sheetHeight = (stop: SheetStop, windowHeight: number): number =>
  ({ peek: PEEK_PX, half: Math.round(windowHeight * HALF_SHARE), full: windowHeight - TOP_PX })[stop]

/** Height while dragged, kept between the lowest and the highest stop. */
export const heldHeight = (wanted: number, windowHeight: number): number =>
  Math.min(sheetHeight('full', windowHeight), Math.max(PEEK_PX, wanted))

export function nearestStop(height: number, windowHeight: number): SheetStop {
  const distance = (stop: SheetStop) => Math.abs(sheetHeight(stop, windowHeight) - height)
  return SHEET_STOPS.reduce((best, stop) => (distance(stop) < distance(best) ? stop : best))
}

/** The stop a key leads to, null for keys that are not the sheet's. */
export function stopByKey(stop: SheetStop, key: string): SheetStop | null {
  const at = SHEET_STOPS.indexOf(stop)
  if (key === 'ArrowUp') return SHEET_STOPS[Math.min(at + 1, SHEET_STOPS.length - 1)]
  if (key === 'ArrowDown') return SHEET_STOPS[Math.max(at - 1, 0)]
  if (key === 'Home') return 'peek'
  if (key === 'End') return 'full'
  if (key === 'Enter' || key === ' ') return stop === 'half' ? 'peek' : 'half'
  return null
}
