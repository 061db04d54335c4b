// Builds dist/ when it is missing or older than the sources it is made from; else does nothing, in some ms.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compressFolder } from './compressFolder.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const SHARED = ['data', 'package-lock.json', 'tsconfig.base.json']
const PARTS = [
  {
    name: 'web',
    stamp: 'dist/web/.built',
    sources: ['web', 'vite.config.ts', 'scripts/sharedMapWorker.ts', ...SHARED],
    args: [],
  },
  {
    name: 'server',
    stamp: 'dist/server/.built',
    sources: ['server', 'vite.server.config.ts', ...SHARED],
    args: ['--config', 'vite.server.config.ts'],
  },
]

/** @param {string} path @returns {number} newest modification below `path`, 0 if there is none */
function newestMs(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  return readdirSync(path, { withFileTypes: true }).reduce(
    (newest, entry) => Math.max(newest, newestMs(join(path, entry.name))),
    stat.mtimeMs,
  )
}

const isStale = ({ stamp, sources }) => {
  const builtMs = newestMs(join(root, stamp))
  return builtMs === 0 || sources.some((source) => newestMs(join(root, source)) > builtMs)
}

export async function ensureBuilt() {
  // An installation without sources (a container image) runs what it has.
  if (!existsSync(join(root, 'server/cli.ts')) && existsSync(join(root, 'dist/server/cli.js'))) return
  const stale = PARTS.filter(isStale)
  if (stale.length === 0) return
  const startedAt = Date.now()
  console.error(`正在构建 Building ${stale.map((part) => part.name).join(', ')} …`)
  for (const part of stale) {
    const beganAt = new Date()
    const vite = join(root, 'node_modules/vite/bin/vite.js')
    const run = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn', ...part.args], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, NODE_ENV: 'production' },
    })
    if (run.status !== 0) {
      console.error(run.stdout, run.stderr)
      throw new Error(`the build of ${part.name} failed (its output stands above)`)
    }
    if (part.name === 'web') await compressFolder(join(root, 'dist/web'))
    writeFileSync(join(root, part.stamp), '')
    // A source saved while building must count as newer.
    utimesSync(join(root, part.stamp), beganAt, beganAt)
  }
  console.error(`构建完成 Built in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`)
}
