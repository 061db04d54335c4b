// Classes laid over the tiles: the expressions by MapLibre's own specification, the states by what a map is told.
import {
  createPropertyExpression,
  latest,
  type StylePropertySpecification,
} from '@maplibre/maplibre-gl-style-spec'
import type { Map as MapLibreMap } from 'maplibre-gl'
import { describe, expect, it } from 'vitest'
import { effectScope, nextTick, ref, shallowRef } from 'vue'
import type { UnitLetters } from '#data/metrics/classLetters.ts'
import { mixed, THROUGH } from '../../../web/map/classExpression.ts'
import { laidColour, looksOf, type UnitLook, useLaidClasses } from '../../../web/map/laidClasses.ts'
import type { MapHost } from '../../../web/map/mapHost.ts'
import { mapPalette } from '../../../web/map/mapPalette.ts'
import type { ClassKey, MapScale } from '../../../web/shared/mapContract.ts'

const SCALE: MapScale = {
  kind: 'single',
  metric: 'open',
  breaks: [1, 5],
  colours: ['#aaaaaa', '#bbbbbb', '#cccccc'],
}
const OTHER: MapScale = { ...SCALE, metric: 'overdue', colours: ['#111111', '#bbbbbb', '#333333'] }
const PALETTE = mapPalette('light')
const { land: LAND, ground: GROUND } = PALETTE

describe('how a letter looks', () => {
  it('has the colour of its class, land where there is none, and none over the hatch where there are too few', () => {
    expect(Object.fromEntries(looksOf('ab?-* ', SCALE, [], PALETTE))).toEqual({
      a: '#aaaaaa',
      b: '#bbbbbb',
      '?': THROUGH,
      '-': LAND,
      '*': LAND,
    })
  })

  it('is dimmed unless isolated, the hatch under a veil of the ground', () => {
    const looks = looksOf('ab?', SCALE, ['1'], PALETTE)
    expect(looks.get('b')).toBe('#bbbbbb')
    expect(looks.get('a')).toBe(mixed('#aaaaaa', GROUND, 0.28))
    expect(looks.get('?')).toBe(`${GROUND}b8`)
  })

  it('is opaque, since the hatch lies beneath', () => {
    const looks = looksOf('ab-*', SCALE, ['1'], PALETTE)
    for (const colour of looks.values()) expect(colour).toMatch(/^(#[0-9a-f]{6}|rgb\(\d+,\d+,\d+\))$/)
  })

  it('is not dimmed by classes of another scale', () => {
    expect(looksOf('a', SCALE, ['2-2'], PALETTE).get('a')).toBe('#aaaaaa')
  })
})

describe('the expressions', () => {
  const evaluate = (expression: unknown, spec: object, state: object) => {
    const made = createPropertyExpression(expression, 'sample', spec as StylePropertySpecification)
    if (made.result === 'error') throw new Error(made.value.map((error) => error.message).join('; '))
    return String(made.value.evaluate({ zoom: 9 }, { type: 3, properties: {} }, state))
  }
  const colour = (state: object) => evaluate(laidColour('#ffffff'), latest.paint_fill['fill-color'], state)

  it('take the look that is laid', () => {
    expect(colour({ colour: '#11223380' } satisfies UnitLook)).toMatch(/^rgba\(17,34,51,0\.50/)
  })

  it('take the tile where none is', () => {
    expect(colour({})).toBe('rgba(255,255,255,1)')
  })
})

/** A map that remembers states as MapLibre does, and how often it was told. */
function laying() {
  const states = new Map<number, UnitLook>()
  const told = { times: 0, pictures: 0 }
  let whenIdle: (() => void) | null = null
  const map = {
    getSource: () => ({}),
    setFeatureState: ({ id }: { id: number }, look: UnitLook) => {
      told.times++
      states.set(id, look)
    },
    removeFeatureState: ({ id }: { id?: number }) => (id === undefined ? states.clear() : states.delete(id)),
    once: (_: 'idle', then: () => void) => {
      whenIdle = then
    },
  }
  const epoch = ref(1)
  const classes = shallowRef<UnitLetters | null>(null)
  const scale = shallowRef<MapScale>(SCALE)
  const isolated = shallowRef<readonly ClassKey[]>([])
  const url = ref('a')
  const palette = mapPalette('light')
  const scope = effectScope()
  const host = { map: shallowRef(map as unknown as MapLibreMap), styleEpoch: epoch } as unknown as MapHost
  scope.run(() =>
    useLaidClasses(host, {
      ...{ source: 'units', sourceLayer: 'units', tileJsonUrl: () => url.value, palette: () => palette },
      ...{ classes: () => classes.value, scale: () => scale.value, isolated: () => isolated.value },
      onLaid: () => told.pictures++,
    }),
  )
  const timesIn = async (change: () => void): Promise<number> => {
    const before = told.times
    change()
    await nextTick()
    return told.times - before
  }
  return { states, told, timesIn, classes, scale, isolated, url, epoch, idle: () => whenIdle?.() }
}

describe('what the map is told', () => {
  const letters = { firstId: 7, letters: 'ab ?c' }

  it('is nothing while the tiles hold', async () => {
    const { timesIn, scale, states } = laying()
    expect(await timesIn(() => (scale.value = OTHER))).toBe(0)
    expect(states.size).toBe(0)
  })

  it('is each unit once, and afterwards those that look otherwise', async () => {
    const { timesIn, classes, scale, isolated, states, told } = laying()
    expect(await timesIn(() => (classes.value = letters))).toBe(4)
    expect([...states.keys()]).toEqual([7, 8, 10, 11])
    expect(await timesIn(() => (classes.value = { ...letters }))).toBe(0)
    expect(told.pictures).toBe(1)
    expect(await timesIn(() => (classes.value = { firstId: 7, letters: 'bb ?c' }))).toBe(1)
    // Of the other metric class b has the same colour.
    expect(await timesIn(() => (scale.value = OTHER))).toBe(1)
    expect(states.get(11)?.colour).toBe('#333333')
    expect(await timesIn(() => (isolated.value = ['1']))).toBe(2)
  })

  it('is everything again after the graphics context was lost', async () => {
    const { timesIn, classes, epoch } = laying()
    await timesIn(() => (classes.value = letters))
    expect(await timesIn(() => epoch.value++)).toBe(4)
  })

  it('gives way to the tiles at once, and to tiles of another address when they have come', async () => {
    const { timesIn, classes, url, states, idle } = laying()
    await timesIn(() => (classes.value = letters))
    await timesIn(() => (classes.value = null))
    expect(states.size).toBe(0)
    await timesIn(() => (classes.value = letters))
    await timesIn(() => {
      classes.value = null
      url.value = 'b'
    })
    expect(states.size).toBe(4)
    idle()
    expect(states.size).toBe(0)
  })

  it('stays where newer classes came before the tiles did', async () => {
    const { timesIn, classes, url, states, idle } = laying()
    await timesIn(() => (classes.value = letters))
    await timesIn(() => {
      classes.value = null
      url.value = 'b'
    })
    await timesIn(() => (classes.value = letters))
    idle()
    expect(states.size).toBe(4)
  })

  it('is no more of units of the tiles before', async () => {
    const { timesIn, classes, url, states } = laying()
    await timesIn(() => (classes.value = letters))
    await timesIn(() => {
      classes.value = { firstId: 8, letters: 'a' }
      url.value = 'b'
    })
    expect([...states.keys()]).toEqual([8])
  })
})
