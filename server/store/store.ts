// The semantic Store: what the product asks of its database. One conformance suite (tests/server/store),
// adapters write their own SQL (duckdb/). Every write is one commit with one number of one sequence.
import type { Coverage } from '#data/coverage/coverage.ts'
import type { CountedMeasure, Measure } from '#data/metrics/metric.ts'
import type { Assignment } from '#data/model/assignment.ts'
import type { City } from '#data/model/city.ts'
import type { IncidentId, UnitId, VersionId } from '#data/model/ids.ts'
import type { IncidentRecord } from '#data/model/incident.ts'
import type { IncidentColumns } from '#data/model/incidentColumns.ts'
import type { INCIDENT_SORTS, INCIDENT_STATES } from '#data/model/incidentsApi.ts'
import type { Dimension, Slice } from '#data/model/slice.ts'
import type { Unit } from '#data/model/unit.ts'
import type { AccountStore } from './accountStore.ts'

/** The newest commit. */
export interface Head {
  readonly seq: number
  readonly committedAtMs: number
}

export interface VersionSummary {
  readonly id: VersionId
  /** Local date yyyy-mm-dd from whose midnight it holds. */
  readonly effectiveFrom: string
  readonly publishedAtMs: number
  readonly seq: number
  readonly unitCount: number
  readonly note: string
}

export interface PublishedVersion extends VersionSummary {
  readonly units: readonly Unit[]
  readonly coverage: Coverage
}

export interface AppendResult {
  readonly seq: number
  readonly inserted: number
  /** Superseded an earlier row of the same (source, sourceId). */
  readonly updated: number
  /** Equal to what was there: nothing written. */
  readonly unchanged: number
}

export interface AssignedIncident {
  readonly source: string
  readonly sourceId: string
  readonly assignments: readonly Assignment[]
}

export interface AssignResult {
  readonly seq: number
  readonly updated: number
  readonly unchanged: number
  /** Source ids that no matter has, in the order given. */
  readonly unknown: readonly string[]
}

/** Measures by unit as stored, not rolled up: row i of every column belongs to unitIds[i]. 0 is unlocated. */
export interface UnitMeasures {
  readonly unitIds: Float64Array
  readonly measures: ReadonlyMap<Measure, Float64Array>
}

export interface SeriesPoint {
  /** Local day yyyy-mm-dd in the city's zone. */
  readonly day: string
  readonly received: number
}

/** Key: the code or key as the slice's filter takes it, 'weekday-hour' of hourWeekday, '' where unknown. */
export interface BreakdownRow {
  readonly key: string
  readonly counts: ReadonlyMap<Measure, number>
}
/** By dimension, keys without any row left out. */
export type Breakdown = ReadonlyMap<Dimension, readonly BreakdownRow[]>

export interface StoredIncident extends IncidentRecord {
  readonly id: IncidentId
  readonly changedSeq: number
}

export interface IncidentListQuery {
  readonly slice: Slice
  /** Units to list (a unit and all below it); null: all, unlocated included. */
  readonly unitIds: ReadonlySet<UnitId> | null
  /**
   * open and overdue are those at the slice's moment, whenever they came in; handled and returned (reworked or
   * reopened) are of the slice's own matters.
   */
  readonly state: (typeof INCIDENT_STATES)[number]
  /** age: of what is open, what is not stands last; duration: to its end or to the slice's moment. */
  readonly sort: (typeof INCIDENT_SORTS)[number]
  readonly descending: boolean
  /** The place in the order of the last row of the page before. */
  readonly after: { readonly value: number; readonly id: number } | null
  /** Sensitive categories are counted but not listed. */
  readonly withholdsSensitive: boolean
  readonly limit: number
}

export interface ListedIncident extends StoredIncident {
  /** What the list is sorted by. */
  readonly sortValue: number
}

/** A point layer cell: its centre, count, and the incident when it is one. */
export interface PointCount {
  readonly x: number
  readonly y: number
  readonly count: number
  readonly overdue: number
  readonly id: number | null
}

/** A report as JSON; its shape belongs to the importer (data/model/report.ts), the store only keeps it. */
export interface StoredReport {
  readonly id: string
  readonly createdAtMs: number
  readonly kind: string
  readonly title: string
  readonly body: unknown
}

export interface PremisesRow {
  readonly unitId: UnitId | null
  readonly x: number | null
  readonly y: number | null
  readonly households: number
  readonly population: number
}

export type OwnMatters = { readonly unitIds: ReadonlySet<UnitId> } | { readonly responsible: string }

export interface Store {
  head(): Promise<Head>
  /**
   * The city's settings as they were at a sequence (null: there were none yet); without one as they are. The same object as
   * long as they are kept and the same.
   */
  readCity(seq?: number): Promise<City | null>
  /** Sequence of the commit that wrote the settings as they are; 0: none. At once, for what is kept and must not be older. */
  citySeq(): number
  /** Replaces the city's settings (levels, taxonomy, zone). */
  writeCity(city: City): Promise<Head>

