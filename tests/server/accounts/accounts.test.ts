// Accounts on a real store: passwords, lock-out, second factor, sessions over a restart, links that work once.
import { Secret, TOTP } from 'otpauth'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Accounts, openAccounts } from '../../../server/accounts/accounts.ts'
import type { AccountEvent } from '../../../server/accounts/event.ts'
import { createHashing } from '../../../server/accounts/passwordHash.ts'
import { passwordFaults } from '../../../server/accounts/passwordRules.ts'
import { openDuckDbStore } from '../../../server/store/duckdb/duckDbStore.ts'
import type { Store } from '../../../server/store/store.ts'

const PASSWORD = 'Fuyuan-Lake-2031'
const NEW_PASSWORD = 'Taihang-Hill-2032'
const FROM = { address: '10.0.0.7', agent: 'test' }
const BY = { address: 'local', principalId: null }
const MINUTE_MS = 60_000

let store: Store
let nowMs: number
let events: AccountEvent[]
let accounts: Accounts
const open = () =>
  openAccounts({
    store: store.accounts,
    clock: () => nowMs,
    onEvent: (event) => events.push(event),
    hashCost: { n: 1024, r: 8, p: 1 },
    idleMs: 30 * MINUTE_MS,
    absoluteMs: 720 * MINUTE_MS,
  })
beforeEach(async () => {
  store = await openDuckDbStore({ folder: ':memory:' })
  nowMs = Date.parse('2026-11-22T08:00:00Z')
  events = []
  accounts = await open()
})
afterEach(() => store.close())

const withAdministrator = async () => {
  const token = await accounts.makeSetUpLink('local')
  return accounts.useLink({ token, name: 'zhang', displayName: '张敏', password: PASSWORD }, FROM)
}
const codeOf = (secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: nowMs })

describe('passwords', () => {
  it.each([
    ['Ab1-Ab1-x', ['too-short']],
    ['onlylowercase', ['too-simple']],
    ['Password2026', ['common']],
    ['P@ssw0rd!!', ['common']],
    ['Zhang-2026-Lake', ['has-name']],
    [PASSWORD, []],
  ])('judges %s', (password, faults) => {
    expect(passwordFaults(password, ['zhang', '敏'])).toEqual(faults)
  })

  it('are hashed with their parameters, each with its own salt', async () => {
    const { hash, verify, isOutdated } = createHashing()
    const [one, two] = await Promise.all([hash(PASSWORD), hash(PASSWORD)])
    expect(one).not.toBe(two)
    expect(one).not.toContain(PASSWORD)
    expect(await verify(PASSWORD, one)).toBe(true)
    expect(await verify(NEW_PASSWORD, one)).toBe(false)
    expect(await verify(PASSWORD, null)).toBe(false)
    expect([isOutdated(one), isOutdated('scrypt$16384$8$1$a$b')]).toEqual([false, true])
  })
})

describe('the set-up link', () => {
  it('makes the first administrator once', async () => {
    const token = await accounts.makeSetUpLink('local')
    await expect(accounts.useLink({ token, password: 'weaky' }, FROM)).rejects.toMatchObject({
      code: 'weak-password',
      more: { faults: ['too-short', 'too-simple'] },
    })
    const session = await accounts.useLink({ token, name: 'zhang', password: PASSWORD }, FROM)
    expect(accounts.holderOf(session)?.account).toMatchObject({ name: 'zhang', role: 'administrator' })
    await expect(accounts.useLink({ token, name: 'li', password: PASSWORD }, FROM)).rejects.toMatchObject({
      code: 'link-unknown',
    })
    await expect(accounts.makeSetUpLink('local')).rejects.toMatchObject({ code: 'name-taken' })
  })

  it('expires, and a newer one takes its place', async () => {
    const first = await accounts.makeSetUpLink('local')
    const second = await accounts.makeSetUpLink('local')
    expect([accounts.directory.findLink(first), accounts.directory.findLink(second)]).toEqual([
      null,
      expect.anything(),
    ])
    nowMs += 25 * 60 * MINUTE_MS
    expect(accounts.directory.findLink(second)).toBeNull()
  })
})

