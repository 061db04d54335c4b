// Passwords as scrypt (RFC 7914) hashes that carry their own parameters, so that these can be raised later: whoever
// signs in with an older hash gets a new one.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

export interface HashCost {
  readonly n: number
  readonly r: number
  readonly p: number
}
/** OWASP's recommendation of 2^15 and 3 lanes: 32 MB and about 0.2 s. */
const COST: HashCost = { n: 32_768, r: 8, p: 3 }
const KEY_BYTES = 32
const SALT_BYTES = 16

const derive = (password: string, salt: Buffer, { n, r, p }: HashCost, bytes: number): Promise<Buffer> =>
  new Promise((done, fail) =>
    scrypt(password.normalize('NFKC'), salt, bytes, { N: n, r, p, maxmem: 256 * n * r }, (error, key) =>
      error ? fail(error) : done(key),
    ),
  )

export interface Hashing {
  hash(password: string): Promise<string>
  /** @param hash null: nobody's; as much work is done, so that the time does not tell which names exist */
  verify(password: string, hash: string | null): Promise<boolean>
  isOutdated(hash: string): boolean
}

export function createHashing(cost: HashCost = COST): Hashing {
  const start = `scrypt$${cost.n}$${cost.r}$${cost.p}$`
  const text = (bytes: Buffer): string => bytes.toString('base64url')
  const nobodys = `${start}${text(Buffer.alloc(SALT_BYTES))}$${text(Buffer.alloc(KEY_BYTES))}`
  return {
    async hash(password) {
      const salt = randomBytes(SALT_BYTES)
      return `${start}${text(salt)}$${text(await derive(password, salt, cost, KEY_BYTES))}`
    },
    async verify(password, hash) {
      const [, n, r, p, salt, key] = (hash ?? nobodys).split('$')
      const expected = Buffer.from(key, 'base64url')
      const own = { n: Number(n), r: Number(r), p: Number(p) }
      const actual = await derive(password, Buffer.from(salt, 'base64url'), own, expected.length)
      return timingSafeEqual(actual, expected) && hash !== null
    },
    isOutdated: (hash) => !hash.startsWith(start),
  }
}
