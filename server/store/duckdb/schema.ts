// The tables. A change of any of them raises SCHEMA_VERSION and adds a step to migrate.ts.
import { ASSIGNMENTS, INCIDENT_COLUMNS } from './columns.ts'

export const SCHEMA_VERSION = 5

const columns = INCIDENT_COLUMNS.map(({ name, type }) => `${name} ${type}`).join(', ')
const body = `id BIGINT NOT NULL, key_hash UBIGINT NOT NULL, source_id VARCHAR NOT NULL, changed_seq BIGINT NOT NULL, ${columns}, ${ASSIGNMENTS} VARCHAR`

/** What one signs in with: hashes, and secrets of second factors. */
export const ACCOUNT_TABLES = [
  'account',
  'account_session',
  'account_link',
  'account_token',
  'account_failure',
] as const

export const TABLES: Readonly<Record<string, string>> = {
  schema_version: 'version INTEGER NOT NULL, migrated_at BIGINT NOT NULL',
  commit_log: 'seq BIGINT NOT NULL, committed_at BIGINT NOT NULL, kind VARCHAR NOT NULL',
  term: 'id INTEGER NOT NULL, text VARCHAR NOT NULL',
  city: 'seq BIGINT NOT NULL, body JSON NOT NULL',
  version:
    'id INTEGER NOT NULL, effective_from VARCHAR NOT NULL, published_at BIGINT NOT NULL, seq BIGINT NOT NULL, unit_count INTEGER NOT NULL, note VARCHAR NOT NULL, coverage BLOB NOT NULL',
  unit_version:
    'version INTEGER NOT NULL, id BIGINT NOT NULL, code VARCHAR NOT NULL, name VARCHAR NOT NULL, level SMALLINT NOT NULL, parent_id BIGINT, households DOUBLE, population DOUBLE, staff DOUBLE',
  incident: body,
  // A superseded row held from changed_seq (seq_from) until before seq_to.
  incident_version: `${body}, seq_to BIGINT NOT NULL`,
  premises:
    'origin VARCHAR NOT NULL, seq BIGINT NOT NULL, unit_id BIGINT, x INTEGER, y INTEGER, households INTEGER NOT NULL, population INTEGER NOT NULL',
  report:
    'id VARCHAR NOT NULL, created_at BIGINT NOT NULL, kind VARCHAR NOT NULL, title VARCHAR NOT NULL, body JSON NOT NULL',
  ...Object.fromEntries(ACCOUNT_TABLES.map((table) => [table, 'key VARCHAR NOT NULL, body JSON NOT NULL'])),
}

/** Not unique: two keys may share a hash, so the text is compared on a hit. */
export const INDEXES = ['CREATE INDEX incident_key ON incident (key_hash)']

export function createTables(): string[] {
  return [...Object.entries(TABLES).map(([name, columns]) => `CREATE TABLE ${name} (${columns})`), ...INDEXES]
}
