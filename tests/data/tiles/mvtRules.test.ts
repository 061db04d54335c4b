import { each } from '@mapbox/mvt-fixtures'
import { expect, it } from 'vitest'
import { mvtViolations } from '../../fixtures/mvtRules.ts'

/** Valid to a reader, yet nothing a writer should make: the rules are stricter there. */
const STRICTER = new Map([
  ['016', 'a geometry of unknown type'],
  ['025', 'a layer without features'],
  ['027', 'a value that no feature uses'],
  ['039', 'version 1 and unknown type'],
  ['057', 'a MoveTo with fewer parameters than it says'],
])

it('finds fault with every invalid tile of mvt-fixtures and with no valid one', () => {
  const wrong: string[] = []
  let tiles = 0
  each(({ id, description, buffer, validity }) => {
    tiles++
    const isFaulty = mvtViolations(buffer).length > 0
    if (isFaulty !== (!validity.v2 || STRICTER.has(id))) wrong.push(`${id} ${description}`)
  })
  expect(wrong).toEqual([])
  expect(tiles).toBeGreaterThan(60)
})
