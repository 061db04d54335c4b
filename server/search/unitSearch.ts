// Units by name, code or pinyin. Exact before beginning before inside, names before pinyin, coarse levels before
// fine ones. The index is built when a version is first searched: 15,000 names are gone through in milliseconds.
import type { UnitTable } from '#data/model/unit.ts'
import { nameReadings, type Readings, spells } from './pinyin.ts'

export type FoundBy = 'name' | 'code' | 'pinyin'
export interface FoundUnit {
  readonly row: number
  readonly by: FoundBy
}
export interface UnitSearch {
  /** The best `limit` matches of those that are shown and how many there are. */
  find(
    wanted: string,
    limit: number,
    isShown?: (row: number) => boolean,
  ): { found: FoundUnit[]; total: number }
}

interface Entry {
  readonly name: string
  readonly code: string
  readonly readings: readonly Readings[]
}

/** Full-width forms and compatibility characters as their ordinary ones. */
export const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

/** What people leave out at the end of a name. */
const SUFFIX = /(?:省|市|县|区|镇|乡|街道|村|社区|居委会|村委会|居民委员会|村民委员会)$/u
/** Longer spellings are of no name; spelling may branch at each letter. */
const MOST_LETTERS = 40

export function createUnitSearch(table: UnitTable): UnitSearch {
  const entries: Entry[] = table.units.map(({ name, code }) => {
    const folded = plain(name)
    return { name: folded, code: code.toLowerCase(), readings: nameReadings(folded) }
  })
  return {
    find(wanted, limit, isShown = () => true) {
      const text = plain(wanted)
      // Half of a rare character is no character.
      if (text === '' || /\p{Surrogate}/u.test(text)) return { found: [], total: 0 }
      const letters = text.replace(/[\s'’·-]/g, '').replaceAll('ü', 'v')
      const spelling =
        /^(?=\d*[a-z])[a-z\d]+$/.test(letters) && letters.length <= MOST_LETTERS ? letters : null
      const ranked: { row: number; rank: number; by: FoundBy }[] = []
      entries.forEach((entry, row) => {
        const match = rankOf(entry, text, spelling)
        if (match && isShown(row)) ranked.push({ row, ...match })
      })
      ranked.sort((a, b) => a.rank - b.rank || table.level[a.row] - table.level[b.row] || a.row - b.row)
      return { found: ranked.slice(0, limit).map(({ row, by }) => ({ row, by })), total: ranked.length }
    },
  }
}

/** 0 exact, 1 the whole by pinyin, 2 begins, 3 begins by pinyin, 4 inside, 5 inside by pinyin. */
function rankOf(
  { name, code, readings }: Entry,
  text: string,
  spelling: string | null,
): { rank: number; by: FoundBy } | null {
  if (name === text || name.replace(SUFFIX, '') === text) return { rank: 0, by: 'name' }
  if (code === text) return { rank: 0, by: 'code' }
  if (name.startsWith(text)) return { rank: 2, by: 'name' }
  if (code.startsWith(text)) return { rank: 2, by: 'code' }
  if (name.includes(text)) return { rank: 4, by: 'name' }
  if (spelling === null) return null
  const length = spells(readings, spelling, 0)
  if (length > 0) {
    const core = [...name.replace(SUFFIX, '')].length
    return { rank: length === core || length === readings.length ? 1 : 3, by: 'pinyin' }
  }
  for (let start = 1; start < readings.length; start++)
    if (spells(readings, spelling, start) > 0) return { rank: 5, by: 'pinyin' }
  return null
}
