// What a browser must fetch (brotli): the shell, and everything until the map can be used. Font files are
// counted apart: a browser takes the few its text needs. The table of them counts.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { printRows } from './row.ts'

interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
  readonly css?: readonly string[]
  readonly src?: string
  readonly name?: string
}

const root = join(import.meta.dirname, '../../dist/web')
const manifestPath = join(root, '.vite/manifest.json')
if (!existsSync(manifestPath)) throw new Error('dist/web is not built: npm run build')
const manifest: Record<string, Chunk> = JSON.parse(readFileSync(manifestPath, 'utf8'))

const isFont = (file: string): boolean => /\.woff2?$/.test(file)

const brotliKilobytes = (file: string): number =>
  brotliCompressSync(readFileSync(join(root, file))).length / 1000

/** Files of a chunk and of all it imports statically. */
function filesOf(key: string, found = new Set<string>()): Set<string> {
  const chunk = manifest[key]
  if (found.has(chunk.file)) return found
  found.add(chunk.file)
  for (const css of chunk.css ?? []) found.add(css)
  for (const imported of chunk.imports ?? []) filesOf(imported, found)
  return found
}

const sum = (files: Iterable<string>): number =>
  [...files].filter((file) => !isFont(file)).reduce((total, file) => total + brotliKilobytes(file), 0)

const shell = filesOf('index.html')
const usable = new Set(shell)
for (const [key, chunk] of Object.entries(manifest))
  if (/ExplorePage\.vue$|ExploreMap\.vue$|locales\/zh-CN/.test(chunk.src ?? key))
    for (const file of filesOf(key)) usable.add(file)
// The map's worker is a second entry, started by its address; it stands in no import. What it shares with the
// page is fetched once and comes from the cache.
const worker = Object.keys(manifest).find((key) => manifest[key].name === 'mapWorker')
if (!worker) throw new Error('no map worker in the manifest')
for (const file of filesOf(worker)) usable.add(file)

const rows = [
  { measure: 'web: shell (brotli)', limit: 45, guard: 45, files: shell },
  { measure: 'web: map usable (brotli)', limit: 400, guard: 352, files: usable },
].map(({ measure, limit, guard, files }) => {
  const size = sum(files)
  return {
    measure,
    reach: `≤ ${limit} kB`,
    value: `${size.toFixed(1)} kB`,
    met: size <= limit,
    isGuarded: size <= guard,
    detail: `${files.size} files, fonts apart`,
  }
})
printRows(rows)
if (process.argv.includes('--list'))
  for (const file of usable) console.log(`${brotliKilobytes(file).toFixed(1).padStart(7)} kB  ${file}`)
if (rows.some((row) => !row.isGuarded)) process.exitCode = 1
