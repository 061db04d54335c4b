// The map's own colours, light and dark: what the page's tokens do not name (borders, hatches, scales).
// Values are those of the look's specification; the least CIEDE2000 between two bivariate classes is 17.8.

export type MapTheme = 'light' | 'dark'

export interface MapPalette {
  /** Outside everything. */
  readonly ground: string
  /** Units without a figure of their own. */
  readonly land: string
  readonly panel: string
  readonly ink: string
  readonly inkQuiet: string
  readonly labelHalo: string
  readonly neighbourBorder: string
  /** Borders of cities and above. */
  readonly cityBorder: string
  /** Borders of counties and below. */
  readonly innerBorder: string
  readonly fewGround: string
  readonly fewLine: string
  readonly accent: string
  readonly point: string
  readonly overdue: string
  readonly late: string
  /** 3 · row + column: rows density sparse → dense, columns response good → poor. */
  readonly bivariate: readonly string[]
  /** Six classes, low → high. */
  readonly sequential: readonly string[]
  /** Seven classes, low → neutral → high: blue is good. */
  readonly diverging: readonly string[]
}

const LIGHT: MapPalette = {
  ground: '#f3f3f0',
  land: '#ebebe7',
  panel: '#ffffff',
  ink: '#15202e',
  inkQuiet: '#5c6778',
  labelHalo: '#ffffff',
  neighbourBorder: '#d8d8d3',
  cityBorder: '#2a3444',
  innerBorder: '#ffffff',
  fewGround: '#f7f7f5',
  fewLine: '#8b929c',
  accent: '#0b5cad',
  point: '#15202e',
  overdue: '#b3261e',
  late: '#8a5a10',
  bivariate: [
    ...['#d4e1e2', '#c1a980', '#a0741d'],
    ...['#88a8c5', '#77726c', '#58401b'],
    ...['#2873a8', '#2b4057', '#191210'],
  ],
  sequential: ['#eef2f6', '#cfdeeb', '#a3c2dc', '#6f9fc6', '#3a76a8', '#16466f'],
  diverging: ['#1f5f93', '#6f9fc6', '#c3d6e6', '#efeeea', '#e6c993', '#bf8a35', '#7a5213'],
}

const DARK: MapPalette = {
  ground: '#0b1220',
  land: '#0f1829',
  panel: '#101a2b',
  ink: '#e8edf4',
  inkQuiet: '#8292ad',
  labelHalo: '#0b1220',
  neighbourBorder: '#1a263f',
  cityBorder: '#c9d3e0',
  innerBorder: '#0b1220',
  fewGround: '#141e30',
  fewLine: '#5b687d',
  accent: '#8fc7ff',
  point: '#ffffff',
  overdue: '#ff6b4a',
  late: '#dbb681',
  bivariate: [
    ...['#32353a', '#755431', '#b6761b'],
    ...['#485f80', '#958982', '#dbb681'],
    ...['#568cce', '#abc1da', '#f3f9e6'],
  ],
  sequential: ['#16223a', '#243a5c', '#345680', '#4a76a8', '#7fa5cf', '#c3d8ee'],
  diverging: ['#8fc0f0', '#5a8dc4', '#33557f', '#2a3038', '#6e5326', '#b08238', '#ecc27f'],
}

export const mapPalette = (theme: MapTheme): MapPalette => (theme === 'dark' ? DARK : LIGHT)
