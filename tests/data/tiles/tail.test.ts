import { constants, crc32, deflateRawSync, gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { type PbfWriter, PbfWriter as Writer } from 'pbf'
import { describe, expect, it } from 'vitest'
import type { UnitId } from '#data/model/ids.ts'
import { encodeCells } from '#data/tiles/cells.ts'
import { crcCombine, crcShift } from '#data/tiles/crcCombine.ts'
import { deflateHead, headChecksum, spliceGzip } from '#data/tiles/gzipSplice.ts'
import { encodeHead, type Head } from '#data/tiles/head.ts'
import { ProtobufWriter, utf8 } from '#data/tiles/protobuf.ts'
import {
  encodeTail,
  joinParts,
  MOST_UINT,
  rowsOf,
  type TailFigures,
  tailFigures,
  tileParts,
} from '#data/tiles/tail.ts'
import { refuseTile, tileBox } from '#data/tiles/tileBox.ts'
import { buildTileGeometry, cutTile, type TileGeometry, type TileUnit } from '#data/tiles/tileGeometry.ts'
import { mvtViolations } from '../../fixtures/mvtRules.ts'
import { raggedMesh } from '../../fixtures/raggedMesh.ts'
import { COLUMNS, decode, randomFigures, tilesOf, zoomShapeOf } from '../../fixtures/tiles.ts'

const codec = {
  deflate: (bytes: Uint8Array) => deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH }),
  crc32: (bytes: Uint8Array, seed: number) => crc32(bytes, seed),
}

const mesh = raggedMesh({ columns: 24, rows: 20, detail: 3, seed: 21, lakes: 0.05, unsplit: 0.2 })
const shape = zoomShapeOf(mesh, 4, 10)
const geometries = tilesOf(mesh, 10).map(([x, y]) => buildTileGeometry(cutTile(shape, x, y)))
const tailOf = (head: Head, geometry: TileGeometry, figures: TailFigures) =>
  encodeTail(head, rowsOf(geometry, mesh.table), figures)
const wholeTile = (geometry: TileGeometry, figures: TailFigures) => {
  const head = encodeHead(geometry, COLUMNS)
  return joinParts(tileParts(head, tailOf(head, geometry, figures)))
}

