// What every adapter must do for accounts, sessions, links, tokens and failures.
import { expect, it } from 'vitest'
import type {
  StoredAccount,
  StoredFailures,
  StoredLink,
  StoredSession,
  StoredToken,
} from '../../../server/store/accountStore.ts'
import type { Store } from '../../../server/store/store.ts'
import { incident } from './world.ts'

export const ACCOUNT: StoredAccount = {
  ...{ id: 'a', name: 'Zhang', displayName: '张敏', role: 'planner', origin: 'local' },
  ...{ scope: { kind: 'unit', code: '101' }, passwordHash: 'scrypt$…' },
  secondFactor: { secret: 'S\'\\"', lastCounter: 7, recoveryHashes: ['x', 'y'] },
  ...{ createdAtMs: 1, disabledAtMs: null, signedInAtMs: null },
}
const SESSION: StoredSession = {
  ...{ tokenHash: 's', accountId: 'a', createdAtMs: 1, seenAtMs: 2, address: '::1', agent: '浏览器 "x"' },
}
const LINK: StoredLink = { tokenHash: 'l', accountId: null, expiresAtMs: 9 }
const COMMON = {
  ...{ createdAtMs: 1, createdBy: 'a', revokedAtMs: null, seenAtMs: null, seenFrom: null },
}
const TOKENS: readonly StoredToken[] = [
  {
    ...{ ...COMMON, id: 'd', kind: 'device', name: '大屏', secretHash: 'h1', scene: '/?a=1' },
    scope: { kind: 'organisation', code: 'bureau' },
  },
  { ...COMMON, id: 'i', kind: 'ingest', name: '前置机', secretHash: 'h2', sources: ['case', 'hotline'] },
]
const FAILURES: StoredFailures = { key: 'name zhang', count: 5, lastAtMs: 3 }

export function accountConformance(name: string, open: () => Promise<Store>): void {
  const withStore = (test: (store: Store) => Promise<void>) => async () => {
    const store = await open()
    try {
      await test(store)
    } finally {
      await store.close()
    }
  }

  it(
    `${name} gives back what one signs in with as it was written, in the order it was first`,
    withStore(async ({ accounts }) => {
      const second = { ...ACCOUNT, id: 'b', name: 'Li', secondFactor: null, scope: { kind: 'all' } } as const
      for (const account of [ACCOUNT, second]) await accounts.writeAccount(account)
      expect(await accounts.readAccounts()).toEqual([ACCOUNT, second])
      await accounts.writeSession(SESSION)
      expect(await accounts.readSessions()).toEqual([SESSION])
      await accounts.writeLink(LINK)
      expect(await accounts.readLinks()).toEqual([LINK])
      for (const token of TOKENS) await accounts.writeToken(token)
      expect(await accounts.readTokens()).toEqual(TOKENS)
      await accounts.writeFailures(FAILURES)
      expect(await accounts.readFailures()).toEqual([FAILURES])
    }),
  )

  it(
    `${name} replaces by id, hash and key, and removes those that are named`,
    withStore(async ({ accounts }) => {
      await accounts.writeAccount(ACCOUNT)
      await accounts.writeAccount({ ...ACCOUNT, disabledAtMs: 5 })
      expect(await accounts.readAccounts()).toEqual([{ ...ACCOUNT, disabledAtMs: 5 }])
      const other = { ...SESSION, tokenHash: 't' }
      for (const session of [SESSION, other, { ...SESSION, seenAtMs: 8 }])
        await accounts.writeSession(session)
      expect((await accounts.readSessions()).map(({ seenAtMs }) => seenAtMs).toSorted()).toEqual([2, 8])
      await accounts.removeSessions(['s', 'none'])
      expect(await accounts.readSessions()).toEqual([other])
      await accounts.removeSessions([])
      await accounts.writeToken(TOKENS[0])
      await accounts.writeToken({ ...TOKENS[0], revokedAtMs: 4 })
      expect(await accounts.readTokens()).toEqual([{ ...TOKENS[0], revokedAtMs: 4 }])
      await accounts.writeLink(LINK)
      await accounts.removeLinks(['l'])
      expect(await accounts.readLinks()).toEqual([])
      await accounts.writeFailures(FAILURES)
      await accounts.writeFailures({ ...FAILURES, count: 6 })
      expect(await accounts.readFailures()).toEqual([{ ...FAILURES, count: 6 }])
      await accounts.removeFailures([FAILURES.key])
      expect(await accounts.readFailures()).toEqual([])
    }),
  )

  it(
    `${name} keeps accounts outside the sequence of commits, beside other writes`,
    withStore(async (store) => {
      const writes = Array.from({ length: 12 }, (_, n) => [
        store.accounts.writeSession({ ...SESSION, tokenHash: `s${n}` }),
        store.appendIncidents([incident(String(n))]),
      ])
      await Promise.all(writes.flat())
      expect(await store.accounts.readSessions()).toHaveLength(12)
      const { seq } = await store.head()
      await store.accounts.writeAccount(ACCOUNT)
      expect((await store.head()).seq).toBe(seq)
    }),
  )
}
