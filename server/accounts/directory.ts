// All accounts and one-time links in memory over the store: names are unique without regard to case, an account is never
// deleted (the audit names it) but disabled, and the last administrator stays.
import type { Role, Scope } from '../access/principal.ts'
import type { AccountStore, StoredAccount, StoredLink } from '../store/accountStore.ts'
import { AccountRefusal } from './refusal.ts'
import { newId, newToken, sha256 } from './tokens.ts'

export interface NewAccount {
  readonly name: string
  readonly displayName: string
  readonly role: Role
  readonly scope: Scope
  readonly origin: StoredAccount['origin']
}

export interface Directory {
  list(): StoredAccount[]
  read(id: string): StoredAccount | null
  find(name: string): StoredAccount | null
  /** @throws AccountRefusal name-taken */
  create(account: NewAccount): Promise<StoredAccount>
  change(id: string, patch: Partial<Omit<StoredAccount, 'id'>>): Promise<StoredAccount>
  /** @returns its secret, told once. @param accountId null: to make the first administrator */
  makeLink(accountId: string | null, lifeMs: number): Promise<string>
  findLink(token: string): StoredLink | null
  /** Takes it out of use. */
  dropLinks(isDropped: (link: StoredLink) => boolean): Promise<void>
  hasSetUpLink(): boolean
}

export async function openDirectory(store: AccountStore, clock: () => number): Promise<Directory> {
  const accounts = new Map((await store.readAccounts()).map((account) => [account.id, account]))
  const links = new Map((await store.readLinks()).map((link) => [link.tokenHash, link]))
  const find = (name: string): StoredAccount | null =>
    [...accounts.values()].find((account) => account.name.toLowerCase() === name.toLowerCase()) ?? null
  const isAlive = (link: StoredLink): boolean => link.expiresAtMs > clock()

  const directory: Directory = {
    list: () => [...accounts.values()],
    read: (id) => accounts.get(id) ?? null,
    find,
    async create(account) {
      if (find(account.name))
        throw new AccountRefusal('name-taken', `there is an account ${account.name} already`)
      const made: StoredAccount = {
        ...{ ...account, id: newId(), passwordHash: null, secondFactor: null },
        ...{ createdAtMs: clock(), disabledAtMs: null, signedInAtMs: null },
      }
      accounts.set(made.id, made)
      await store.writeAccount(made)
      return made
    },
    async change(id, patch) {
      const known = accounts.get(id)
      if (!known) throw new AccountRefusal('unknown-account', 'there is no such account')
      const next = { ...known, ...patch }
      const rules = [...accounts.values()].filter((each) => each.id !== id && isRuling(each))
      if (isRuling(known) && !isRuling(next) && rules.length === 0)
        throw new AccountRefusal('last-administrator', `${known.name} is the last administrator`)
      accounts.set(id, next)
      await store.writeAccount(next)
      return next
    },
    async makeLink(accountId, lifeMs) {
      await directory.dropLinks((link) => link.accountId === accountId || !isAlive(link))
      const token = newToken()
      const link = { tokenHash: sha256(token), accountId, expiresAtMs: clock() + lifeMs }
      links.set(link.tokenHash, link)
      await store.writeLink(link)
      return token
    },
    findLink(token) {
      const link = links.get(sha256(token))
      return link && isAlive(link) ? link : null
    },
    async dropLinks(isDropped) {
      const dropped = [...links.values()].filter(isDropped).map(({ tokenHash }) => tokenHash)
      for (const hash of dropped) links.delete(hash)
      if (dropped.length > 0) await store.removeLinks(dropped)
    },
    hasSetUpLink: () => [...links.values()].some((link) => link.accountId === null && isAlive(link)),
  }
  return directory
}

const isRuling = ({ role, scope, disabledAtMs }: StoredAccount): boolean =>
  role === 'administrator' && scope.kind === 'all' && disabledAtMs === null
