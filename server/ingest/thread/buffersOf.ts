// The memory of all number columns in a value, each once: what is handed over to another thread and not copied.

export function buffersOf(value: object, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  for (const part of Object.values(value))
    if (ArrayBuffer.isView(part)) found.add(part.buffer as ArrayBuffer)
    else if (part !== null && typeof part === 'object') buffersOf(part, found)
  return [...found]
}
