// Polygons of a well-known binary geometry (OGC and ISO, with or without Z and M, and EWKB's flags).
import { IngestError } from '../ingestError.ts'
import type { FilePolygons, FilePosition } from './unitFile.ts'

const POLYGON = 3
const COLLECTIONS = new Set([4, 5, 6, 7, 12])
const LINEAR = new Set([1, 2])
const EWKB_Z = 0x80000000
const EWKB_M = 0x40000000
const EWKB_SRID = 0x20000000

/** `where` names the feature in errors. */
export function polygonsOfWkb(bytes: Uint8Array, where: string): FilePolygons {
  const reader = new WkbReader(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), where)
  try {
    return reader.geometry()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new IngestError('geometry-malformed', `${where}: the geometry ends too early`)
  }
}

class WkbReader {
  #at = 0
  #littleEndian = true

  constructor(
    private readonly view: DataView,
    private readonly where: string,
  ) {}

  geometry(): FilePolygons {
    this.#littleEndian = this.view.getUint8(this.#at++) === 1
    const code = this.#count()
    if (code & EWKB_SRID) this.#at += 4
    const plain = code & 0xffff
    const [type, isoDimensions] = [plain % 1000, Math.floor(plain / 1000)]
    const extra = Number((code & EWKB_Z) !== 0) + Number((code & EWKB_M) !== 0) + [0, 1, 1, 2][isoDimensions]
    if (type === POLYGON) {
      const rings = this.#list(() => this.#positions(2 + extra))
      return rings.length === 0 ? [] : [rings]
    }
    if (COLLECTIONS.has(type)) return this.#list(() => this.geometry()).flat()
    if (LINEAR.has(type)) {
      if (type === 1) this.#at += 8 * (2 + extra)
      else this.#positions(2 + extra)
      return []
    }
    throw new IngestError(
      'geometry-type-unknown',
      `${this.where}: geometry type ${type} (curves or surfaces) cannot be read`,
      'Convert curves to straight lines',
    )
  }

  #positions(dimensions: number): FilePosition[] {
    return this.#list(() => {
      const position: FilePosition = [this.#double(this.#at), this.#double(this.#at + 8)]
      this.#at += 8 * dimensions
      return position
    })
  }

  #list<Item>(read: () => Item): Item[] {
    const items: Item[] = []
    for (let left = this.#count(); left > 0; left--) items.push(read())
    return items
  }

  #count(): number {
    this.#at += 4
    return this.view.getUint32(this.#at - 4, this.#littleEndian)
  }

  #double(at: number): number {
    return this.view.getFloat64(at, this.#littleEndian)
  }
}