describe('head and tail', () => {
  it('give the bytes of a naive encoder that writes everything at once', () => {
    for (const geometry of geometries) {
      const figures = randomFigures(mesh.table, 1)
      const bytes = wholeTile(geometry, figures)
      expect(Buffer.compare(bytes, naiveTile(geometry, figures.columns, figures.states))).toBe(0)
      expect(mvtViolations(bytes)).toEqual([])
    }
  })

  it('carry every value, state, id, code and name to the reference decoder', () => {
    const figures = randomFigures(mesh.table, 2)
    const { columns, states } = figures
    for (const geometry of geometries) {
      const layers = decode(wholeTile(geometry, figures))
      for (const name of ['units', 'labels'] as const) {
        geometry[name].forEach(({ id: shown }, i) => {
          const row = mesh.table.rowOf(shown as UnitId)
          const { id, properties } = layers[name].feature(i)
          const unit = mesh.table.units[row]
          const withheld = states[row] === 3 || states[row] === 4
          const [count, rate] = columns.map((column) => (withheld ? 0 : column.values[row]))
          expect(id).toBe(unit.id)
          expect(properties).toEqual({
            code: unit.code,
            name: unit.name,
            ...(name === 'labels' || unit.level < 4
              ? {
                  level: ['city', 'county', 'township', 'village', 'grid'][unit.level],
                  coarse: unit.level < 4,
                }
              : {}),
            state: states[row],
            received: Math.min(count, MOST_UINT),
            handledRate: Math.fround(Number.isNaN(rate) ? 0 : rate),
          })
        })
      }
    }
  })

  it('sum the counts that are told over all tiles to the counts of the level', () => {
    const figures = randomFigures(mesh.table, 6)
    const received = figures.columns[0].values.map((value) => value % 1000)
    const columns = [{ ...figures.columns[0], values: received }, figures.columns[1]]
    const isTold = (row: number) => figures.states[row] !== 3 && figures.states[row] !== 4
    const all = [...mesh.table.rowsOfLevel[4]].filter(isTold).reduce((sum, row) => sum + received[row], 0)
    const sums = geometries.map((geometry) =>
      Number(
        decode(wholeTile(geometry, tailFigures(columns, figures.states, mesh.table))).meta.feature(0)
          .properties.received,
      ),
    )
    expect(sums.reduce((a, b) => a + b, 0)).toBe(all)
  })

  it('have no figures where none are asked for', () => {
    const labelled = geometries.find((geometry) => geometry.labels.length > 0) ?? geometries[0]
    const { bytes, runs } = encodeHead(labelled, null)
    expect(runs).toEqual([])
    expect(mvtViolations(bytes)).toEqual([])
    const { units, labels } = decode(bytes)
    const keysOf = (layer: typeof units) =>
      new Set(Array.from({ length: layer.length }, (_, i) => Object.keys(layer.feature(i).properties)).flat())
    expect([...keysOf(labels)]).toEqual(['code', 'name', 'level', 'coarse'])
    expect([...keysOf(units)].slice(0, 2)).toEqual(['code', 'name'])
    expect([...keysOf(units)].filter((key) => !keysOf(labels).has(key))).toEqual([])
  })

  it('leave the head as it was', () => {
    const head = encodeHead(geometries[0], COLUMNS)
    const bytes = head.bytes.slice()
    tailOf(head, geometries[0], randomFigures(mesh.table, 3))
    expect(head.bytes).toEqual(bytes)
  })
})

describe('gzip splice', () => {
  it('unpacks to the same bytes, whatever the values', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(...geometries), (seed, geometry) => {
        const head = encodeHead(geometry, COLUMNS)
        const pieces = deflateHead(head, codec)
        const tail = tailOf(head, geometry, randomFigures(mesh.table, seed))
        const bytes = joinParts(tileParts(head, tail))
        expect(Buffer.compare(gunzipSync(spliceGzip(head, pieces, tail, codec)), bytes)).toBe(0)
      }),
      { numRuns: 30 },
    )
  })

  it('works for geometry alone and for a tile outside the city', () => {
    for (const geometry of [geometries[0], buildTileGeometry(cutTile(shape, 0, 0))]) {
      const head = encodeHead(geometry, null)
      expect(gunzipSync(spliceGzip(head, deflateHead(head, codec), head.tail, codec))).toEqual(
        Buffer.from(head.bytes),
      )
    }
  })

  it('has a checksum of the head that changes with its keys and with nothing else', () => {
    const [a, b] = [COLUMNS, [{ ...COLUMNS[0], key: 'rec3ived' }, COLUMNS[1]]].map((columns) =>
      headChecksum(encodeHead(geometries[0], columns), codec),
    )
    expect(a).toBe(headChecksum(encodeHead(geometries[0], COLUMNS), codec))
    expect(a).not.toBe(b)
  })

  it('combines checksums as if the pieces were one', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.uint8Array({ maxLength: 500 }), (a, b) => {
        const whole = crc32(Buffer.concat([a, b]))
        expect(crcCombine(crc32(a), crc32(b), crcShift(b.length))).toBe(whole)
      }),
    )
  })
})

