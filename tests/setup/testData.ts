// Real files that no one here wrote, kept outside the project. Tests on them skip, saying so, where they are missing.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe } from 'vitest'

const root =
  process.env.JINGWEI_TEST_DATA ??
  ['../shared/data', '../../shared/data']
    .map((path) => resolve(import.meta.dirname, '../..', path))
    .find(existsSync)

/** Absolute path of a test file, null where the folder or the file is missing. */
export function testData(path: string): string | null {
  if (!root) return null
  const file = resolve(root, path)
  return existsSync(file) ? file : null
}

/** A describe block that needs the files; skipped by name where one of them is missing. */
export function describeWithData(name: string, paths: readonly string[], body: () => void): void {
  const missing = paths.filter((path) => testData(path) === null)
  if (missing.length === 0) describe(name, body)
  else describe.skip(`${name} (skipped: no ${missing.join(', ')}; set JINGWEI_TEST_DATA)`, body)
}
