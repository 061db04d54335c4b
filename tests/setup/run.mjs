// npm test: everything, the browser included. Ends with a line "N passed, N failed".
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureChromium } from '../../scripts/chromium.mjs'
import { ensureBuilt } from '../../scripts/ensureBuilt.mjs'

const args = process.argv.slice(2)
try {
  process.env.CHROMIUM = ensureChromium()
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
await ensureBuilt()

const folder = mkdtempSync(join(tmpdir(), 'jingwei-test-'))
const report = join(folder, 'report.json')
const run = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...args,
  ],
  { stdio: 'inherit' },
)
let summary = '0 passed, 1 failed'
let failed = run.status !== 0
try {
  const { numPassedTests, numFailedTests, numPendingTests, success } = JSON.parse(
    readFileSync(report, 'utf8'),
  )
  // A file that fails to load fails the run without a failed test: count it.
  const failures = numFailedTests + (numFailedTests === 0 && (!success || failed) ? 1 : 0)
  failed ||= failures > 0
  if (numPendingTests > 0) console.log(`${numPendingTests} skipped`)
  summary = `${numPassedTests} passed, ${failures} failed`
} catch (error) {
  console.error(`No test report: ${error.message}`)
  failed = true
}
rmSync(folder, { recursive: true, force: true })
console.log(summary)
process.exit(failed ? 1 : 0)
