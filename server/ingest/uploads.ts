// Files a browser sent, in the data folder until they are imported or a day old. A file lies in a folder of its own,
// named by a random id; its own name is only a label, cleaned of anything a path could mean.
import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ImportKind } from '#data/model/uploads.ts'
import { IngestError } from './ingestError.ts'

export interface UploadedFile {
  readonly id: string
  readonly name: string
  readonly bytes: number
  readonly createdAtMs: number
  readonly kind: ImportKind | null
  /** Absolute path; its last part is the name. */
  readonly path: string
  /** Where other files about it go. */
  readonly folder: string
}

export interface Uploads {
  readonly mostBytes: number
  /** @throws IngestError upload-too-large, uploads-full, empty-file */
  receive(name: string, body: ReadableStream<Uint8Array> | null): Promise<UploadedFile>
  list(): Promise<UploadedFile[]>
  find(id: string): Promise<UploadedFile | null>
  setKind(file: UploadedFile, kind: ImportKind | null): Promise<UploadedFile>
  remove(id: string): Promise<void>
  /** Removes what is older than a day. */
  clean(): Promise<void>
}

export const UPLOAD_LIFE_MS = 24 * 3_600_000
const MOST_BYTES = 2 * 1024 ** 3
const MOST_FILES = 50

export function createUploads(root: string, clock: () => number, mostBytes = MOST_BYTES): Uploads {
  const folderOf = (id: string): string => join(root, id)
  const write = (folder: string, label: object): Promise<void> =>
    writeFile(join(folder, 'upload.json'), JSON.stringify(label))

  async function find(id: string): Promise<UploadedFile | null> {
    if (!/^[0-9a-f]{16}$/.test(id)) return null
    const text = await readFile(join(folderOf(id), 'upload.json'), 'utf8').catch(() => null)
    if (text === null) return null
    const label = JSON.parse(text) as Omit<UploadedFile, 'path' | 'folder'>
    if (clock() - label.createdAtMs > UPLOAD_LIFE_MS) return null
    return { ...label, folder: folderOf(id), path: join(folderOf(id), 'file', label.name) }
  }

  async function list(): Promise<UploadedFile[]> {
    const ids = await readdir(root).catch(() => [])
    const files = await Promise.all(ids.map(find))
    return files.filter((file) => file !== null).sort((a, b) => b.createdAtMs - a.createdAtMs)
  }

  return {
    mostBytes,
    find,
    list,
    async receive(given, body) {
      const known = await list()
      if (known.length >= MOST_FILES)
        throw new IngestError('uploads-full', `${known.length} files wait already`, '先移除不用的文件')
      const id = randomBytes(8).toString('hex')
      const name = safeName(given)
      const folder = folderOf(id)
      await mkdir(join(folder, 'file'), { recursive: true, mode: 0o700 })
      try {
        const bytes = await saveBody(body, join(folder, 'file', name), mostBytes)
        if (bytes === 0) throw new IngestError('empty-file', `${name} is empty`, '请重新导出')
        await write(folder, { id, name, bytes, createdAtMs: clock(), kind: null })
      } catch (error) {
        await rm(folder, { recursive: true, force: true })
        throw error
      }
      return (await find(id)) as UploadedFile
    },
    async setKind({ id, name, bytes, createdAtMs, folder, path }, kind) {
      await write(folder, { id, name, bytes, createdAtMs, kind })
      return { id, name, bytes, createdAtMs, kind, folder, path }
    },
    remove: (id) => rm(folderOf(id), { recursive: true, force: true }),
    async clean() {
      for (const id of await readdir(root).catch(() => [])) {
        if (await find(id)) continue
        // One that is being received has no label yet.
        const { mtimeMs } = await stat(folderOf(id)).catch(() => ({ mtimeMs: 0 }))
        if (Date.now() - mtimeMs > UPLOAD_LIFE_MS || (await hasLabel(folderOf(id))))
          await rm(folderOf(id), { recursive: true, force: true })
      }
    },
  }
}

const hasLabel = (folder: string): Promise<boolean> =>
  stat(join(folder, 'upload.json')).then(
    () => true,
    () => false,
  )

export async function saveBody(
  body: ReadableStream<Uint8Array> | null,
  path: string,
  mostBytes: number,
): Promise<number> {
  let bytes = 0
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes <= mostBytes) done(null, chunk)
      else done(new IngestError('upload-too-large', `a file may have ${mostBytes} bytes`))
    },
  })
  if (body === null) return 0
  await pipeline(
    Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]),
    count,
    createWriteStream(path),
  )
  return bytes
}

/** The last part of a path, without control characters, of bearable length, never hidden. */
export function safeName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? ''
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const plain = last.replace(/[\u0000-\u001f\u007f<>:"|?*]/g, '').trim()
  const ending = /\.[^.]{1,12}(\.gz)?$/i.exec(plain)?.[0] ?? ''
  const stem = [...plain.slice(0, plain.length - ending.length)].slice(0, 50).join('')
  return `${stem}${ending}`.replace(/^\.+/, '') || 'file'
}
