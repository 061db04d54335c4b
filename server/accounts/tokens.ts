// Random secrets and their hashes: 256 bits cannot be guessed, so one round of SHA-256 is enough to keep them by.
import { createHash, randomBytes } from 'node:crypto'

export const newToken = (): string => randomBytes(32).toString('base64url')
export const newId = (): string => randomBytes(9).toString('base64url')
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url')
