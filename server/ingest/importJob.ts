// What an import is asked to do, and what it says while it runs. Plain JSON: it may come over the control socket.
import type { ImportReport } from '#data/model/report.ts'

/** Of the stored report that an import leaves. */
export const IMPORT_KIND = 'import'

export interface ImportJob {
  readonly kind: 'units' | 'incidents' | 'premises' | 'organisations' | 'assignments'
  /** Absolute paths. */
  readonly file: string
  readonly mapping: string
  readonly repair: boolean
  readonly toleranceMeters: number
}

export interface ImportProgress {
  readonly doing: { readonly zh: string; readonly en: string }
  /** 0–1. */
  readonly progress: number
  /** Rows read so far, where rows are read. */
  readonly rows?: number
}

export interface ImportResult {
  readonly report: ImportReport | null
  /** false: refused; the store is as it was. */
  readonly isStored: boolean
  /** A line for kinds without a report. */
  readonly summary: string
}

export type TellProgress = (progress: ImportProgress) => void
