// Readings of a name, character by character: every reading of a character counts, so that 长治 is found by
// changzhi and zhangzhi alike. Characters, not UTF-16 units: rare ones (U+20000 and up) are two units long.
import { pinyin } from 'pinyin-pro'

/** Ways to read one character, lower case, ü as v; a character without a reading reads as itself. */
export type Readings = readonly string[]

const known = new Map<string, Readings>()

function readingsOf(character: string): Readings {
  let readings = known.get(character)
  if (!readings) {
    const all = pinyin(character, { multiple: true, type: 'array', toneType: 'none', v: true })
    readings = [...new Set(all.map((reading) => reading.toLowerCase().replaceAll('ü', 'v')))]
    known.set(character, readings)
  }
  return readings
}

export const nameReadings = (name: string): Readings[] => [...name].map(readingsOf)

/** Letters that may stand for a whole reading: its first, or zh, ch, sh. */
const initialsOf = (reading: string): string[] =>
  /^[zcs]h/.test(reading) ? [reading[0], reading.slice(0, 2)] : [reading[0]]

/**
 * Whether `typed` spells the characters from `start` on, each by a whole reading or its initial, the last
 * perhaps not to its end. @returns how many characters it took, 0 if it does not.
 */
export function spells(readings: readonly Readings[], typed: string, start: number): number {
  if (start >= readings.length) return 0
  let most = 0
  for (const reading of readings[start]) {
    if (reading.startsWith(typed)) most = Math.max(most, 1)
    for (const part of [...initialsOf(reading), reading]) {
      if (part.length >= typed.length || !typed.startsWith(part)) continue
      const rest = spells(readings, typed.slice(part.length), start + 1)
      if (rest > 0) most = Math.max(most, rest + 1)
    }
  }
  return most
}
