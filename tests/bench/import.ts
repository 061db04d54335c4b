// A million rows from a CSV, placed in 12,000 grids, against DuckDB reading as many into the same table.

import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runImport } from '../../server/ingest/runImport.ts'
import { openDuckDbStore } from '../../server/store/duckdb/duckDbStore.ts'
import { GRID_CITY } from '../fixtures/gridCity.ts'
import { MESH_LEVELS, raggedMesh, seededRandom } from '../fixtures/raggedMesh.ts'
import type { BenchRow } from './row.ts'
import { plainImport } from './store.ts'

const ROWS = 1_000_000
const REACH = 4
const MAPPING = `
kind: incidents
source: { key: calls, name: { zh: 热线, en: Calls } }
zone: Asia/Shanghai
columns: { sourceId: id, received: received, handled: handled, closed: closed, category: kind, urgency: urgency, lng: lng, lat: lat }
deadlineHours: 48
`

export async function benchImport(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'jingwei-bench-'))
  try {
    const mesh = raggedMesh({
      columns: 120,
      rows: 100,
      detail: 6,
      seed: 1,
      west: 1_120_000_000,
      south: 360_000_000,
    })
    const store = await openDuckDbStore({ folder })
    await store.writeCity({ ...GRID_CITY, levels: MESH_LEVELS, homeCode: mesh.table.units[0].code })
    await store.publishVersion({
      effectiveFrom: '2026-01-01',
      note: '',
      units: mesh.units,
      coverage: mesh.coverage,
    })
    const file = join(folder, 'calls.csv')
    await writeCsv(file)
    const mapping = join(folder, 'calls.yaml')
    writeFileSync(mapping, MAPPING)
    const started = performance.now()
    const { report } = await runImport(
      { kind: 'incidents', file, mapping, repair: false, toleranceMeters: 30 },
      { store, folder, clock: Date.now, onProgress: () => {} },
    )
    const importMs = performance.now() - started
    await store.close()
    const part = report?.parts[0]
    if (part?.kind !== 'incidents' || part.inserted !== ROWS) throw new Error(`not ${ROWS} rows were stored`)
    const plainMs = await plainImport(folder)
    const ratio = importMs / plainMs
    return [
      {
        measure: 'import of 1 M incident rows from CSV, located in 12,000 grids ÷ DuckDB reading the CSV',
        reach: `≤ ${REACH}`,
        value: ratio.toFixed(2),
        met: ratio <= REACH,
        detail: `${importMs.toFixed(0)} ÷ ${plainMs.toFixed(0)} ms, ${part.located} located`,
      },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function writeCsv(file: string): Promise<void> {
  const random = seededRandom(3)
  const out = createWriteStream(file)
  out.write('id,received,handled,closed,kind,urgency,lng,lat\n')
  const day = 86_400_000
  const text = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ')
  for (let from = 0; from < ROWS; from += 10_000) {
    const lines = Array.from({ length: 10_000 }, (_, i) => {
      const received = Date.UTC(2025, 0, 1) + Math.floor(random() * 365 * day)
      const lng = (112 + random() * 0.6).toFixed(6)
      const lat = (36 + random() * 0.5).toFixed(6)
      return `SR25-${10_000_000 + from + i},${text(received)},${text(received + 20 * 3_600_000)},${text(received + 30 * 3_600_000)},040${1 + (i % 4)},normal,${lng},${lat}`
    })
    if (!out.write(`${lines.join('\n')}\n`)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
}
