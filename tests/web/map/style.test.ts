// The map's expressions, evaluated by MapLibre's own specification against features as tiles carry them.
import {
  createPropertyExpression,
  type ExpressionSpecification,
  latest,
  type StylePropertySpecification,
  validateStyleMin,
} from '@maplibre/maplibre-gl-style-spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bordersLine, shownBordersLine } from '../../../web/map/bordersLayer.ts'
import {
  classExpression,
  classNumber,
  fillColour,
  NO_CLASS,
  STATE,
} from '../../../web/map/classExpression.ts'
import { fineLabelsSymbol, labelsSymbol } from '../../../web/map/labelsLayer.ts'
import { mapPalette } from '../../../web/map/mapPalette.ts'
import { unitsFew, unitsFill } from '../../../web/map/unitsLayers.ts'
import { bivariateClass, type MapScale } from '../../../web/shared/mapContract.ts'
import { PALETTES } from '../../../web/theme/palettes.ts'

const BIVARIATE: MapScale & { kind: 'bivariate' } = {
  kind: 'bivariate',
  x: { metric: 'handledRate', breaks: [0.95, 0.97] },
  y: { metric: 'density', breaks: [0.25, 0.75] },
  colours: PALETTES.light.bivariate,
}
const SINGLE: MapScale = {
  kind: 'single',
  metric: 'overdue',
  breaks: [1, 5, 20],
  colours: ['#eef2f6', '#a3c2dc', '#6f9fc6', '#16466f'],
}
const LEVELS = {
  keys: ['province', 'city', 'county', 'township', 'village', 'grid'],
  homeKey: 'city',
  shownKey: 'township',
}
const NUMBER: StylePropertySpecification = { type: 'number', 'property-type': 'data-driven' } as never

/** Rates and densities leave a tile as float32. */
const feature = (properties: Record<string, unknown>) => ({ type: 3 as const, id: 1, properties })
const carried = (density: number, handledRate: number, state: number = STATE.ok) =>
  feature({ density: Math.fround(density), handledRate: Math.fround(handledRate), state, coarse: false })

function evaluate(
  expression: ExpressionSpecification | number,
  of: ReturnType<typeof feature>,
  spec = NUMBER,
  zoom = 9,
) {
  const made = createPropertyExpression(expression, 'sample', spec)
  if (made.result === 'error') throw new Error(made.value.map((error) => error.message).join('; '))
  return made.value.evaluate({ zoom }, of)
}

const classOf = (scale: MapScale, of: ReturnType<typeof feature>) =>
  evaluate(classExpression(scale) as never, of)

describe('the class of a unit on the map', () => {
  it('puts rows by density and columns from the best rate to the worst', () => {
    expect(classOf(BIVARIATE, carried(0.1, 0.99))).toBe(0)
    expect(classOf(BIVARIATE, carried(0.1, 0.96))).toBe(1)
    expect(classOf(BIVARIATE, carried(0.1, 0.5))).toBe(2)
    expect(classOf(BIVARIATE, carried(0.5, 0.99))).toBe(3)
    expect(classOf(BIVARIATE, carried(2, 0.9))).toBe(8)
  })

  it('keeps a rate of exactly 19 ÷ 20 or 97 ÷ 100 on the good side of its break', () => {
    expect(classOf(BIVARIATE, carried(0.1, 19 / 20))).toBe(1)
    expect(classOf(BIVARIATE, carried(0.1, 97 / 100))).toBe(0)
    expect(classOf(BIVARIATE, carried(0.25, 0.99))).toBe(3)
  })

  it('agrees with the page for every rate of whole numbers', () => {
    const matter = fc
      .integer({ min: 20, max: 20_000 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))
    fc.assert(
      fc.property(matter, fc.double({ min: 0, max: 3, noNaN: true }), ([handled, n], density) => {
        const carriedDensity = Math.fround(density)
        const key = bivariateClass(carriedDensity, handled / n, BIVARIATE)
        expect(classOf(BIVARIATE, carried(carriedDensity, handled / n))).toBe(classNumber(key, BIVARIATE))
      }),
      { numRuns: 300 },
    )
  })

  it('says few, none, hidden and land instead of a class', () => {
    expect(classOf(BIVARIATE, carried(1, 1, STATE.few))).toBe(NO_CLASS.few)
    expect(classOf(BIVARIATE, carried(1, 1, STATE.none))).toBe(NO_CLASS.none)
    expect(classOf(BIVARIATE, carried(1, 1, STATE.hidden))).toBe(NO_CLASS.hidden)
    expect(classOf(BIVARIATE, carried(1, 1, STATE.forbidden))).toBe(NO_CLASS.land)
    expect(classOf(BIVARIATE, feature({ density: 1, handledRate: 1, state: 0, coarse: true }))).toBe(
      NO_CLASS.land,
    )
  })

  it('keeps the class of a late unit, for the strike lies over its colour', () => {
    expect(classOf(BIVARIATE, carried(2, 0.9, STATE.stale))).toBe(8)
  })

  it('is none where a tile of an earlier metric is still shown', () => {
    expect(classOf(SINGLE, carried(2, 0.9))).toBe(NO_CLASS.none)
  })

  it('cuts a single metric into half-open classes', () => {
    const count = (overdue: number) => classOf(SINGLE, feature({ overdue, state: 0, coarse: false }))
    expect([0, 1, 4, 5, 19, 20].map(count)).toEqual([0, 1, 1, 2, 2, 3])
  })
})

