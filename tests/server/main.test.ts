// The server as `jingwei serve` runs it: listens before it is ready, one process a folder, stops in order.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { healthSchema } from '#data/model/api.ts'
import { readSettings } from '../../server/config.ts'
import { callControl } from '../../server/control.ts'
import { StartError, type StartOptions, startServer } from '../../server/main.ts'
import { openDuckDbStore } from '../../server/store/duckdb/duckDbStore.ts'
import { StoreRefusal } from '../../server/store/store.ts'
import { fillGridCity } from '../fixtures/gridCity.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jingwei-main-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function options(more: Partial<StartOptions> = {}, flags: Record<string, unknown> = {}): StartOptions {
  const settings = readSettings({
    flags: { data: folder, port: 0, signIn: 'demo', ...flags },
    environment: {},
    folder,
  })
  return {
    settings,
    logger: pino({ level: 'silent' }),
    clock: Date.now,
    openStore: () => openDuckDbStore({ folder: settings.data }),
    jobs: () => ({ status: async () => 'alive' }),
    ...more,
  }
}

test('while an empty folder is filled health is 503 with how far it is, then 200', async () => {
  let url = ''
  const seen: unknown[] = []
  const server = await startServer(
    options({
      onListening: (address) => {
        url = address
      },
      async fillEmpty(store, onProgress) {
        onProgress({ doing: { zh: '正在生成', en: 'Making' }, progress: 0.4 })
        const health = await fetch(`${url}api/health`)
        seen.push(health.status, healthSchema.parse(await health.json()).progress)
        const page = await fetch(url, { headers: { accept: 'text/html' } })
        seen.push(page.status, (await page.text()).includes('40 %'))
        seen.push((await fetch(`${url}api/city`)).headers.get('content-type'))
        await fillGridCity(store)
      },
    }),
  )
  expect(seen).toEqual([503, 0.4, 503, true, 'application/problem+json'])
  expect((await fetch(`${server.url}api/health`)).status).toBe(200)
  expect((await fetch(`${server.url}api/units?level=grid`)).headers.get('content-encoding')).toBe('gzip')
  expect(await callControl(folder, 'status', null)).toEqual({ result: 'alive' })
  await server.close()
  await expect(fetch(`${server.url}api/health`)).rejects.toThrow()
  expect(await callControl(folder, 'status', null)).toBeNull()
})

test('a folder or a port in use is refused in words', async () => {
  const server = await startServer(options())
  await expect(startServer(options())).rejects.toThrow(StoreRefusal)
  const other = join(folder, 'other')
  await expect(startServer(options({}, { data: other, port: server.port }))).rejects.toThrow(StartError)
  // What failed to start let go of its folder.
  await (await openDuckDbStore({ folder: other })).close()
  await server.close()
})

test('feeds start when it is ready and stop before the store closes', async () => {
  const happened: string[] = []
  const server = await startServer(
    options({
      startFeeds: async (store) => {
        happened.push('start')
        return async () => {
          await store.head()
          happened.push('stop')
        }
      },
    }),
  )
  await server.close()
  expect(happened).toEqual(['start', 'stop'])
})
