// The two waits of a new user: making the demo, and starting on a demo already made. Runs the built command.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BenchRow } from './row.ts'

const root = join(import.meta.dirname, '../..')
const command = join(root, 'bin/jingwei.mjs')

/** A port nobody listens on just now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

function exitOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      code === 0 || signal ? resolve() : reject(new Error(`${child.spawnargs.join(' ')} ended with ${code}`)),
    )
  })
}

/** Starts the built server on `folder` and waits until /api/health answers 200. */
export async function startServer(
  folder: string,
  patienceMs = 120_000,
): Promise<{ url: string; child: ChildProcess; startedMs: number }> {
  const port = await freePort()
  const begun = performance.now()
  const child = spawn(
    process.execPath,
    [command, 'serve', '--sign-in', 'demo', '--port', String(port), '--data', folder],
    {
      cwd: root,
      stdio: 'ignore',
    },
  )
  const url = `http://127.0.0.1:${port}`
  while (performance.now() - begun < patienceMs) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
    const answer = await fetch(`${url}/api/health`).catch(() => null)
    if (answer?.status === 200) return { url, child, startedMs: performance.now() - begun }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  child.kill()
  throw new Error(`no answer from ${url} within ${patienceMs} ms`)
}

export async function stopServer(child: ChildProcess): Promise<void> {
  const ended = exitOf(child)
  child.kill('SIGTERM')
  await ended
}

export async function benchStart(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'jingwei-start-'))
  try {
    const begun = performance.now()
    await exitOf(spawn(process.execPath, [command, 'demo', '--data', folder], { cwd: root, stdio: 'ignore' }))
    const demoSeconds = (performance.now() - begun) / 1000
    const starts: number[] = []
    for (let run = 0; run < 3; run++) {
      const { child, startedMs } = await startServer(folder)
      starts.push(startedMs / 1000)
      await stopServer(child)
    }
    const median = starts.sort((a, b) => a - b)[1]
    return [
      {
        measure: 'start to first answer, demo already made',
        reach: '≤ 3 s',
        value: `${median.toFixed(2)} s`,
        met: median <= 3,
        detail: `median of ${starts.map((s) => s.toFixed(2)).join(', ')} s, process start included`,
      },
      {
        measure: 'making the demo',
        reach: '≤ 60 s',
        value: `${demoSeconds.toFixed(1)} s`,
        met: demoSeconds <= 60,
        detail: 'jingwei demo into an empty folder, process start included',
      },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
