// The map alone, for a page that cannot use WebGL2: every unit is a path of its own with its id, so that the page
// can hear which one is pointed at. Light and dark, since it stands in the page.
import type { ClassName } from '../metrics/classes.ts'
import type { DrawnUnit, MapGeometry } from './mapGeometry.ts'
import { drawMapLayer } from './mapLayer.ts'
import { PALETTES, type ThemeName } from './palettes.ts'
import type { Frame } from './projection.ts'
import type { DrawnScale } from './scale.ts'
import { FONTS } from './sheet.ts'
import { short } from './svg.ts'

export interface PictureInput {
  readonly width: number
  readonly height: number
  readonly frame: Frame
  readonly theme: ThemeName
  readonly geometry: MapGeometry | null
  readonly named: readonly DrawnUnit[]
  readonly topLevel: number
  readonly scale: DrawnScale
  classOf(row: number): ClassName
  nameOf(row: number): string
  idOf(row: number): number
}

export function drawPicture(input: PictureInput): string {
  const { width, height, geometry } = input
  const inner = geometry
    ? drawMapLayer({
        ...input,
        geometry,
        // The page's own cards cover the corners; borders of neighbours may run to the edge.
        frame: { x: 0, y: 0, width, height },
        zoom: 1,
        smallest: 0,
        palette: PALETTES[input.theme],
        colours: input.scale.colours,
        hasNumbers: false,
        taken: [],
      })
    : ''
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${short(width)}" height="${short(height)}" ` +
    `viewBox="0 0 ${short(width)} ${short(height)}" font-family="${FONTS}">${inner}</svg>`
  )
}
