// kill -9 while it writes: what was acknowledged is there, nothing is there by half, and the folder opens again.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, expect, it } from 'vitest'
import { openDuckDbStore } from '../../../server/store/duckdb/duckDbStore.ts'
import { sliceOf } from './world.ts'

const folder = mkdtempSync(join(tmpdir(), 'jingwei-crash-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const child = (round: number): ChildProcess =>
  spawn(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, 'crashChild.ts'), folder, String(round)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )

/** Ids acknowledged before the kill, which comes after `count` of them. */
async function killAfter(process: ChildProcess, count: number): Promise<string[]> {
  const acknowledged: string[] = []
  for await (const line of createInterface({ input: process.stdout! })) {
    if (line !== 'open') acknowledged.push(line)
    if (acknowledged.length === count) process.kill('SIGKILL')
  }
  return acknowledged
}

it('has every acknowledged incident after kill -9, round after round', async () => {
  const acknowledged: string[] = []
  for (const [round, count] of [50, 120, 200].entries())
    acknowledged.push(...(await killAfter(child(round), count)))
  const store = await openDuckDbStore({ folder, memoryLimit: '200MB' })
  const all = { slice: sliceOf(), unitIds: null, state: 'all', withholdsSensitive: false } as const
  const order = { sort: 'received', descending: true, after: null, limit: 100_000 } as const
  const rows = await store.listIncidents({ ...all, ...order })
  const { total } = await store.countIncidents(all)
  const found = new Set(rows.map((row) => row.sourceId))
  expect(acknowledged.length).toBeGreaterThanOrEqual(370)
  expect(acknowledged.filter((id) => !found.has(id))).toEqual([])
  expect(found.size).toBe(total)
  // The sequence goes on where it stood.
  const { seq } = await store.head()
  expect(Math.max(...rows.map((row) => row.changedSeq))).toBe(seq)
  await store.close()
}, 120_000)

it('tells a second process who holds the folder', async () => {
  const holder = child(9)
  await new Promise((resolve) => createInterface({ input: holder.stdout! }).once('line', resolve))
  await expect(openDuckDbStore({ folder })).rejects.toMatchObject({
    code: 'locked',
    message: expect.stringContaining(`another Jingwei is running on this folder (pid ${holder.pid}`),
  })
  const gone = new Promise((resolve) => holder.once('exit', resolve))
  holder.kill('SIGKILL')
  await gone
}, 60_000)
