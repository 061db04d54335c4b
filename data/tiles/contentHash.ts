// Keys of content: 64 bits from two independent 32-bit mixes. Not for secrets; equal content must give equal keys
// and different content practically never does.

export interface ContentHash {
  add(value: number): void
  key(): string
}

export function createContentHash(): ContentHash {
  let a = 0x811c9dc5
  let b = 0x9747b28c
  return {
    add(value) {
      a = Math.imul(a ^ value, 0x01000193)
      a ^= a >>> 15
      b = Math.imul(b ^ value, 0x5bd1e995)
      b = ((b << 13) | (b >>> 19)) + 0x52dce729
    },
    key: () => `${(a >>> 0).toString(36)}-${(b >>> 0).toString(36)}`,
  }
}

export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
    hash ^= hash >>> 13
  }
  return hash | 0
}
