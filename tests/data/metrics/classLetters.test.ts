import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ClassName } from '#data/metrics/classes.ts'
import { BLANK, classOfLetter, letterOf, lettersById } from '#data/metrics/classLetters.ts'

const className = fc.oneof(fc.nat(25), fc.constantFrom('few' as const, 'none' as const, 'hidden' as const))

it('says every class and every reason by one letter, which says it back', () => {
  fc.assert(
    fc.property(className, (name) => {
      expect(letterOf(name)).toHaveLength(1)
      expect(classOfLetter(letterOf(name))).toBe(name)
    }),
  )
})

it('puts each unit where its id says and nothing where there is no unit', () => {
  const units = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 400 }), className), {
    selector: ([id]) => id,
  })
  fc.assert(
    fc.property(units, (known) => {
      const { firstId, letters } = lettersById(known)
      const read = [...letters].flatMap((letter, at): [number, ClassName][] =>
        letter === BLANK ? [] : [[firstId + at, classOfLetter(letter)]],
      )
      expect(read).toEqual([...known].sort(([a], [b]) => a - b))
    }),
  )
})
