import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstFault, parseJson } from '../../../../server/ingest/unitFiles/jsonFault.ts'

/** The position in Node's own message, where it gives one. */
function nodesPosition(text: string): number | null {
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    const position = /at position (\d+)/.exec((error as Error).message)?.[1]
    return position === undefined ? null : Number(position)
  }
}

describe('firstFault', () => {
  it('is the text’s end for every valid text', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 2), (text, indent) => {
        const spaced = JSON.stringify(JSON.parse(text), null, indent)
        expect(firstFault(spaced)).toBe(spaced.length)
      }),
    )
  })

  it('never lies beyond the place that Node names in a damaged text', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', 'x', '"'), (text, at, put) => {
        const place = at % text.length
        const damaged = text.slice(0, place) + put + text.slice(place + 1)
        const position = nodesPosition(damaged)
        if (position !== null) expect(firstFault(damaged)).toBeLessThanOrEqual(position)
      }),
    )
  })

  it.each([
    ['[1,]', 3],
    ['{"a" 1}', 5],
    ['{"a":1,}', 7],
    ['[1} ', 2],
    ['[NaN]', 1],
    ['[01]', 2],
    ['["a\nb"]', 1],
    ['{} {}', 3],
    ['', 0],
  ])('finds it in %j at %i', (text, at) => {
    expect(firstFault(text)).toBe(at)
    expect(() => parseJson(text)).toThrow(`position ${at}`)
  })
})
