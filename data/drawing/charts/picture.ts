// What a chart shows, as data: enough to draw it anew on a sheet, where it must say in print what pointing says on a screen.

export interface TrendPicture {
  readonly kind: 'trend'
  readonly points: readonly {
    readonly label: string
    readonly now: number
    /** The day is not over. */
    readonly isPartial: boolean
    readonly lastYear: number | null
    readonly low: number | null
    readonly high: number | null
  }[]
  readonly words: { readonly now: string; readonly lastYear: string; readonly normal: string }
  readonly event: { readonly index: number; readonly words: string } | null
}

export interface BarsPicture {
  readonly kind: 'bars'
  readonly rows: readonly {
    readonly name: string
    /** One part, or one and a part that is bad. */
    readonly parts: readonly number[]
    /** Columns at the end of the row, '' for nothing. */
    readonly words: readonly string[]
    readonly isDimmed: boolean
    readonly depth: number
  }[]
  /** Of the columns at the end. */
  readonly heads: readonly string[]
  /** Names of the parts where there are two. */
  readonly partNames: readonly string[]
}

export interface HeatPicture {
  readonly kind: 'heat'
  readonly columns: readonly string[]
  readonly rows: readonly string[]
  /** [row][column]. */
  readonly counts: readonly (readonly number[])[]
}

export interface RankingPicture {
  readonly kind: 'ranking'
  readonly rows: readonly {
    readonly name: string
    readonly value: number | null
    readonly low: number | null
    readonly high: number | null
    /** Words in the place of the bar where there are too few to say; null: enough. */
    readonly few: string | null
    /** Against the target: the whole interval on one side, or astride of it. */
    readonly tone: 'good' | 'poor' | 'open'
    readonly words: string
    readonly n: string
  }[]
  readonly from: number
  readonly to: number
  readonly target: { readonly value: number; readonly words: string } | null
  readonly heads: { readonly figure: string; readonly n: string }
}

export type ChartPicture = TrendPicture | BarsPicture | HeatPicture | RankingPicture
