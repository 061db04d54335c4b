// Hatch textures, computed pixel by pixel: no canvas, so the same bytes everywhere and in tests.
//
//   period p      A tile of side p·√2 repeats a 45° line pattern without a seam, because moving by the
//   ╱ ╱ ╱ ╱       tile's side along x or y moves the phase by exactly one period.

export interface HatchOptions {
  /** Distance between lines, CSS px. */
  readonly period: number
  /** Width of a line, CSS px. */
  readonly width: number
  /** 45 rises to the right, −45 falls. */
  readonly angle: 45 | -45
  readonly line: string
  /** null: transparent between the lines. */
  readonly ground: string | null
}

export interface HatchImage {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray
  readonly pixelRatio: number
}

/** Texels for one CSS px: fine enough that rounding the tile's side moves the period by under 2 %. */
const PIXEL_RATIO = 3

/** '#rrggbb' as three bytes. */
function bytesOf(color: string): readonly [number, number, number] {
  if (!/^#[0-9a-f]{6}$/i.test(color)) throw new Error(`hatch colour '${color}' is not #rrggbb`)
  const value = Number.parseInt(color.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

/** How much of a pixel whose centre is `distance` from a line's middle the line covers, 0–1. */
const coverageAt = (distance: number, halfWidth: number): number =>
  Math.min(1, Math.max(0, halfWidth + 0.5 - distance))

/** A seamless square tile of diagonal lines. */
export function hatchPattern(options: HatchOptions): HatchImage {
  const side = Math.round(options.period * Math.SQRT2 * PIXEL_RATIO)
  const period = side / Math.SQRT2
  const halfWidth = (options.width * PIXEL_RATIO) / 2
  const line = bytesOf(options.line)
  const ground = options.ground === null ? null : bytesOf(options.ground)
  const data = new Uint8ClampedArray(side * side * 4)
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const along = (options.angle === 45 ? x + y + 1 : x - y + side) / Math.SQRT2
      const phase = along % period
      const cover = coverageAt(Math.min(phase, period - phase), halfWidth)
      const at = (y * side + x) * 4
      for (let c = 0; c < 3; c++)
        data[at + c] = ground === null ? line[c] : ground[c] + (line[c] - ground[c]) * cover
      data[at + 3] = ground === null ? 255 * cover : 255
    }
  return { width: side, height: side, data, pixelRatio: PIXEL_RATIO }
}
