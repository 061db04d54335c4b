// npm run bench [part …]: every measured promise in one run, as the table ARCHITECTURE.md keeps.
// Ratios are taken within the run; machines are noisy, absolute times only tell the order.
import { type BenchRow, printRows } from './row.ts'

type Part = () => Promise<BenchRow[]>

const parts: Record<string, () => Promise<Part>> = {
  start: async () => (await import('./start.ts')).benchStart,
  http: async () => (await import('./http.ts')).benchHttp,
  tail: async () => (await import('./tiles.ts')).benchTail,
  coldTile: async () => (await import('./tiles.ts')).benchColdTile,
  import: async () => (await import('./import.ts')).benchImport,
  scale: async () => (await import('./scale.ts')).benchScale,
  page: async () => (await import('./page.ts')).benchPage,
  store: async () => (await import('./store.ts')).benchStore,
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in parts))
if (unknown.length > 0)
  throw new Error(`no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`)

const rows: BenchRow[] = []
for (const name of asked.length > 0 ? asked : Object.keys(parts)) {
  console.error(`… ${name}`)
  const part = await parts[name]()
  rows.push(...(await part()))
}
printRows(rows)
