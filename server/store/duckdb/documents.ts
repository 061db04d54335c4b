// The small writes: city, premises, reports; and what the sources have sent.
import type { DuckDBConnection } from '@duckdb/node-api'
import type { City } from '#data/model/city.ts'
import type { Head, OwnMatters, PremisesRow, Store, StoredReport } from '../store.ts'
import { rowsOf } from './database.ts'
import { among } from './filterSql.ts'
import type { Reading } from './reading.ts'
import { unitsSql } from './slices.ts'
import type { Writer } from './writer.ts'

export async function insertCity(connection: DuckDBConnection, seq: number, city: City): Promise<void> {
  await connection.run('INSERT INTO city VALUES (?, ?)', [BigInt(seq), JSON.stringify(city)])
}

export const writeCity = (writer: Writer, city: City, onWritten: (seq: number) => void): Promise<Head> =>
  writer.commit('city', async (connection, seq) => {
    await insertCity(connection, seq, city)
    onWritten(seq)
    return true
  })

export const writePremises = (writer: Writer, origin: string, rows: readonly PremisesRow[]): Promise<Head> =>
  writer.commit('premises', async (connection, seq) => {
    if (isSame(await premisesOf(connection, origin), rows)) return false
    await connection.run('DELETE FROM premises WHERE origin = ?', [origin])
    const appender = await connection.createAppender('premises')
    for (const row of rows) {
      appender.appendVarchar(origin)
      appender.appendBigInt(BigInt(seq))
      if (row.unitId === null) appender.appendNull()
      else appender.appendBigInt(BigInt(row.unitId))
      for (const value of [row.x, row.y])
        if (value === null) appender.appendNull()
        else appender.appendInteger(value)
      appender.appendInteger(row.households)
      appender.appendInteger(row.population)
      appender.endRow()
    }
    appender.closeSync()
    return true
  })

async function premisesOf(connection: DuckDBConnection, origin: string): Promise<PremisesRow[]> {
  const rows = await rowsOf(
    connection,
    'SELECT unit_id AS "unitId", x, y, households, population FROM premises WHERE origin = ? ORDER BY rowid',
    [origin],
  )
  return rows as unknown as PremisesRow[]
}

const isSame = (known: readonly PremisesRow[], rows: readonly PremisesRow[]): boolean =>
  known.length === rows.length &&
  rows.every((row, n) => PREMISES_FIELDS.every((field) => row[field] === known[n][field]))

const PREMISES_FIELDS = ['unitId', 'x', 'y', 'households', 'population'] as const

export const writeReport = (writer: Writer, report: StoredReport): Promise<void> =>
  writer.alone(async (connection) => {
    await connection.run('DELETE FROM report WHERE id = ?', [report.id])
    await connection.run('INSERT INTO report VALUES (?, ?, ?, ?, ?)', [
      report.id,
      BigInt(report.createdAtMs),
      report.kind,
      report.title,
      JSON.stringify(report.body),
    ])
  })

export async function listReports({ read }: Reading): Promise<Omit<StoredReport, 'body'>[]> {
  const rows = await read((connection) =>
    rowsOf(connection, 'SELECT id, created_at, kind, title FROM report ORDER BY created_at DESC, id'),
  )
  return rows.map(headOfReport)
}

export async function readReport({ read }: Reading, id: string): Promise<StoredReport | null> {
  const [row] = await read((connection) =>
    rowsOf(connection, 'SELECT id, created_at, kind, title, body::VARCHAR AS body FROM report WHERE id = ?', [
      id,
    ]),
  )
  return row ? { ...headOfReport(row), body: JSON.parse(String(row.body)) } : null
}

const headOfReport = (row: Awaited<ReturnType<typeof rowsOf>>[number]): Omit<StoredReport, 'body'> => ({
  id: String(row.id),
  createdAtMs: Number(row.created_at),
  kind: String(row.kind),
  title: String(row.title),
})

export async function newestReceived(reading: Reading, own: OwnMatters): ReturnType<Store['newestReceived']> {
  const { read, terms } = reading
  const organisations = (top: string): string =>
    among(
      'organisation',
      terms.idsWhere((text) => reading.isOfScope(text, top)),
    )
  const where = 'unitIds' in own ? unitsSql(own.unitIds) : organisations(own.responsible)
  const rows = await read((connection) =>
    rowsOf(
      connection,
      `SELECT source, max(received_at) AS newest FROM incident WHERE ${where} GROUP BY source`,
    ),
  )
  return new Map(rows.map((row) => [terms.textOf(Number(row.source)) ?? '', Number(row.newest)]))
}

const KEPT_DELIVERIES = 2000

export async function sourceStates({ read, terms }: Reading): ReturnType<Store['sourceStates']> {
  const [rows, deliveries] = await Promise.all([
    read((connection) =>
      rowsOf(
        connection,
        `SELECT source, n, first, last, committed_at FROM (SELECT source, count(*) AS n, min(received_at) AS first,
         max(received_at) AS last, max(changed_seq) AS seq FROM incident GROUP BY source) JOIN commit_log USING (seq)`,
      ),
    ),
    read((connection) =>
      rowsOf(
        connection,
        `SELECT source, committed_at FROM (SELECT DISTINCT source, changed_seq AS seq FROM incident) JOIN commit_log USING (seq)
         QUALIFY row_number() OVER (PARTITION BY source ORDER BY seq DESC) <= ${KEPT_DELIVERIES} ORDER BY seq DESC`,
      ),
    ),
  ])
  return rows
    .map((row) => ({
      source: terms.textOf(Number(row.source)) ?? '',
      count: Number(row.n),
      firstReceivedMs: Number(row.first),
      lastReceivedMs: Number(row.last),
      lastWrittenMs: Number(row.committed_at),
      deliveriesMs: deliveries
        .filter((delivery) => delivery.source === row.source)
        .map((delivery) => Number(delivery.committed_at)),
    }))
    .sort((a, b) => (a.source < b.source ? -1 : 1))
}
