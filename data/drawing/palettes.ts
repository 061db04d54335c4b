// Colours of data, per theme, as the specification of the interface gives them; for pages and sheets alike. Hues agree across themes:
// blue is busy, ochre is poor, the extreme is both. Measured for normal, deutan, protan and tritan sight.

export type ThemeName = 'light' | 'dark'

export interface Palette {
  /** [row][column]: row 0 the lowest density, column 0 the best rate. */
  readonly bivariate: readonly (readonly string[])[]
  /** Counts and densities, low to high, 6 classes. */
  readonly sequential: readonly string[]
  /** Far from a target, 7 classes: 3 blue, neutral, 3 ochre. */
  readonly diverging: readonly string[]
  readonly ground: string
  readonly land: string
  readonly ink: string
  readonly cityBorder: string
  /** Borders of what lies beside the unit one looks at. */
  readonly neighbour: string
  readonly hatch: string
}

export const PALETTES: Readonly<Record<ThemeName, Palette>> = {
  light: {
    bivariate: [
      ['#d4e1e2', '#c1a980', '#a0741d'],
      ['#88a8c5', '#77726c', '#58401b'],
      ['#2873a8', '#2b4057', '#191210'],
    ],
    sequential: ['#eef2f6', '#cfdeeb', '#a3c2dc', '#6f9fc6', '#3a76a8', '#16466f'],
    diverging: ['#1f5f93', '#6f9fc6', '#c3d6e6', '#efeeea', '#e6c993', '#bf8a35', '#7a5213'],
    ground: '#ffffff',
    land: '#ebebe7',
    ink: '#15202e',
    cityBorder: '#2a3444',
    neighbour: '#d8d8d3',
    hatch: '#8a8f96',
  },
  dark: {
    bivariate: [
      ['#32353a', '#755431', '#b6761b'],
      ['#485f80', '#958982', '#dbb681'],
      ['#568cce', '#abc1da', '#f3f9e6'],
    ],
    sequential: ['#16223a', '#243a5c', '#345680', '#4a76a8', '#7fa5cf', '#c3d8ee'],
    diverging: ['#8fc0f0', '#5a8dc4', '#33557f', '#2a3038', '#6e5326', '#b08238', '#ecc27f'],
    ground: '#0b1220',
    land: '#0f1829',
    ink: '#e8edf4',
    cityBorder: '#c9d3e0',
    neighbour: '#1a263f',
    hatch: '#53637f',
  },
}

/** `count` colours spread over a ramp, both ends kept. */
function spread(ramp: readonly string[], count: number): string[] {
  if (count <= 1) return [ramp[Math.floor(ramp.length / 2)]]
  return Array.from({ length: count }, (_, i) => ramp[Math.round((i * (ramp.length - 1)) / (count - 1))])
}

/**
 * Colours of a single metric, ascending by value. With a target: classes on its good side blue, on its
 * bad side ochre, deeper the further away. Without: the sequential ramp.
 */
export function singleColours(
  palette: Palette,
  breaks: readonly number[],
  target: number | null,
  better: 'high' | 'low' | null,
): string[] {
  const count = breaks.length + 1
  const at = target === null ? -1 : breaks.indexOf(target)
  if (at < 0 || better === null) return spread(palette.sequential, count)
  const blues = palette.diverging.slice(0, 3).reverse()
  const ochres = palette.diverging.slice(4)
  const below = at + 1
  const lower = spreadFromNeutral(better === 'high' ? ochres : blues, below).reverse()
  return [...lower, ...spreadFromNeutral(better === 'high' ? blues : ochres, count - below)]
}

/** Pale first; a lone class takes the middle tone. */
const spreadFromNeutral = (ramp: readonly string[], count: number): string[] =>
  count <= 1 ? [ramp[1]] : spread(ramp, count)
