// What every query needs: a connection, the terms, the city's zone and levels, and the rows of a sequence.
import type { Database } from './database.ts'
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
  /** Whether an organisation is one of those asked for, or below one of them. */
  isOfOrganisations(key: string, asked: readonly string[]): boolean
  /** Whether a category's coordinates must not be shown. */
  isSensitive(category: string): boolean
  /**
   * Runs a query on the rows of a sequence. Superseded rows are left out when nothing newer has been written,
   * which is checked again afterwards: a commit that began meanwhile might have hidden rows.
   */
  atSequence<T>(seq: number, query: (withVersions: boolean) => Promise<T>): Promise<T>
}

export const atSequenceOf =
  (writer: Writer): Reading['atSequence'] =>
  async (seq, query) => {
    if (writer.startedSeq() <= seq) {
      const result = await query(false)
      if (writer.startedSeq() <= seq) return result
    }
    return query(true)
  }
