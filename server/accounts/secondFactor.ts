// The second factor: time-based one-time codes (RFC 6238) and recovery codes for a lost phone. A code is taken once;
// recovery codes are kept as hashes (they are random enough for a plain one).
import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { sha256 } from './tokens.ts'

const SECRET_BYTES = 20
const RECOVERY_CODES = 10
const PERIOD_SECONDS = 30
/** Without the letters and figures that look alike. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'

export const newSecret = (): string => new Secret({ buffer: ownBuffer(randomBytes(SECRET_BYTES)) }).base32

const ownBuffer = (bytes: Buffer): ArrayBuffer => Uint8Array.from(bytes).buffer

const totpOf = (secret: string, label: string): TOTP =>
  new TOTP({ issuer: 'Jingwei', label, secret: Secret.fromBase32(secret), period: PERIOD_SECONDS })

/** What the QR code says. */
export const otpAddress = (secret: string, name: string): string => totpOf(secret, name).toString()

/** The counter of the code, one step of clock error allowed; null: wrong. */
export function counterOf(secret: string, code: string, nowMs: number): number | null {
  const token = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return null
  const delta = totpOf(secret, '').validate({ token, timestamp: nowMs, window: 1 })
  return delta === null ? null : Math.floor(nowMs / 1000 / PERIOD_SECONDS) + delta
}

export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const text = [...randomBytes(10)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')
    return `${text.slice(0, 5)}-${text.slice(5)}`
  })
}

export const recoveryHash = (code: string): string => sha256(code.toLowerCase().replace(/[^a-z0-9]/g, ''))
