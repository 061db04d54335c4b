// The Store on an embedded DuckDB file: puts the parts together and reads by the city's settings of then and of today.
import { mkdirSync } from 'node:fs'
import type { City } from '#data/model/city.ts'
import type { Slice } from '#data/model/slice.ts'
import type { Store } from '../store.ts'
import { createAccountStore } from './accounts.ts'
import { createAppend } from './appendIncidents.ts'
import { assignIncidents } from './assignIncidents.ts'
import { breakdown, midnightCounts } from './breakdown.ts'
import { openCityHistory } from './cityHistory.ts'
import { type DatabaseOptions, openDatabase } from './database.ts'
import * as documents from './documents.ts'
import * as durations from './durations.ts'
import { exportDatabase } from './exportDatabase.ts'
import * as incidents from './incidents.ts'
import { countIncidents, listIncidents } from './listIncidents.ts'
import { migrate } from './migrate.ts'
import { atSequenceOf, type Reading } from './reading.ts'
import { columnsOfRecords } from './recordColumns.ts'
import { settingsReading } from './settingsReading.ts'
import * as slices from './slices.ts'
import { openTerms } from './terms.ts'
import * as versions from './versions.ts'
import { createWriter } from './writer.ts'

export interface StoreOptions extends Omit<DatabaseOptions, 'memoryLimit' | 'threads'> {
  readonly memoryLimit?: string
  readonly threads?: number
  /** Zone of local days while no city is written. */
  readonly zone?: string
  /** Milliseconds since 1970; the time of commits. */
  readonly now?: () => number
}

/** @throws StoreRefusal 'locked' when another process has the folder, 'newer-schema' when it was written by a newer Jingwei. */
export async function openDuckDbStore(options: StoreOptions): Promise<Store> {
  const now = options.now ?? Date.now
  const database = await openDatabase({
    folder: options.folder,
    memoryLimit: options.memoryLimit ?? '600MB',
    threads: options.threads ?? 2,
  })
  await migrate(database, now()).catch(async (error: unknown) => {
    await database.close()
    throw error
  })
  const writer = await createWriter(database, now)
  const terms = await openTerms(database)
  const append = await createAppend(writer, terms)
  const settings = await openCityHistory(database, writer)
  const today = (): City | null => settings.newest()?.city ?? null
  let states: { seq: number; value: ReturnType<Store['sourceStates']> } | null = null
  const atSequence = atSequenceOf(writer, database.read)
  const readingOf = (then: City | null, now: City | null): Reading => ({
    read: database.read,
    terms,
    atSequence,
    ...settingsReading(then, now, options.zone ?? 'UTC'),
  })
  const reading = (): Reading => readingOf(today(), today())
  /** With the settings of a slice's sequence. Today's are taken before anything is waited for. */
  const readingAt = async ({ seq }: Slice): Promise<Reading> => {
    const now = today()
    return readingOf(await settings.at(seq), now)
  }

  return {
    head: async () => writer.head(),
    readCity: async (seq) => (seq === undefined ? today() : settings.at(seq)),
    citySeq: () => settings.newest()?.seq ?? 0,
    writeCity: (city) => settings.writing(city, (add) => documents.writeCity(writer, city, add)),
    publishVersion: (version) =>
      version.city
        ? settings.writing(version.city, (add) => versions.publishVersion(writer, version, now(), add))
        : versions.publishVersion(writer, version, now(), () => {}),
    listVersions: () => versions.listVersions(reading()),
    readVersion: (id) => versions.readVersion(reading(), id),
    appendIncidents: async (records) => append(columnsOfRecords(records)),
    appendIncidentColumns: append,
    assignIncidents: (rows) => assignIncidents(writer, terms, rows),
    slice: async (slice, measures) => slices.slice(await readingAt(slice), slice, measures),
    breakdown: async (slice, unitIds, dimensions, measures) =>
      breakdown(await readingAt(slice), slice, unitIds, dimensions, measures),
    midnightCounts: async (slice, unitIds) => midnightCounts(await readingAt(slice), slice, unitIds),
    unlocatedByCause: async (slice) => durations.unlocatedByCause(await readingAt(slice), slice),
    series: async (slice, unitIds) => slices.series(await readingAt(slice), slice, unitIds),
    listIncidents: async (query) => listIncidents(await readingAt(query.slice), query),
    countIncidents: async (query) => countIncidents(await readingAt(query.slice), query),
    readIncident: (id, seq) => incidents.readIncident(reading(), id, seq ?? Number.MAX_SAFE_INTEGER),
    readIncidentVersions: (id) => incidents.readIncidentVersions(reading(), id),
    findIncidents: (sources, sourceId, seq) =>
      incidents.findIncidents(reading(), sources, sourceId, seq ?? Number.MAX_SAFE_INTEGER),
    points: async (slice, ...asked) => incidents.points(await readingAt(slice), slice, ...asked),
    sourceStates: () => {
      const { seq } = writer.head()
      if (states?.seq !== seq) states = { seq, value: documents.sourceStates(reading()) }
      return states.value
    },
    newestReceived: (own) => documents.newestReceived(reading(), own),
    writePremises: (origin, rows) => documents.writePremises(writer, origin, rows),
    writeReport: (report) => documents.writeReport(writer, report),
    listReports: () => documents.listReports(reading()),
    readReport: (id) => documents.readReport(reading(), id),
    accounts: createAccountStore(database, writer),
    exportTo: async (folder, { withAccounts = false } = {}) => {
      mkdirSync(folder, { recursive: true })
      await writer.alone((connection) => exportDatabase(connection, folder, withAccounts))
    },
    close: () =>
      writer.finish(async (connection) => {
        await connection.run('CHECKPOINT')
        await database.close()
      }),
  }
}
