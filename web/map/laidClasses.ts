// Newer classes laid over the tiles' own values as feature states: another metric, filter or tick colours the units
// without a tile fetched or laid out again. A unit's state is its whole look, so that the expressions which read it stay as
// they are; only units that look otherwise than before are touched.
import type { ExpressionSpecification, Map as MapLibreMap } from 'maplibre-gl'
import { watch } from 'vue'
import { BLANK, classOfLetter, type UnitLetters } from '#data/metrics/classLetters.ts'
import type { ClassKey, MapScale } from '../shared/mapContract.ts'
import { classNumber, coloursOf, DIMMED, mixed, NO_CLASS, THROUGH, veil } from './classExpression.ts'
import type { MapHost } from './mapHost.ts'
import type { MapPalette } from './mapPalette.ts'

/** State of a unit: its colour, with which everything about its look is said. */
export interface UnitLook {
  readonly colour: string
}

// The first argument that is of the type: what is laid, else what the tile says.
export const laidColour = (otherwise: ExpressionSpecification | string): ExpressionSpecification =>
  ['to-color', ['feature-state', 'colour'], otherwise] as ExpressionSpecification

/** How each letter looks on the scale, with all but the isolated classes dimmed. */
export function looksOf(
  letters: Iterable<string>,
  scale: MapScale,
  isolated: readonly ClassKey[],
  palette: Pick<MapPalette, 'land' | 'ground'>,
): Map<string, string> {
  const colours = coloursOf(scale)
  const kept = new Set(isolated.map((key) => classNumber(key, scale)).filter((number) => number !== null))
  const lookOf = (letter: string): string => {
    const name = classOfLetter(letter)
    const number = typeof name === 'number' ? name : NO_CLASS[name]
    const isShown = kept.size === 0 || kept.has(number)
    if (name === 'few') return isShown ? THROUGH : veil(palette.ground)
    const colour = colours[number] ?? palette.land
    return isShown ? colour : mixed(colour, palette.ground, DIMMED)
  }
  return new Map(
    [...new Set(letters)].filter((letter) => letter !== BLANK).map((each) => [each, lookOf(each)]),
  )
}

export interface LaidClassesOptions {
  readonly source: string
  readonly sourceLayer: string
  /** Address of the tiles beneath. */
  readonly tileJsonUrl: () => string
  /** null: the tiles' own values hold. */
  readonly classes: () => UnitLetters | null
  readonly scale: () => MapScale
  readonly isolated: () => readonly ClassKey[]
  readonly palette: () => MapPalette
  /** Some units look otherwise with the next picture. */
  readonly onLaid: () => void
}

export function useLaidClasses(host: MapHost, options: LaidClassesOptions): void {
  const { source, sourceLayer } = options
  let epochOf = 0
  let urlOf = ''
  const given = new Map<number, string>()
  /** Among those given a look are units of tiles before. */
  let hasOthers = false

  function lay(map: MapLibreMap, { firstId, letters }: UnitLetters): void {
    let isOtherwise = false
    if (hasOthers)
      for (const id of given.keys())
        if ((letters[id - firstId] ?? BLANK) === BLANK) {
          map.removeFeatureState({ source, sourceLayer, id })
          given.delete(id)
        }
    hasOthers = false
    const looks = looksOf(letters, options.scale(), options.isolated(), options.palette())
    for (let at = 0; at < letters.length; at++) {
      const id = firstId + at
      const colour = looks.get(letters[at])
      if (!colour || given.get(id) === colour) continue
      map.setFeatureState({ source, sourceLayer, id }, { colour } satisfies UnitLook)
      given.set(id, colour)
      isOtherwise = true
    }
    if (isOtherwise) options.onLaid()
  }
  function clear(map: MapLibreMap): void {
    if (options.classes() !== null || !map.getSource(source)) return
    map.removeFeatureState({ source, sourceLayer })
    given.clear()
    hasOthers = false
    options.onLaid()
  }

  watch(
    [
      host.map,
      host.styleEpoch,
      options.tileJsonUrl,
      options.classes,
      options.scale,
      options.isolated,
      options.palette,
    ],
    ([map, epoch, url, classes]) => {
      if (map === null || epoch === 0 || !map.getSource(source)) return
      // A new style has lost all states.
      if (epoch !== epochOf) given.clear()
      epochOf = epoch
      if (url !== urlOf && given.size > 0) hasOthers = true
      if (classes) lay(map, classes)
      else if (given.size > 0) {
        // What is on the screen stays as it looks until the new tiles have come.
        if (url === urlOf) clear(map)
        else map.once('idle', () => clear(map))
      }
      urlOf = url
    },
    { immediate: true },
  )
}
