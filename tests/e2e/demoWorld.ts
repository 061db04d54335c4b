// Makes the demo once for all browser tests, as a first `npm start` does: serving an empty folder. Each test file works on a
// copy. JINGWEI_E2E_DATA names a folder that holds it already.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startJingwei } from './harness.ts'

declare module 'vitest' {
  interface ProvidedContext {
    demoFolder: string
  }
}

export async function setup({ provide }: TestProject): Promise<(() => void) | undefined> {
  const given = process.env.JINGWEI_E2E_DATA
  if (given) {
    provide('demoFolder', given)
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'jingwei-demo-'))
  const jingwei = await startJingwei(folder)
  await jingwei.stop()
  provide('demoFolder', folder)
  return () => rmSync(folder, { recursive: true, force: true })
}
