// jingwei doctor: what a person asked for help would look at first. Changes nothing.
import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { freemem, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import type { Command } from 'commander'
import { SETTINGS, type Settings } from '../config.ts'
import { callControl, controlPath } from '../control.ts'
import { addSettingsFlags, settingsOf } from './settingsFlags.ts'

/** Below this much free disk a year of a city's matters may not fit. */
const LITTLE_DISK_BYTES = 2e9
const OLDEST_NODE = [20, 19]

interface Finding {
  readonly what: string
  readonly isFine: boolean
  readonly value: string
}

export function registerDoctor(program: Command): void {
  const command = program.command('doctor').description('检查环境 check versions, folder, disk and settings')
  addSettingsFlags(command, ['host', 'port', 'data', 'memoryLimit'])
  command.action(async () => {
    const settings = settingsOf(command)
    const findings = [
      nodeFinding(),
      ...packageFindings(),
      ...(await folderFindings(settings)),
      memoryFinding(),
    ]
    for (const { what, isFine, value } of findings)
      process.stdout.write(`${isFine ? '✓' : '✗'} ${what.padEnd(22)} ${value}\n`)
    process.stdout.write('\n')
    for (const { key, flag, environment, what } of SETTINGS)
      process.stdout.write(
        `  ${flag.padEnd(18)} ${environment.padEnd(24)} ${shown(settings[key]).padEnd(24)} ${what}\n`,
      )
    if (findings.some((finding) => !finding.isFine)) process.exitCode = 1
  })
}

/** Not the provider's, which may hold a secret. */
const shown = (value: Settings[keyof Settings]): string =>
  typeof value === 'object' ? '(set)' : String(value)

function nodeFinding(): Finding {
  const [major, minor] = process.versions.node.split('.').map(Number)
  const isFine = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])
  return { what: 'Node', isFine, value: `${process.versions.node} (needs ≥ ${OLDEST_NODE.join('.')})` }
}

function packageFindings(): Finding[] {
  const resolve = createRequire(import.meta.url).resolve
  return ['@duckdb/node-api', 'hono', 'swagger-ui-dist'].map((name) => {
    try {
      resolve(name)
      return { what: name, isFine: true, value: 'installed' }
    } catch {
      return { what: name, isFine: false, value: 'missing: run npm ci' }
    }
  })
}

async function folderFindings({ data }: Settings): Promise<Finding[]> {
  const exists = existsSync(data)
  const probe = exists ? data : nearestFolder(data)
  const { bavail, bsize } = await statfs(probe)
  const file = join(data, 'jingwei.duckdb')
  const running = await callControl(data, 'status', null).catch(() => null)
  return [
    {
      what: 'data folder',
      isFine: isWritable(probe),
      value: `${data}${exists ? '' : ' (not there yet; serve makes it)'}${isWritable(probe) ? '' : ': not writable'}`,
    },
    {
      what: 'database',
      isFine: true,
      value: existsSync(file) ? `${(statSync(file).size / 1e6).toFixed(1)} MB` : 'none yet',
    },
    {
      what: 'disk free',
      isFine: bavail * bsize > LITTLE_DISK_BYTES,
      value: `${((bavail * bsize) / 1e9).toFixed(1)} GB`,
    },
    {
      what: 'running server',
      isFine: true,
      value: running ? `pid ${(running.result as { pid: number }).pid} (${controlPath(data)})` : 'none',
    },
  ]
}

const memoryFinding = (): Finding => ({
  what: 'memory',
  isFine: totalmem() > 2e9,
  value: `${(freemem() / 1e9).toFixed(1)} of ${(totalmem() / 1e9).toFixed(1)} GB free`,
})

function nearestFolder(path: string): string {
  let at = path
  while (!existsSync(at)) at = dirname(at)
  return at
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}
