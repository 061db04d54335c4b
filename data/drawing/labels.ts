// Names on a map without two that touch: coarser units first, larger units first, each only where it fits. Greedy, since
// a sheet is drawn once and a reader forgives a missing village sooner than an unreadable one.
import { textWidth } from './textWidth.ts'

export interface LabelWish {
  /** One or two lines. */
  readonly lines: readonly string[]
  /** Smaller, at the end of the last line: the class number. '' for none. */
  readonly tail: string
  /** Middle of the text, sheet units. */
  readonly x: number
  readonly y: number
  readonly size: number
  readonly weight: number
}

export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export const LEADING = 1.2
/** The tail's type and its distance, of the name's. */
export const TAIL = { size: 0.84, gap: 0.22 } as const
const CELL = 80

const meets = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

const tailWidth = ({ tail, size }: LabelWish): number =>
  tail === '' ? 0 : textWidth(tail, size * TAIL.size) + size * TAIL.gap

export function widthOf(wish: LabelWish): number {
  const last = wish.lines.length - 1
  return Math.max(
    ...wish.lines.map((line, i) => textWidth(line, wish.size) + (i === last ? tailWidth(wish) : 0)),
  )
}

export function boxOf(wish: LabelWish): Box {
  const half = widthOf(wish) / 2 + wish.size * 0.2
  const tall = wish.size * (0.65 + ((wish.lines.length - 1) * LEADING) / 2)
  return { left: wish.x - half, right: wish.x + half, top: wish.y - tall, bottom: wish.y + tall }
}

export interface LabelRoom {
  /** Takes the room where it is free and within the limits. */
  take(box: Box): boolean
  readonly boxes: readonly Box[]
}

export function labelRoom(limits: Box, taken: readonly Box[] = []): LabelRoom {
  const boxes: Box[] = []
  const cells = new Map<string, Box[]>()
  const cellsOf = (box: Box): string[] => {
    const keys: string[] = []
    for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x++)
      for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y++) keys.push(`${x} ${y}`)
    return keys
  }
  const keep = (box: Box): void => {
    boxes.push(box)
    for (const key of cellsOf(box)) {
      const cell = cells.get(key)
      if (cell) cell.push(box)
      else cells.set(key, [box])
    }
  }
  for (const box of taken) keep(box)
  return {
    boxes,
    take(box) {
      if (box.left < limits.left || box.right > limits.right) return false
      if (box.top < limits.top || box.bottom > limits.bottom) return false
      if (cellsOf(box).some((key) => cells.get(key)?.some((other) => meets(box, other)))) return false
      keep(box)
      return true
    },
  }
}
