// What every query needs: a connection, the terms, the city's zone and levels, and the rows of a sequence.
import type { Slice } from '#data/model/slice.ts'
import { type Database, rowsOf } from './database.ts'
import type { Terms } from './terms.ts'
import type { Writer } from './writer.ts'

export interface Reading {
  readonly read: Database['read']
  readonly terms: Terms
  zone(): string
  /** Index of a level key, −1 if unknown. */
  levelIndex(key: string): number
  /** Key of a level index, null if unknown. */
  levelKey(index: number): string | null
  /** Whether an organisation is one of those asked for, or was below one of them at the sequence read. */
  isOfOrganisations(key: string, asked: readonly string[]): boolean
  /** Whether an organisation is one that an account is confined to, or is below it today, whatever sequence is read. */
  isOfScope(key: string, top: string): boolean
  /** Whether a category's coordinates must not be shown today, whatever sequence is read. */
  isSensitive(category: string): boolean
  /**
   * Runs a query on the rows of a slice's sequence. Superseded rows are left out when nothing newer has been written,
   * which is checked again afterwards: a commit that began meanwhile might have hidden rows.
   */
  atSequence<T>(at: Moment, query: (known: Known) => Promise<T>): Promise<T>
}

/** Which rows hold what was known at a slice's moment: most often the newest alone, which is twice as fast to read. */
export interface Known {
  /** Superseded rows may be what stood at the sequence. */
  readonly hasVersions: boolean
  /** Some deadline was extended after the moment: then the first one holds. */
  readonly hasLaterExtensions: boolean
  /** Something was reopened after the moment: then it had ended. */
  readonly hasLaterReopenings: boolean
}

type Moment = Pick<Slice, 'seq' | 'toMs' | 'asOfMs'>

export function atSequenceOf(writer: Writer, read: Database['read']): Reading['atSequence'] {
  const laterThan = (
    { toMs, asOfMs }: Moment,
    tables: readonly string[],
  ): Promise<Omit<Known, 'hasVersions'>> =>
    read(async (connection) => {
      const isAny = (where: string) =>
        tables.map((table) => `EXISTS (SELECT 1 FROM ${table} WHERE ${where})`).join(' OR ')
      const [found] = await rowsOf(
        connection,
        `SELECT ${isAny(`extended_at > ${asOfMs} AND original_deadline_at IS NOT NULL`)} AS extended,
         ${isAny(`reopened_at > ${Math.min(toMs, asOfMs)}`)} AS reopened`,
      )
      return { hasLaterExtensions: found.extended === true, hasLaterReopenings: found.reopened === true }
    })
  return async (at, query) => {
    if (writer.startedSeq() <= at.seq) {
      const result = await query({ hasVersions: false, ...(await laterThan(at, ['incident'])) })
      if (writer.startedSeq() <= at.seq) return result
    }
    return query({ hasVersions: true, ...(await laterThan(at, ['incident', 'incident_version'])) })
  }
}