  /**
   * One commit, with the settings that come with it. @returns the new version's id. Dates must rise in publishing order, else a
   * StoreRefusal.
   */
  publishVersion(version: {
    effectiveFrom: string
    note: string
    units: readonly Unit[]
    coverage: Coverage
    city?: City
  }): Promise<VersionId>
  listVersions(): Promise<VersionSummary[]>
  readVersion(id: VersionId): Promise<PublishedVersion | null>

  /** One commit. Idempotent by (source, sourceId); an equal record changes nothing; a changed one supersedes. */
  appendIncidents(records: readonly IncidentRecord[]): Promise<AppendResult>
  /** The same for many rows by column, as an import has them. */
  appendIncidentColumns(incidents: IncidentColumns): Promise<AppendResult>
  /**
   * Sets the assignments of matters by their key, and with them who is responsible; equal ones change nothing. One commit.
   * Matters that are not there are counted as unknown, and nothing is kept of them.
   */
  assignIncidents(rows: readonly AssignedIncident[]): Promise<AssignResult>
  slice(slice: Slice, measures: readonly Measure[]): Promise<UnitMeasures>
  /**
   * The measures by each dimension, the dimension's own filter left out; otherwise Σ rows is what `slice` counts in
   * these units. Rows of 'age' with key '' are those that are not open.
   */
  breakdown(
    slice: Slice,
    unitIds: ReadonlySet<UnitId> | null,
    dimensions: readonly Dimension[],
    measures: readonly CountedMeasure[],
  ): Promise<Breakdown>
  /** By source: rows of the slice, and how many came in at the very start of a local day (a date without a time). */
  midnightCounts(
    slice: Slice,
    unitIds: ReadonlySet<UnitId> | null,
  ): Promise<{ source: string; received: number; atMidnight: number }[]>
  /** Of the slice's matters without a unit: how many by cause (UNLOCATED_CAUSES; 'unknown' where none was told). */
  unlocatedByCause(slice: Slice): Promise<Record<string, number>>
  series(slice: Slice, unitIds: ReadonlySet<UnitId> | null): Promise<SeriesPoint[]>
  listIncidents(query: IncidentListQuery): Promise<ListedIncident[]>
  /** How many there are in the list, and how many of them are withheld. */
  countIncidents(
    query: Omit<IncidentListQuery, 'sort' | 'descending' | 'after' | 'limit'>,
  ): Promise<{ total: number; withheld: number }>
  readIncident(id: IncidentId, seq?: number): Promise<StoredIncident | null>
  /** As it was written each time, first to last. */
  readIncidentVersions(id: IncidentId): Promise<(StoredIncident & { readonly writtenAtMs: number })[]>
  /** Those that one of the sources knows by exactly this id, as they were at a sequence; without one as they are. */
  findIncidents(sources: readonly string[], sourceId: string, seq?: number): Promise<StoredIncident[]>
  /**
   * Located, non-sensitive incidents of the slice in a box (1e-7 degrees), binned to `cell` units; single ones carry their
   * id. Of these units alone, where they are given; in a state as listIncidents has it.
   */
  points(
    slice: Slice,
    box: { west: number; south: number; east: number; north: number },
    cell: number,
    limit: number,
    unitIds?: ReadonlySet<UnitId> | null,
    state?: IncidentListQuery['state'],
  ): Promise<PointCount[]>
  /** Per source: rows, first and last received. */
  sourceStates(): Promise<
    {
      source: string
      count: number
      firstReceivedMs: number
      lastReceivedMs: number
      lastWrittenMs: number
      /** When its newest deliveries (commits) were written, newest first, at most 2,000. */
      deliveriesMs: readonly number[]
    }[]
  >

  /** By source: the newest moment received among the matters of these units, or of an organisation and those below it. */
  newestReceived(own: OwnMatters): Promise<ReadonlyMap<string, number>>

  /** Replaces the premises of one source file (`origin`). */
  writePremises(origin: string, rows: readonly PremisesRow[]): Promise<Head>
  writeReport(report: StoredReport): Promise<void>
  listReports(): Promise<Omit<StoredReport, 'body'>[]>
  readReport(id: string): Promise<StoredReport | null>

  readonly accounts: AccountStore

  /**
   * Exports everything to a folder of Parquet files; accounts, sessions, links and tokens (hashes, and secrets of second
   * factors) only where they are asked for: else their tables are there and empty.
   */
  exportTo(folder: string, options?: { readonly withAccounts?: boolean }): Promise<void>
  close(): Promise<void>
}

/** An expected refusal of a write (409): the store is unchanged. */
export class StoreRefusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}
