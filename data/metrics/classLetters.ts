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