describe('colour', () => {
  const colourSpec = latest.paint_fill['fill-color'] as StylePropertySpecification

  it('gives each class its colour of the legend', () => {
    const colour = evaluate(fillColour(BIVARIATE, '#ebebe7') as never, carried(2, 0.9), colourSpec)
    expect(colour.toString()).toBe('rgba(25,18,16,1)')
  })

  it('lets the hatch through where there are too few, and nowhere else', () => {
    const opacities = Object.values(STATE).map((state) => {
      const colour = evaluate(fillColour(BIVARIATE, '#ebebe7') as never, carried(2, 0.9, state), colourSpec)
      return [state, (colour as unknown as { a: number }).a]
    })
    expect(opacities).toEqual(Object.values(STATE).map((state) => [state, state === STATE.few ? 0 : 1]))
  })
})

describe('the layers', () => {
  it.each(['light', 'dark'] as const)('are valid by the style specification in %s', (theme) => {
    const palette = mapPalette(theme)
    const layers = [BIVARIATE, SINGLE].flatMap((scale) => [
      unitsFill(scale, palette),
      unitsFew(),
      bordersLine(LEVELS, palette, 8.2),
      shownBordersLine(LEVELS, palette, 8.2, true),
      bordersLine({ keys: [], homeKey: null, shownKey: null }, palette, 8),
      labelsSymbol(LEVELS, palette, 'units'),
      fineLabelsSymbol(LEVELS, palette, 8.2),
      fineLabelsSymbol({ keys: [], homeKey: null, shownKey: null }, palette, 8),
      labelsSymbol({ keys: [], homeKey: null, shownKey: null }, palette, 'units'),
    ])
    for (const layer of layers)
      expect(
        validateStyleMin({
          version: 8,
          sources: { units: { type: 'vector', tiles: ['/x'] } },
          layers: [layer as never],
        }).map((error) => error.message),
        layer.id,
      ).toEqual([])
  })

  it('draws neighbours quietly and borders within in the colour of the ground', () => {
    const layer = bordersLine(LEVELS, mapPalette('light'), 8)
    if (layer.type !== 'line') throw new Error('borders are lines')
    const colourOf = (level: string) =>
      evaluate(
        layer.paint?.['line-color'] as never,
        feature({ level }),
        latest.paint_line['line-color'] as never,
      )
    expect(colourOf('city').toString()).toBe('rgba(216,216,211,1)')
    expect(colourOf('county').toString()).toBe('rgba(255,255,255,1)')
  })

  it('leaves the colours of small units to be seen where all of home is in sight', () => {
    const opacityAt = (shownKey: string, zoom: number) => {
      const layer = shownBordersLine({ ...LEVELS, shownKey }, mapPalette('light'), 8, false)
      if (layer.type !== 'line') throw new Error('borders are lines')
      const spec = latest.paint_line['line-opacity'] as StylePropertySpecification
      return evaluate(layer.paint?.['line-opacity'] as never, feature({ level: shownKey }), spec, zoom)
    }
    expect([8, 10, 12].map((zoom) => opacityAt('grid', zoom))).toEqual([0.3, 1, 1])
    expect([8, 12].map((zoom) => opacityAt('township', zoom))).toEqual([1, 1])
  })

  it('fades grids in from zoom 13 unless they are the level shown', () => {
    const opacityAt = (shownKey: string, zoom: number) => {
      const layer = bordersLine({ ...LEVELS, shownKey }, mapPalette('light'), 8)
      if (layer.type !== 'line') throw new Error('borders are lines')
      const spec = latest.paint_line['line-opacity'] as StylePropertySpecification
      return evaluate(layer.paint?.['line-opacity'] as never, feature({ level: 'grid' }), spec, zoom)
    }
    expect(opacityAt('township', 12)).toBe(0)
    expect(opacityAt('township', 13.5)).toBeCloseTo(0.5)
    expect(opacityAt('township', 15)).toBe(1)
    expect(opacityAt('grid', 12)).toBe(1)
  })
})
