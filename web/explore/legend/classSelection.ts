// The legend as filter: click isolates one class, again lifts it, shift adds; arrows walk the squares.
import type { ClassKey } from '../../shared/mapContract.ts'

export function toggleClass(
  isolated: readonly ClassKey[],
  key: ClassKey,
  isAdding: boolean,
): readonly ClassKey[] {
  const isOn = isolated.includes(key)
  if (isAdding) return isOn ? isolated.filter((other) => other !== key) : [...isolated, key]
  return isOn && isolated.length === 1 ? [] : [key]
}

const STEPS: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [1, 0],
  ArrowDown: [-1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** Square next to `[row, column]` in the direction of an arrow key (row 0 is at the bottom), kept inside. */
export function squareBeside(
  row: number,
  column: number,
  key: string,
  rows: number,
  columns: number,
): readonly [number, number] | null {
  const step = STEPS[key]
  if (!step) return null
  const keep = (value: number, count: number): number => Math.min(count - 1, Math.max(0, value))
  return [keep(row + step[0], rows), keep(column + step[1], columns)]
}
