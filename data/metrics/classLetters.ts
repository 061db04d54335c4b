// Where units fall on a scale, as a text of one letter a unit.
import type { ClassName } from './classes.ts'

/** Class 0, 1, 2 … of the scale, row · columns + column where it has two sides. */
const CLASS_LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const REASON_LETTERS = { few: '?', none: '-', hidden: '*' } as const

export const letterOf = (name: ClassName): string =>
  typeof name === 'number' ? CLASS_LETTERS[name] : REASON_LETTERS[name]

export function classOfLetter(letter: string): ClassName {
  if (letter === '?') return 'few'
  if (letter === '-') return 'none'
  return letter === '*' ? 'hidden' : CLASS_LETTERS.indexOf(letter)
}

/** A letter a unit id, from `firstId` on; a blank where no unit that is told of has the id. */
export interface UnitLetters {
  readonly firstId: number
  readonly letters: string
}

export const BLANK = ' '

/** Ids of a level lie close together, given as they are by a sequence: blanks between them cost next to nothing sent. */
export function lettersById(units: Iterable<readonly [id: number, name: ClassName]>): UnitLetters {
  const known = [...units]
  if (known.length === 0) return { firstId: 0, letters: '' }
  let [first, last] = [Number.POSITIVE_INFINITY, 0]
  for (const [id] of known) {
    if (id < first) first = id
    if (id > last) last = id
  }
  const letters = new Array<string>(last - first + 1).fill(BLANK)
  for (const [id, name] of known) letters[id - first] = letterOf(name)
  return { firstId: first, letters: letters.join('') }
}
