// The Store on an embedded DuckDB file: puts the parts together and keeps the city's settings at hand.
import { mkdirSync } from 'node:fs'
import type { City } from '#data/model/city.ts'
import type { Store } from '../store.ts'
import { createAccountStore } from './accounts.ts'
import { createAppend } from './appendIncidents.ts'
import { assignIncidents } from './assignIncidents.ts'
import { breakdown, midnightCounts } from './breakdown.ts'
import { type DatabaseOptions, openDatabase } from './database.ts'
import * as documents from './documents.ts'
import * as durations from './durations.ts'
import { exportDatabase } from './exportDatabase.ts'
import * as incidents from './incidents.ts'
import { countIncidents, listIncidents } from './listIncidents.ts'
import { migrate } from './migrate.ts'
import { atSequenceOf, type Reading } from './reading.ts'
import { columnsOfRecords } from './recordColumns.ts'
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
  let city: City | null = await documents.readCity(database)
  let states: { seq: number; value: ReturnType<Store['sourceStates']> } | null = null
  let parents = organisationParents(city)
  const parentOf = (key: string): string | null => parents.get(key) ?? null
  const reading: Reading = {
    read: database.read,
    terms,
    zone: () => city?.zone ?? options.zone ?? 'UTC',
    levelIndex: (key) => city?.levels.findIndex((level) => level.key === key) ?? -1,
    levelKey: (index) => city?.levels[index]?.key ?? null,
    isOfOrganisations: (key, asked) => {
      for (let at: string | null = key, hops = 0; at !== null && hops < 16; at = parentOf(at), hops++)
        if (asked.includes(at)) return true
      return false
    },
    isSensitive: (code) =>
      city?.categories.some((category) => category.sensitive && code.startsWith(category.code)) ?? false,
    atSequence: atSequenceOf(writer, database.read),
  }

  return {
    head: async () => writer.head(),
    readCity: async () => city,
    writeCity: async (next) => {
      const head = await documents.writeCity(writer, next)
      city = next
      parents = organisationParents(next)
      return head
    },
    publishVersion: (version) => versions.publishVersion(writer, version, now()),
    listVersions: () => versions.listVersions(reading),
    readVersion: (id) => versions.readVersion(reading, id),
    appendIncidents: async (records) => append(columnsOfRecords(records)),
    appendIncidentColumns: append,
    assignIncidents: (rows) => assignIncidents(writer, terms, rows),
    slice: (slice, measures) => slices.slice(reading, slice, measures),
    breakdown: (slice, unitIds, dimensions, measures) =>
      breakdown(reading, slice, unitIds, dimensions, measures),
    midnightCounts: (slice, unitIds) => midnightCounts(reading, slice, unitIds),
    unlocatedByCause: (slice) => durations.unlocatedByCause(reading, slice),
    series: (slice, unitIds) => slices.series(reading, slice, unitIds),
    listIncidents: (query) => listIncidents(reading, query),
    countIncidents: (query) => countIncidents(reading, query),
    readIncident: (id, seq) => incidents.readIncident(reading, id, seq ?? Number.MAX_SAFE_INTEGER),
    readIncidentVersions: (id) => incidents.readIncidentVersions(reading, id),
    findIncidents: (sources, sourceId, seq) =>
      incidents.findIncidents(reading, sources, sourceId, seq ?? Number.MAX_SAFE_INTEGER),
    points: (...asked) => incidents.points(reading, ...asked),
    sourceStates: () => {
      const { seq } = writer.head()
      if (states?.seq !== seq) states = { seq, value: documents.sourceStates(reading) }
      return states.value
    },
    newestReceived: (own) => documents.newestReceived(reading, own),
    writePremises: (origin, rows) => documents.writePremises(writer, origin, rows),
    writeReport: (report) => documents.writeReport(writer, report),
    listReports: () => documents.listReports(reading),
    readReport: (id) => documents.readReport(reading, id),
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

const organisationParents = (city: City | null): Map<string, string | null> =>
  new Map(city?.organisations?.map(({ key, parent }) => [key, parent]))
