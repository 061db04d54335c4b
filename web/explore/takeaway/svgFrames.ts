// A playback's frame on the server's drawing: each unit's path takes the colour of its letter, and gives it back.
import { classOfLetter } from '#data/metrics/classLetters.ts'
import type { MapFrame, MapScale } from '../../shared/mapContract.ts'
import { PALETTES, type ThemeName } from '../../theme/palettes.ts'

/** Of the drawing's own pattern (data/drawing/mapLayer.ts). */
const HATCH = 'url("#jingwei-few-map")'
const colours = (scale: MapScale): readonly string[] =>
  scale.kind === 'bivariate' ? scale.colours.flat() : scale.colours

/** @param frame null: the drawing's own colours. */
export function paintFrame(
  area: ParentNode,
  frame: MapFrame | null,
  { scale, theme }: { scale: MapScale; theme: ThemeName },
): void {
  const { ground, land } = PALETTES[theme]
  const letters = new Map(frame?.unitIds.map((id, at) => [String(id), frame.classes[at]]))
  const ofClasses = colours(scale)
  for (const path of area.querySelectorAll<SVGElement>('[data-unit]')) {
    const letter = letters.get(path.dataset.unit ?? '')
    const name = letter === undefined ? null : classOfLetter(letter)
    const fill =
      name === null ? '' : name === 'few' ? HATCH : typeof name === 'number' ? ofClasses[name] : land
    path.style.fill = fill
    path.style.stroke = name === 'few' ? ground : fill
  }
}
