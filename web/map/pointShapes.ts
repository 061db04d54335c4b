// Shapes of incidents, computed: the shape tells overdue (diamond) from open (disc) before the colour does.
import type { HatchImage } from './hatchPattern.ts'

export interface ShapeOptions {
  readonly shape: 'disc' | 'diamond'
  /** Half the width of the shape without its casing, CSS px. */
  readonly radius: number
  readonly casing: number
  /** '#rrggbb'. */
  readonly fill: string
  readonly edge: string
}

const PIXEL_RATIO = 3

const channel = (colour: string, c: number): number => Number.parseInt(colour.slice(1 + 2 * c, 3 + 2 * c), 16)

/** Distance from the middle in units of the shape's radius metric: Euclidean for a disc, Manhattan for a diamond. */
const distance = (shape: ShapeOptions['shape'], dx: number, dy: number): number =>
  shape === 'disc' ? Math.hypot(dx, dy) : (Math.abs(dx) + Math.abs(dy)) * Math.SQRT1_2

const clamp = (value: number): number => Math.min(1, Math.max(0, value))

export function pointShape(options: ShapeOptions): HatchImage {
  const { shape, radius, casing } = options
  const reach = shape === 'disc' ? 1 : Math.SQRT2
  const side = 2 * Math.ceil((radius + casing) * reach * PIXEL_RATIO + 1)
  const data = new Uint8ClampedArray(side * side * 4)
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const far = distance(shape, x + 0.5 - side / 2, y + 0.5 - side / 2)
      const inner = clamp(radius * PIXEL_RATIO + 0.5 - far)
      const outer = clamp((radius + casing) * PIXEL_RATIO + 0.5 - far)
      const at = (y * side + x) * 4
      for (let c = 0; c < 3; c++) {
        const edge = channel(options.edge, c)
        data[at + c] = edge + (channel(options.fill, c) - edge) * inner
      }
      data[at + 3] = 255 * outer
    }
  return { width: side, height: side, data, pixelRatio: PIXEL_RATIO }
}
