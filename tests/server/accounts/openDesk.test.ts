// Whether the demo's visitor comes in without signing in.
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Accounts } from '../../../server/accounts/accounts.ts'
import { type Directory, openDirectory } from '../../../server/accounts/directory.ts'
import { openDesk } from '../../../server/accounts/openDesk.ts'
import { readSettings } from '../../../server/config.ts'
import { openDuckDbStore } from '../../../server/store/duckdb/duckDbStore.ts'
import type { Store } from '../../../server/store/store.ts'

const settings = readSettings({ flags: {}, environment: {}, folder: '/nowhere' })
let store: Store
let directory: Directory

beforeEach(async () => {
  store = await openDuckDbStore({ folder: ':memory:' })
  directory = await openDirectory(store.accounts, () => 5)
})
afterEach(() => store.close())

const modeOf = (isDemo: boolean) => openDesk(settings, { directory } as unknown as Accounts, isDemo).mode
const add = (name: string, role: 'viewer' | 'administrator') =>
  directory.create({ name, displayName: name, role, scope: { kind: 'all' }, origin: 'local' })

it('the demo stays open until somebody can administer it', async () => {
  expect(modeOf(true)).toBe('demo')
  await add('wang', 'viewer')
  const { id } = await add('zhang', 'administrator')
  expect(modeOf(true)).toBe('demo')
  await directory.change(id, { passwordHash: 'set' })
  expect(modeOf(true)).toBe('accounts')
})

it('a city of one’s own is never open', () => {
  expect(modeOf(false)).toBe('accounts')
})
