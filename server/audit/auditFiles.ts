// The audit's files: audit/YYYY-MM.ndjson, only ever appended to and never removed by Jingwei, and audit/head.json, the
// place reached. The head is written after the lines it names, so a file may run ahead of it and never falls behind:
// lines taken from the end are missed.
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Link, START } from './chain.ts'

const MONTH_FILE = /^\d{4}-\d{2}\.ndjson$/
const CHUNK_BYTES = 65_536
const NEW_LINE = 10

export const auditFolder = (dataFolder: string): string => join(dataFolder, 'audit')

/** Names of the months' files, oldest first. */
export async function monthFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [] as string[])
  return names.filter((name) => MONTH_FILE.test(name)).sort()
}

export const monthFile = (at: string): string => `${at.slice(0, 7)}.ndjson`

export async function readHead(folder: string): Promise<Link> {
  const text = await readFile(join(folder, 'head.json'), 'utf8').catch(() => null)
  if (text === null) return START
  try {
    const { sequence, hash } = JSON.parse(text) as Link
    return Number.isSafeInteger(sequence) && typeof hash === 'string' ? { sequence, hash } : START
  } catch {
    return START
  }
}

/** Replaces the head whole: a reader sees the old one or the new one. */
export async function writeHead(folder: string, head: Link): Promise<void> {
  const path = join(folder, 'head.json')
  await writeFile(`${path}.new`, `${JSON.stringify(head)}\n`, { mode: 0o600 })
  await rename(`${path}.new`, path)
}

/** Appends whole lines; they are on the disk when it resolves. */
export async function appendLines(folder: string, file: string, lines: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const handle = await open(join(folder, file), 'a', 0o600)
  try {
    await handle.appendFile(`${lines.join('\n')}\n`)
    await handle.datasync()
  } finally {
    await handle.close()
  }
}

/** Cuts off what follows the last line end: a line that a power cut left half written. */
export async function dropTornLine(folder: string, file: string): Promise<void> {
  const handle = await open(join(folder, file), 'r+')
  try {
    const { size } = await handle.stat()
    const whole = await lastLineEnd(handle, size)
    if (whole < size) await handle.truncate(whole)
  } finally {
    await handle.close()
  }
}

async function lastLineEnd(handle: FileHandle, size: number): Promise<number> {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - CHUNK_BYTES)
    const { bytesRead } = await handle.read(chunk, 0, end - start, start)
    const at = chunk.subarray(0, bytesRead).lastIndexOf(NEW_LINE)
    if (at >= 0) return start + at + 1
    end = start
  }
  return 0
}

/** Lines of one file, first to last; an unfinished last one included. */
export const linesOf = (folder: string, file: string): AsyncIterable<string> =>
  createInterface({
    input: createReadStream(join(folder, file), { encoding: 'utf8' }),
    crlfDelay: Number.POSITIVE_INFINITY,
  })

/** Finished lines of all files, last to first, read in chunks from the end. */
export async function* linesBackward(folder: string): AsyncGenerator<string> {
  for (const file of (await monthFiles(folder)).reverse()) yield* fileBackward(join(folder, file))
}

async function* fileBackward(path: string): AsyncGenerator<string> {
  const { size } = await stat(path)
  const handle = await open(path, 'r')
  try {
    let tail: Buffer<ArrayBufferLike> = Buffer.alloc(0)
    let isFirst = true
    for (let end = size; end > 0; ) {
      const start = Math.max(0, end - CHUNK_BYTES)
      const chunk = Buffer.alloc(end - start)
      await handle.read(chunk, 0, chunk.length, start)
      let text = Buffer.concat([chunk, tail])
      for (let at = text.lastIndexOf(NEW_LINE); at >= 0; at = text.lastIndexOf(NEW_LINE)) {
        // What follows the very last line end is not finished, or nothing.
        if (!isFirst) yield text.subarray(at + 1).toString('utf8')
        isFirst = false
        text = text.subarray(0, at)
      }
      tail = text
      end = start
    }
    if (!isFirst && tail.length > 0) yield tail.toString('utf8')
  } finally {
    await handle.close()
  }
}
