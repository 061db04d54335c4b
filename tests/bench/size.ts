// What a browser must fetch (brotli): the shell, and everything until the map can be used. Fonts are counted apart.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { printRows } from './row.ts'

interface Chunk {
  readonly file: string
  readonly isEntry?: boolean
  readonly imports?: readonly string[]
  readonly css?: readonly string[]
  readonly src?: string
}

const root = join(import.meta.dirname, '../../dist/web')
const manifestPath = join(root, '.vite/manifest.json')
if (!existsSync(manifestPath)) throw new Error('dist/web is not built: npm run build')
const manifest: Record<string, Chunk> = JSON.parse(readFileSync(manifestPath, 'utf8'))

/** Tables of font files and the files themselves: fetched by use, counted apart. */
const isFont = (file: string): boolean => /fonts-[^/]*\.(css|js)$|\.woff2?$/.test(file)

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

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry)
if (!entry) throw new Error('no entry in the manifest')
const shell = filesOf(entry)
const usable = new Set(shell)
for (const [key, chunk] of Object.entries(manifest))
  if (/ExplorePage\.vue$|ExploreMap\.vue$|locales\/zh-CN/.test(chunk.src ?? key))
    for (const file of filesOf(key)) usable.add(file)
// The map's worker is fetched beside its chunk; it stands in no import.
for (const file of readdirSync(join(root, 'assets')))
  if (/worker.*\.m?js$/.test(file)) usable.add(`assets/${file}`)

const rows = [
  { measure: 'web: shell (brotli)', limit: 45, guard: 45, files: shell },
  // The map library and its worker alone are 354 kB: 400 is not reached yet, and it shall not grow.
  { measure: 'web: map usable (brotli)', limit: 400, guard: 415, files: usable },
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
