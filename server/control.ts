// How a command reaches the server that holds its data folder (DuckDB lets one process in): HTTP on a socket
// file in the folder, readable by its owner only. A job runs in the server's process and streams NDJSON:
// {"progress": …} any number of times, then {"result": …} or {"error": "…"}.
import { createHash } from 'node:crypto'
import { chmodSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

export type ControlJob = (body: unknown, onProgress: (progress: unknown) => void) => Promise<unknown>

export interface ControlServer {
  close(): Promise<void>
}

/** A socket path may have about 104 bytes; a deeper folder gets a name made from it among temporary files. */
const LONGEST_SOCKET_PATH = 100

export function controlPath(folder: string): string {
  const path = join(resolve(folder), 'control.sock')
  if (Buffer.byteLength(path) <= LONGEST_SOCKET_PATH) return path
  return join(tmpdir(), `jingwei-${createHash('sha256').update(path).digest('hex').slice(0, 16)}.sock`)
}

/** Listens; whoever calls holds the folder's database, so a socket file already there is a dead one's. */
export async function serveControl(
  folder: string,
  jobs: Readonly<Record<string, ControlJob>>,
): Promise<ControlServer> {
  const path = controlPath(folder)
  rmSync(path, { force: true })
  const server = createServer((incoming, outgoing) => {
    void runJob(jobs, incoming, outgoing)
  })
  const mask = process.umask(0o177)
  try {
    await new Promise<void>((done, fail) => {
      server.once('error', fail)
      server.listen(path, done)
    })
  } finally {
    process.umask(mask)
  }
  chmodSync(path, 0o600)
  return {
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeIdleConnections()
      }),
  }
}

async function runJob(
  jobs: Readonly<Record<string, ControlJob>>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const send = (line: object) => outgoing.write(`${JSON.stringify(line)}\n`)
  outgoing.writeHead(200, { 'content-type': 'application/x-ndjson' })
  try {
    const name = (incoming.url ?? '').slice(1)
    if (!Object.hasOwn(jobs, name)) throw new Error(`the running server knows no job ${name}; restart it`)
    let text = ''
    for await (const chunk of incoming.setEncoding('utf8')) text += chunk
    const result = await jobs[name](text === '' ? null : JSON.parse(text), (progress) => send({ progress }))
    send({ result: result ?? null })
  } catch (error) {
    send({ error: error instanceof Error ? error.message : String(error) })
  }
  outgoing.end()
}

/** The running server refused or failed the job; the message is its own. */
export class ControlError extends Error {}

/**
 * Runs a job in the server that holds `folder`.
 * @returns what the job returned, or null when no server is running there.
 * @throws ControlError what the job threw.
 */
export async function callControl(
  folder: string,
  job: string,
  body: unknown,
  onProgress: (progress: unknown) => void = () => {},
): Promise<{ result: unknown } | null> {
  const response = await new Promise<IncomingMessage | null>((done, fail) => {
    const outgoing = request({ socketPath: controlPath(folder), path: `/${job}`, method: 'POST' }, done)
    outgoing.once('error', (error: NodeJS.ErrnoException) =>
      ['ENOENT', 'ECONNREFUSED', 'ENOTSOCK'].includes(error.code ?? '') ? done(null) : fail(error),
    )
    outgoing.end(JSON.stringify(body))
  })
  if (!response) return null
  for await (const line of createInterface({ input: response })) {
    const message = JSON.parse(line) as { progress?: unknown; result?: unknown; error?: string }
    if (message.error !== undefined) throw new ControlError(message.error)
    if ('result' in message) return { result: message.result }
    onProgress(message.progress)
  }
  throw new ControlError('the server stopped in the middle of the job')
}