describe('small parts', () => {
  it('write UTF-8 and varints as the platform does', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
        (text, value) => {
          expect(Buffer.from(utf8(text))).toEqual(Buffer.from(text, 'utf8'))
          const own = new ProtobufWriter()
          own.varint(value)
          const reference = new Writer()
          reference.writeVarint(value)
          expect(Buffer.from(own.view())).toEqual(Buffer.from(reference.finish()))
        },
      ),
    )
  })

  it('refuse every tile that is not in the world, whatever the numbers', () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), fc.double(), (z, x, y) => {
        if (refuseTile(z, x, y) === null) {
          expect(Number.isInteger(z) && z >= 0 && z <= 14).toBe(true)
          expect(x >= 0 && x < 2 ** z && y >= 0 && y < 2 ** z).toBe(true)
        }
      }),
    )
    expect(refuseTile(0, 0, 0)).toBeNull()
    expect(refuseTile(3, 8, 0)).toBe('bad-tile')
    expect(refuseTile(23, 0, 0)).toBe('bad-tile')
    expect(refuseTile(22, 0, 0)).toBe('beyond-max-zoom')
  })

  it('put points into the cells of exactly one tile', () => {
    const { west, north } = tileBox(8, 207, 98)
    const points = [
      { x: west + 10, y: north - 10, count: 3, overdue: 1, id: null },
      { x: west + 5000, y: north - 5000, count: 1, overdue: 0, id: 987654321 },
      { x: west - 10, y: north - 10, count: 9, overdue: 0, id: null },
    ]
    const bytes = encodeCells(points, 8, 207, 98)
    const { cells } = decode(bytes)
    expect(mvtViolations(bytes)).toEqual([])
    expect([0, 1].map((i) => cells.feature(i).properties)).toEqual([
      { count: 3, overdue: 1 },
      { count: 1, overdue: 0, id: 987654321 },
    ])
    expect(decode(encodeCells(points, 8, 206, 98)).cells.length).toBe(1)
    expect(encodeCells([], 8, 206, 98)).toHaveLength(0)
  })
})

/** The same tile written in one go by pbf, from the same geometry commands. */
function naiveTile(
  geometry: TileGeometry,
  columns: ReturnType<typeof randomFigures>['columns'],
  states: Uint8Array,
): Uint8Array {
  const plain = encodeHead({ ...geometry, units: [], labels: [] }, null).bytes
  const cutAt = encodeHead({ ...geometry, units: [], labels: [], borders: [] }, null).bytes.length
  const borders = plain.subarray(0, plain.length - cutAt)
  const parts: Uint8Array[] = [borders]
  if (geometry.labels.length > 0) parts.push(naiveLayer('labels', 1, geometry.labels, columns, states))
  parts.push(naiveMeta(geometry, columns[0], states))
  if (geometry.units.length > 0) parts.push(naiveLayer('units', 3, geometry.units, columns, states))
  return Buffer.concat(parts)
}

function naiveMeta(
  geometry: TileGeometry,
  count: { key: string; values: Float64Array },
  states: Uint8Array,
): Uint8Array {
  const { units, labels, droppedRings, squares } = geometry
  const coarse = units.filter((unit) => unit.coarse).length
  const figures = { units: units.length, coarse, labels: labels.length, droppedRings, squares }
  const shared = [geometry.level, ...new Set(Object.values(figures))]
  const sum = [...rowsOf(geometry, mesh.table).sums]
    .filter((row) => states[row] !== 3 && states[row] !== 4)
    .reduce((total, row) => total + count.values[row], 0)
  const values = [geometry.level, ...Object.values(figures)].map((value) => shared.indexOf(value))
  const tags = [...values, shared.length].flatMap((value, key) => [key, value])
  const out = new Writer()
  out.writeMessage(
    3,
    (_: null, pbf: PbfWriter) => {
      pbf.writeVarintField(15, 2)
      pbf.writeStringField(1, 'meta')
      pbf.writeMessage(
        2,
        (_feature: null, feature: PbfWriter) => {
          feature.writePackedVarint(2, tags)
          feature.writeVarintField(3, 1)
          feature.writePackedVarint(4, [9, 4096, 4096])
        },
        null,
      )
      for (const key of ['level', ...Object.keys(figures), count.key]) pbf.writeStringField(3, key)
      pbf.writeVarintField(5, 4096)
      for (const value of shared)
        pbf.writeMessage(
          4,
          (own: string | number, message: PbfWriter) => {
            if (typeof own === 'string') message.writeStringField(1, own)
            else message.writeVarintField(5, own)
          },
          value,
        )
      writeUint(pbf, Math.min(sum, MOST_UINT))
    },
    null,
  )
  return out.finish()
}

