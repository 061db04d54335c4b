// Using a token: a wall's link for its cookie, a source's bearer. A wrong secret counts against the address it came from;
// the same wrong one sent again and again, or a revoked one, is a machine nobody told and no guess.
import type { StoredToken } from '../store/accountStore.ts'
import { isSecretOf } from './accessTokens.ts'
import { type By, type Parts, requireUnlocked } from './parts.ts'
import { AccountRefusal } from './refusal.ts'
import { sha256 } from './tokens.ts'

type Kind = StoredToken['kind']
export type TokenOf<K extends Kind> = Extract<StoredToken, { kind: K }>

const REMEMBERED_GUESSES = 1000

export function tokenUse({ tokens, lockOut, tell }: Parts) {
  const guesses = new Set<string>()
  const isNewGuess = (secret: string, address: string): boolean => {
    const guess = sha256(`${address} ${secret}`)
    if (guesses.has(guess)) return false
    guesses.add(guess)
    if (guesses.size > REMEMBERED_GUESSES) guesses.delete(guesses.keys().next().value as string)
    return true
  }
  function tokenOf<K extends Kind>(kind: K, secret: string): TokenOf<K> | null {
    if (!isSecretOf(kind, secret)) return null
    const token = tokens.find(secret)
    return token?.kind === kind && token.revokedAtMs === null ? (token as TokenOf<K>) : null
  }
  return {
    /** The token of a secret that holds; null: wrong or revoked. */
    tokenOf,
    /** The same, noted as used. @throws AccountRefusal locked, token-unknown */
    useToken<K extends Kind>(kind: K, secret: string, address: string): TokenOf<K> {
      requireUnlocked({ lockOut }, null, address)
      const token = tokenOf(kind, secret)
      if (token) {
        tokens.seen(token, address)
        return token
      }
      const known = tokens.find(secret)
      if (!known && isNewGuess(secret, address) && lockOut.failed(null, address))
        tell('lock-out', kind, address)
      tell('token-refused', known ? `${kind} ${known.name}` : kind, address, 'refused')
      throw new AccountRefusal('token-unknown', 'the token is wrong or revoked')
    },
    async makeToken(token: Parameters<typeof tokens.make>[0], by: By) {
      const made = await tokens.make(token, by.principalId)
      tell('token-made', `${token.kind} ${token.name}`, by.address, 'done', by.principalId)
      return made
    },
    async revokeToken(id: string, by: By): Promise<void> {
      const { kind, name } = await tokens.revoke(id)
      tell('token-revoked', `${kind} ${name}`, by.address, 'done', by.principalId)
    },
  }
}
