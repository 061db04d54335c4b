import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ControlError, callControl, controlPath, serveControl } from '../../server/control.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jingwei-control-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a job runs in the server, tells its progress, and gives its result', async () => {
  const control = await serveControl(folder, {
    double: async (body, onProgress) => {
      for (const step of [0.5, 1]) onProgress({ step })
      return { doubled: (body as { n: number }).n * 2 }
    },
    fail: async () => {
      throw new Error('row 7 has no date')
    },
  })
  const steps: unknown[] = []
  expect(await callControl(folder, 'double', { n: 21 }, (step) => steps.push(step))).toEqual({
    result: { doubled: 42 },
  })
  expect(steps).toEqual([{ step: 0.5 }, { step: 1 }])
  await expect(callControl(folder, 'fail', {})).rejects.toThrow(new ControlError('row 7 has no date'))
  await expect(callControl(folder, 'constructor', {})).rejects.toThrow(/knows no job/)
  expect(statSync(controlPath(folder)).mode & 0o777).toBe(0o600)
  await control.close()
})

test('without a server there is none, also when a dead one left its socket', async () => {
  expect(await callControl(folder, 'double', {})).toBeNull()
  writeFileSync(controlPath(folder), '')
  expect(await callControl(folder, 'double', {})).toBeNull()
  const control = await serveControl(folder, { status: async () => 'alive' })
  expect(await callControl(folder, 'status', null)).toEqual({ result: 'alive' })
  await control.close()
})

test('a folder too deep for a socket path has its socket among temporary files', () => {
  const deep = join(folder, 'x'.repeat(120))
  expect(controlPath(deep).startsWith(tmpdir())).toBe(true)
  expect(controlPath(deep)).not.toBe(controlPath(`${deep}y`))
})
