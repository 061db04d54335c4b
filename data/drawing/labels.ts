// Names on a map without two that touch: coarser units first, larger units first, each only where it fits. Greedy, since
// a sheet is drawn once and a reader forgives a missing village sooner than an unreadable one.
import { textWidth } from './textWidth.ts'

export interface LabelWish {
  readonly text: string
  /** Middle of the text, sheet units. */
  readonly x: number
  readonly y: number
  readonly size: number
  readonly weight: number
  /** Room the unit itself has; a name wider than this is left out. Infinity: always tried. */
  readonly room: number
}

export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

const meets = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

/** Wishes in order of rank; @returns those that found room, and all boxes taken. */
export function placeLabels(
  wishes: readonly LabelWish[],
  limits: Box,
  taken: readonly Box[] = [],
): { readonly placed: readonly LabelWish[]; readonly boxes: readonly Box[] } {
  const boxes: Box[] = [...taken]
  const placed: LabelWish[] = []
  const cells = new Map<string, Box[]>()
  const cellsOf = (box: Box): string[] => {
    const keys: string[] = []
    for (let x = Math.floor(box.left / 80); x <= Math.floor(box.right / 80); x++)
      for (let y = Math.floor(box.top / 80); y <= Math.floor(box.bottom / 80); y++) keys.push(`${x} ${y}`)
    return keys
  }
  const take = (box: Box): void => {
    for (const key of cellsOf(box)) {
      const cell = cells.get(key)
      if (cell) cell.push(box)
      else cells.set(key, [box])
    }
  }
  for (const box of taken) take(box)
  for (const wish of wishes) {
    const width = textWidth(wish.text, wish.size)
    if (width > wish.room) continue
    const half = width / 2 + wish.size * 0.2
    const box = {
      left: wish.x - half,
      right: wish.x + half,
      top: wish.y - wish.size * 0.65,
      bottom: wish.y + wish.size * 0.65,
    }
    if (
      box.left < limits.left ||
      box.right > limits.right ||
      box.top < limits.top ||
      box.bottom > limits.bottom
    )
      continue
    if (cellsOf(box).some((key) => cells.get(key)?.some((other) => meets(box, other)))) continue
    take(box)
    boxes.push(box)
    placed.push(wish)
  }
  return { placed, boxes }
}
