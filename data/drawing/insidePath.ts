// Whether points lie inside a unit as it is drawn, from its path text: asked for the few units whose name or number must
// stand elsewhere than at the label point, so the vertices are not kept beside the path.
import { GRID } from './projection.ts'

const NUMBERS = /M|-?\d+(?:\.\d+)?/g

/** Rings of a path written by pathOf, in sheet units. */
function ringsOf(path: string): number[][] {
  const rings: number[][] = []
  let ring: number[] = []
  for (const [token] of path.matchAll(NUMBERS)) {
    if (token === 'M') {
      ring = []
      rings.push(ring)
      continue
    }
    const before = ring.length >= 2 ? ring[ring.length - 2] : 0
    ring.push(before + Number(token) / GRID)
  }
  return rings
}

/** Even-odd over all rings, so that lakes and exclaves count. */
export function insidePath(path: string): (x: number, y: number) => boolean {
  const rings = ringsOf(path)
  return (x, y) => {
    let isInside = false
    for (const ring of rings)
      for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
        const [xi, yi, xj, yj] = [ring[i], ring[i + 1], ring[j], ring[j + 1]]
        if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) isInside = !isInside
      }
    return isInside
  }
}
