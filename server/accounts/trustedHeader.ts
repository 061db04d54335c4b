// Sign-in by a header of the proxy in front (a unified portal): believed only from the addresses named as proxies, and only
// for accounts that exist here, so that role and scope are decided in one place.
import type { Asked } from '../access/principal.ts'
import type { Peers } from '../http/peer.ts'
import type { StoredAccount } from '../store/accountStore.ts'
import type { Directory } from './directory.ts'

export interface TrustedHeader {
  accountOf(asked: Asked): StoredAccount | null
}

/** @param name of the header that carries the account's name */
export const createTrustedHeader = (
  name: string,
  peers: Peers,
  directory: Pick<Directory, 'find'>,
): TrustedHeader => ({
  accountOf(asked) {
    if (!peers.isProxy(asked)) return null
    const value = asked.header(name.toLowerCase())
    const account = value ? directory.find(decode(value)) : null
    return account && account.disabledAtMs === null ? account : null
  },
})

/** Header values are Latin-1; proxies write other letters percent-encoded. */
function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