function naiveLayer(
  name: string,
  type: number,
  units: readonly TileUnit[],
  columns: ReturnType<typeof randomFigures>['columns'],
  states: Uint8Array,
): Uint8Array {
  const out = new Writer()
  out.writeMessage(
    3,
    (_: null, pbf: PbfWriter) => {
      pbf.writeVarintField(15, 2)
      pbf.writeStringField(1, name)
      const values: (string | boolean)[] = []
      const index = (value: string | boolean) => {
        if (!values.includes(value)) values.push(value)
        return values.indexOf(value)
      }
      const keys: string[] = []
      const keyIndex = (key: string) => {
        if (!keys.includes(key)) keys.push(key)
        return keys.indexOf(key)
      }
      const shared = units.map(({ code, name: title, level, coarse }) =>
        // Polygons say level and coarse only where they are not the tile's own.
        Object.entries(
          name === 'units' && !coarse ? { code, name: title } : { code, name: title, level, coarse },
        ).map(([key, value]) => [key, index(value)] as const),
      )
      // The slots of units are the first values of their layer, those of labels the last.
      const width = columns.length + 1
      const [firstShared, firstSlot] = name === 'units' ? [units.length * width, 0] : [0, values.length]
      if (name === 'units') writeSlots(pbf, units, columns, states)
      units.forEach((unit, i) => {
        const slots = ['state', ...columns.map(({ key }) => key)].map(
          (key, slot) => [key, firstSlot + i * width + slot] as const,
        )
        const own = shared[i].map(([key, value]) => [key, firstShared + value] as const)
        const tags = [...own, ...slots].flatMap(([key, value]) => [keyIndex(key), value])
        pbf.writeMessage(
          2,
          (_unit: TileUnit, feature: PbfWriter) => {
            feature.writeVarintField(1, unit.id)
            feature.writePackedVarint(2, tags)
            feature.writeVarintField(3, type)
            feature.writeBytesField(4, unit.geometry)
          },
          unit,
        )
      })
      for (const key of keys) pbf.writeStringField(3, key)
      pbf.writeVarintField(5, 4096)
      for (const value of values)
        pbf.writeMessage(
          4,
          (own: string | boolean, message: PbfWriter) => {
            if (typeof own === 'string') message.writeStringField(1, own)
            else message.writeBooleanField(7, own)
          },
          value,
        )
      if (name === 'labels') writeSlots(pbf, units, columns, states)
    },
    null,
  )
  return out.finish()
}

function writeSlots(
  pbf: PbfWriter,
  units: readonly TileUnit[],
  columns: ReturnType<typeof randomFigures>['columns'],
  states: Uint8Array,
): void {
  for (const unit of units) {
    const row = mesh.table.units.findIndex(({ id }) => id === unit.id)
    const withheld = states[row] === 3 || states[row] === 4
    writeUint(pbf, states[row])
    for (const { kind, values: column } of columns) {
      const value = withheld || Number.isNaN(column[row]) ? 0 : column[row]
      if (kind === 'uint') writeUint(pbf, Math.min(value, MOST_UINT))
      else pbf.writeBytesField(4, floatValue(value))
    }
  }
}

const writeUint = (pbf: PbfWriter, value: number): void =>
  pbf.writeBytesField(
    4,
    Uint8Array.of(
      0x28,
      (value % 128) | 128,
      (Math.floor(value / 128) % 128) | 128,
      (Math.floor(value / 16384) % 128) | 128,
      Math.floor(value / 2097152),
    ),
  )

function floatValue(value: number): Uint8Array {
  const bytes = Buffer.alloc(5)
  bytes[0] = 0x15
  bytes.writeFloatLE(value, 1)
  return bytes
}
