import { describe, expect, it } from 'vitest'
import { heldHeight, nearestStop, SHEET_STOPS, sheetHeight, stopByKey } from '../../../web/explore/sheet.ts'

describe('the sheet below the map', () => {
  it('has three heights, each higher than the one before', () => {
    const heights = SHEET_STOPS.map((stop) => sheetHeight(stop, 1180))
    expect(heights).toEqual([...heights].sort((a, b) => a - b))
    expect(new Set(heights).size).toBe(3)
  })

  it('snaps to the nearest when let go, and each height is its own nearest', () => {
    for (const stop of SHEET_STOPS) expect(nearestStop(sheetHeight(stop, 1180) + 20, 1180)).toBe(stop)
  })

  it('is never dragged out of the page', () => {
    expect(heldHeight(-100, 1180)).toBe(sheetHeight('peek', 1180))
    expect(heldHeight(5000, 1180)).toBe(sheetHeight('full', 1180))
  })

  it('goes up and down by keys, and stays at its ends', () => {
    expect(stopByKey('half', 'ArrowUp')).toBe('full')
    expect(stopByKey('full', 'ArrowUp')).toBe('full')
    expect(stopByKey('half', 'ArrowDown')).toBe('peek')
    expect(stopByKey('peek', 'End')).toBe('full')
    expect(stopByKey('peek', 'Enter')).toBe('half')
    expect(stopByKey('peek', 'Tab')).toBeNull()
  })
})
