// Newer classes laid over the tiles' own values as feature states: another metric, filter or tick colours the units
// without a tile fetched or laid out again. A unit's state is its whole look, so that the expressions which read it stay as
// they are; only units that look otherwise than before are touched.
import type { ExpressionSpecification, Map as MapLibreMap } from 'maplibre-gl'
import { watch } from 'vue'
import { BLANK, classOfLetter, type UnitLetters } from '#data/metrics/classLetters.ts'
import type { ClassKey, MapScale } from '../shared/mapContract.ts'
import { classNumber, coloursOf, DIMMED, NO_CLASS } from './classExpression.ts'
import type { MapHost } from './mapHost.ts'
import type { MapPalette } from './mapPalette.ts'

/** State of a unit: its colour, strength included, and the opacity of the hatch for too few. */
export interface UnitLook {
  readonly colour: string
  readonly few: number
}

type Value = ExpressionSpecification | number | string

// The first argument that is of the type: what is laid, else what the tile says.
export const laidColour = (otherwise: Value): ExpressionSpecification =>
  ['to-color', ['feature-state', 'colour'], otherwise] as ExpressionSpecification

export const laidFew = (otherwise: Value): ExpressionSpecification =>
  ['number', ['feature-state', 'few'], otherwise] as ExpressionSpecification

/** How each letter looks on the scale, with all but the isolated classes dimmed. */
export function looksOf(
  letters: Iterable<string>,
  scale: MapScale,
  isolated: readonly ClassKey[],
  land: string,
): Map<string, UnitLook> {
  const colours = coloursOf(scale)
  const kept = new Set(isolated.map((key) => classNumber(key, scale)).filter((number) => number !== null))
  const lookOf = (letter: string): UnitLook => {
    const name = classOfLetter(letter)
    const number = typeof name === 'number' ? name : NO_CLASS[name]
    const opacity = kept.size === 0 || kept.has(number) ? 1 : DIMMED
    return { colour: faded(colours[number] ?? land, opacity), few: name === 'few' ? opacity : 0 }
  }
  return new Map(
    [...new Set(letters)].filter((letter) => letter !== BLANK).map((each) => [each, lookOf(each)]),
  )
}

/** #rrggbb with an opacity: a colour of its own costs a unit less than a colour and an opacity. */
const faded = (colour: string, opacity: number): string =>
  opacity === 1 ? colour : `${colour}${Math.round(opacity * 255).toString(16)}`

const isSame = (a: UnitLook | undefined, b: UnitLook): boolean =>
  a !== undefined && (a === b || (a.colour === b.colour && a.few === b.few))

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
  const given = new Map<number, UnitLook>()
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
    const looks = looksOf(letters, options.scale(), options.isolated(), options.palette().land)
    for (let at = 0; at < letters.length; at++) {
      const id = firstId + at
      const look = looks.get(letters[at])
      if (!look || isSame(given.get(id), look)) continue
      map.setFeatureState({ source, sourceLayer, id }, look)
      given.set(id, look)
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
