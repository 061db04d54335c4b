// How every unit of a version stands to a confined account's unit: the top and all below it are its own; the units beside
// the top may be compared, so the parent's total follows (it is their sum) and may be told too. Nothing else may.
//
//        province            outside
//        └ city              compared   the parent
//          ├ county          inside     the top
//          │ └ township …    inside
//          └ county          compared   beside the top
//            └ township …    outside
import { isWithin, type UnitTable } from '#data/model/unit.ts'
import { STANDINGS, type Standing } from './permissions.ts'

export const OUTSIDE = STANDINGS.indexOf('outside')
export const COMPARED = STANDINGS.indexOf('compared')
export const INSIDE = STANDINGS.indexOf('inside')

/** By row of the unit table: index into STANDINGS. null: nobody is confined, every unit is inside. */
export type Standings = Uint8Array | null

/**
 * What left the top's area since then is outside in an earlier version too: else an old pin would show its new matters.
 * @param current the table in force
 */
export function standingsOf(table: UnitTable, code: string, current: UnitTable): Uint8Array {
  const standings = new Uint8Array(table.length).fill(OUTSIDE)
  const top = table.rowOfCode(code)
  if (top < 0) return standings
  const topNow = current.rowOfCode(code)
  const isStillInside = (row: number): boolean => {
    const now = current.rowOf(table.units[row].id)
    return now < 0 || (topNow >= 0 && isWithin(current, now, topNow))
  }
  for (let row = 0; row < table.length; row++)
    if (isWithin(table, row, top) && isStillInside(row)) standings[row] = INSIDE
  const parent = table.parent[top]
  if (parent < 0) return standings
  for (const row of [parent, ...table.childrenOf(parent)])
    if (standings[row] === OUTSIDE) standings[row] = COMPARED
  return standings
}

export const standingAt = (standings: Standings, row: number): Standing =>
  standings === null ? 'inside' : STANDINGS[standings[row]]
