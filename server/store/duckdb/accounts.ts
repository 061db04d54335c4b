// Accounts, sessions, links and tokens: a key and a document each. Outside the sequence of commits: no figure depends on them.
import type { ZodType } from 'zod'
import {
  type AccountStore,
  storedAccountSchema,
  storedFailuresSchema,
  storedLinkSchema,
  storedSessionSchema,
  storedTokenSchema,
} from '../accountStore.ts'
import { type Database, rowsOf } from './database.ts'
import type { ACCOUNT_TABLES } from './schema.ts'
import type { Writer } from './writer.ts'

type Table = (typeof ACCOUNT_TABLES)[number]

export function createAccountStore({ read }: Pick<Database, 'read'>, writer: Writer): AccountStore {
  const all = async <T>(table: Table, schema: ZodType<T>): Promise<T[]> => {
    const rows = await read((connection) =>
      rowsOf(connection, `SELECT body::VARCHAR AS body FROM ${table} ORDER BY rowid`),
    )
    return rows.map(({ body }) => schema.parse(JSON.parse(String(body))))
  }
  const replace = (table: Table, keys: readonly string[], body: object | null): Promise<void> =>
    writer.alone(async (connection) => {
      await connection.run('BEGIN')
      try {
        for (const key of keys) await connection.run(`DELETE FROM ${table} WHERE key = ?`, [key])
        if (body) await connection.run(`INSERT INTO ${table} VALUES (?, ?)`, [keys[0], JSON.stringify(body)])
        await connection.run('COMMIT')
      } catch (error) {
        await connection.run('ROLLBACK').catch(() => undefined)
        throw error
      }
    })
  return {
    readAccounts: () => all('account', storedAccountSchema),
    writeAccount: (account) => replace('account', [account.id], account),
    readSessions: () => all('account_session', storedSessionSchema),
    writeSession: (session) => replace('account_session', [session.tokenHash], session),
    removeSessions: (hashes) => replace('account_session', hashes, null),
    readLinks: () => all('account_link', storedLinkSchema),
    writeLink: (link) => replace('account_link', [link.tokenHash], link),
    removeLinks: (hashes) => replace('account_link', hashes, null),
    readTokens: () => all('account_token', storedTokenSchema),
    writeToken: (token) => replace('account_token', [token.id], token),
    readFailures: () => all('account_failure', storedFailuresSchema),
    writeFailures: (failures) => replace('account_failure', [failures.key], failures),
    removeFailures: (keys) => replace('account_failure', keys, null),
  }
}
