// Textures, shapes, the veil and the fonts' addresses: the parts of the map that are plain computation.
import { describe, expect, it } from 'vitest'
import { hatchPattern } from '../../../web/map/hatchPattern.ts'
import { firstUrl } from '../../../web/map/labelFontFaces.ts'
import { outsideVeil } from '../../../web/map/outsideVeil.ts'
import { pointShape } from '../../../web/map/pointShapes.ts'

const alphaAt = (image: { width: number; data: Uint8ClampedArray }, x: number, y: number) =>
  image.data[(y * image.width + x) * 4 + 3]

describe('hatchPattern', () => {
  it.each([45, -45] as const)('repeats without a seam at %d°', (angle) => {
    const image = hatchPattern({ period: 7, width: 1.4, angle, line: '#000000', ground: null })
    const last = image.width - 1
    const step = angle === 45 ? -1 : 1
    for (let i = 0; i < image.width; i++) {
      // One step along the line from the last column enters the first of the next tile.
      const next = alphaAt(image, 0, (i + step + image.width) % image.width)
      expect(Math.abs(alphaAt(image, last, i) - next)).toBeLessThanOrEqual(1)
    }
  })

  it('covers width ÷ period of the ground', () => {
    const image = hatchPattern({ period: 8, width: 3, angle: -45, line: '#ffffff', ground: null })
    let sum = 0
    for (let i = 3; i < image.data.length; i += 4) sum += image.data[i] / 255
    expect(sum / image.width ** 2).toBeCloseTo(3 / 8, 1)
  })

  it('fills the ground when it has one, and refuses colours it cannot read', () => {
    const image = hatchPattern({ period: 7, width: 1.4, angle: 45, line: '#8b929c', ground: '#f7f7f5' })
    expect(alphaAt(image, 0, 0)).toBe(255)
    expect(() => hatchPattern({ period: 7, width: 1, angle: 45, line: 'red', ground: null })).toThrow("'red'")
  })
})

describe('pointShape', () => {
  it('draws a diamond that is empty at the corners where a disc of its width is not', () => {
    const diamond = pointShape({ shape: 'diamond', radius: 4, casing: 1, fill: '#ff6b4a', edge: '#ffffff' })
    const middle = diamond.width / 2
    expect(alphaAt(diamond, middle, middle)).toBe(255)
    expect(alphaAt(diamond, middle, 5)).toBe(255)
    expect(alphaAt(diamond, Math.round(middle / 3), Math.round(middle / 3))).toBe(0)
  })
})

describe('outsideVeil', () => {
  const square = (west: number, south: number, side: number) => [
    [west, south],
    [west + side, south],
    [west + side, south + side],
    [west, south + side],
    [west, south],
  ]

  it('leaves the unit open and covers its lakes', () => {
    const veil = outsideVeil({
      type: 'FeatureCollection',
      features: [
        {
          type: 'Feature',
          properties: {},
          geometry: { type: 'Polygon', coordinates: [square(112, 36, 1), square(112.4, 36.4, 0.1)] },
        },
      ],
    })
    const [outer, lake] = veil.features[0].geometry.coordinates
    expect(outer).toHaveLength(2)
    expect(outer[1]).toEqual([...square(112, 36, 1)].reverse())
    expect(lake).toHaveLength(1)
  })

  it('is nothing where the unit has no polygon', () => {
    expect(outsideVeil({ type: 'FeatureCollection', features: [] }).features).toEqual([])
  })
})

describe('firstUrl', () => {
  it('reads the first file of a src and resolves it against its sheet', () => {
    const source = 'url("./files/noto-600.woff2") format("woff2"), url(x.woff) format("woff")'
    expect(firstUrl(source, 'http://h/assets/type.css')).toBe('http://h/assets/files/noto-600.woff2')
    expect(firstUrl('local("Noto")', 'http://h/')).toBeNull()
  })
})
