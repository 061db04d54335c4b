import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSettings, SettingsError } from '../../server/config.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jingwei-config-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const read = (flags: Record<string, unknown>, environment: Record<string, string> = {}) =>
  readSettings({ flags, environment, folder })

test('flags win over the environment, it over the file, that over the defaults', () => {
  writeFileSync(join(folder, 'jingwei.config.yaml'), 'port: 1\nhost: 0.0.0.0\ndata: fromFile\n')
  expect(read({ port: '3' }, { PORT: '2' }).port).toBe(3)
  expect(read({}, { PORT: '2' }).port).toBe(2)
  expect(read({})).toMatchObject({ port: 1, host: '0.0.0.0', data: join(folder, 'fromFile'), demoSeed: 1 })
  rmSync(join(folder, 'jingwei.config.yaml'))
  expect(read({})).toMatchObject({ port: 8420, host: '127.0.0.1' })
})

test('a wrong setting is refused, naming where it came from', () => {
  expect(() => read({}, { PORT: 'eighty' })).toThrow(/PORT/)
  expect(() => read({ port: 70_000 })).toThrow(/--port/)
  writeFileSync(join(folder, 'jingwei.config.yaml'), 'prot: 1\n')
  expect(() => read({})).toThrow(SettingsError)
  expect(() => read({})).toThrow(/unknown prot/)
  writeFileSync(join(folder, 'jingwei.config.yaml'), 'port: 99999\n')
  expect(() => read({})).toThrow(/port in jingwei.config.yaml/)
  rmSync(join(folder, 'jingwei.config.yaml'))
})