describe('signing in', () => {
  it('takes the name in any case, and answers an unknown name as a wrong password', async () => {
    await withAdministrator()
    expect(await accounts.signIn({ name: 'ZHANG', password: PASSWORD }, FROM)).toMatchObject({
      step: 'signedIn',
    })
    for (const name of ['zhang', 'nobody'])
      await expect(accounts.signIn({ name, password: 'x' }, FROM)).rejects.toMatchObject({ code: 'wrong' })
  })

  it.each(['zhang', 'nobody'])('locks %s with a growing delay', async (name) => {
    await withAdministrator()
    const attempt = (password: string) => accounts.signIn({ name, password }, FROM)
    for (let failure = 0; failure < 5; failure++)
      await expect(attempt('x')).rejects.toMatchObject({ code: 'wrong' })
    await expect(attempt(PASSWORD)).rejects.toMatchObject({ code: 'locked', more: { retryAfterMs: 30_000 } })
    nowMs += 30_000
    await expect(attempt('x')).rejects.toMatchObject({ code: 'wrong' })
    await expect(attempt('x')).rejects.toMatchObject({ code: 'locked', more: { retryAfterMs: 60_000 } })
    expect(events.filter(({ action }) => action === 'lock-out')).toHaveLength(2)
    nowMs += MINUTE_MS
    if (name === 'zhang') expect(await attempt(PASSWORD)).toMatchObject({ step: 'signedIn' })
  })

  it('wants the second factor where there is one; a code and a recovery code work once', async () => {
    await withAdministrator()
    const zhang = () => accounts.directory.find('zhang')!
    const { secret } = await accounts.offerSecondFactor(zhang(), PASSWORD, FROM.address)
    await expect(accounts.confirmSecondFactor(zhang(), '000000', 'a')).rejects.toMatchObject({
      code: 'wrong-code',
    })
    const [recovery] = await accounts.confirmSecondFactor(zhang(), codeOf(secret), 'a')
    const attempt = (code?: string) => accounts.signIn({ name: 'zhang', password: PASSWORD, code }, FROM)
    expect(await attempt()).toEqual({ step: 'secondFactor' })
    await expect(attempt(codeOf(secret))).rejects.toMatchObject({ code: 'wrong-code' })
    nowMs += MINUTE_MS
    expect(await attempt(codeOf(secret))).toMatchObject({ step: 'signedIn' })
    expect(await attempt(recovery)).toMatchObject({ step: 'signedIn' })
    await expect(attempt(recovery)).rejects.toMatchObject({ code: 'wrong-code' })
    expect(zhang().secondFactor?.recoveryHashes).toHaveLength(9)
  })
})

describe('sessions', () => {
  it('outlive a restart, and not the idle or the absolute limit', async () => {
    const token = await withAdministrator()
    accounts = await open()
    expect(accounts.holderOf(token)?.account.name).toBe('zhang')
    for (let half = 0; half < 26; half++) {
      nowMs += 29 * MINUTE_MS
      const isWithin = (half + 1) * 29 < 720
      expect(accounts.holderOf(token) !== null, String(half)).toBe(isWithin)
    }
    const other = await accounts.signIn({ name: 'zhang', password: PASSWORD }, FROM)
    nowMs += 30 * MINUTE_MS
    expect(other.step === 'signedIn' && accounts.holderOf(other.token)).toBeNull()
  })

  it('are kept by hash alone, and end with a new password, a reset or a disabled account', async () => {
    const first = await withAdministrator()
    const [stored] = await store.accounts.readSessions()
    expect(JSON.stringify(stored)).not.toContain(first)
    const second = await accounts.signIn({ name: 'zhang', password: PASSWORD }, FROM)
    if (second.step !== 'signedIn') throw new Error('signed in')
    const holder = accounts.holderOf(second.token)!
    await accounts.changePassword(holder, { current: PASSWORD, next: NEW_PASSWORD }, 'a')
    expect([accounts.holderOf(first), accounts.holderOf(second.token)]).toEqual([null, expect.anything()])
    const li = { name: 'li', displayName: '李', role: 'viewer', scope: { kind: 'all' } } as const
    const link = await accounts.addAccount(li, BY)
    const session = await accounts.useLink({ token: link, password: PASSWORD }, FROM)
    await accounts.setDisabled('li', nowMs, BY)
    expect(accounts.holderOf(session)).toBeNull()
    await expect(accounts.signIn({ name: 'li', password: PASSWORD }, FROM)).rejects.toMatchObject({
      code: 'wrong',
    })
    await expect(accounts.setDisabled('zhang', nowMs, BY)).rejects.toMatchObject({
      code: 'last-administrator',
    })
  })
})

it('no event carries a password', async () => {
  await withAdministrator()
  await accounts.signIn({ name: 'zhang', password: PASSWORD }, FROM)
  expect(events.map(({ action }) => action)).toEqual(['link-made', 'account-created', 'sign-in'])
  expect(JSON.stringify(events)).not.toContain(PASSWORD)
})
