// A small load client in a process of its own: a few keep-alive sockets, one request in flight on each, answers
// counted by content-length. As little work as possible, so that the server is what is measured.
import { fork } from 'node:child_process'
import { connect, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'

export interface Load {
  readonly port: number
  readonly paths: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  readonly connections: number
}

export interface LoadResult {
  readonly requests: number
  readonly bytes: number
  readonly seconds: number
  readonly failures: number
}

const ROLE = 'load-client'

export interface LoadClient {
  /** Asks each path once, in order, over all connections. One run at a time. */
  run(load: Load): Promise<LoadResult>
  close(): void
}

export function startLoadClient(): LoadClient {
  const child = fork(fileURLToPath(import.meta.url), [ROLE], { execArgv: ['--import', 'tsx'] })
  return {
    run: (load) =>
      new Promise((done, fail) => {
        const onExit = (code: number | null) => fail(new Error(`the load client ended with ${code}`))
        child.once('exit', onExit)
        child.once('message', (result) => {
          child.off('exit', onExit)
          done(result as LoadResult)
        })
        child.send(load)
      }),
    close: () => child.disconnect(),
  }
}

async function work({ port, paths, headers, connections }: Load): Promise<LoadResult> {
  const lines = Object.entries(headers).map(([key, value]) => `${key}: ${value}\r\n`)
  const requests = paths.map((path) =>
    Buffer.from(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n${lines.join('')}\r\n`),
  )
  let next = 0
  let bytes = 0
  let failures = 0
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)))
  const startedAt = performance.now()
  await Promise.all(
    sockets.map(async (socket) => {
      while (next < requests.length) {
        socket.write(requests[next++])
        const answer = await readAnswer(socket)
        bytes += answer.bytes
        if (answer.status !== 200) failures++
      }
    }),
  )
  const seconds = (performance.now() - startedAt) / 1000
  for (const socket of sockets) socket.destroy()
  return { requests: requests.length, bytes, seconds, failures }
}

const open = (port: number): Promise<Socket> =>
  new Promise((done, fail) => {
    const socket = connect(port, '127.0.0.1', () => done(socket))
    socket.setNoDelay(true)
    socket.once('error', fail)
  })

function readAnswer(socket: Socket): Promise<{ status: number; bytes: number }> {
  return new Promise((done) => {
    let head = ''
    let status = 0
    let length = -1
    let got = 0
    const onData = (chunk: Buffer) => {
      got += chunk.length
      if (length < 0) {
        head += chunk.toString('latin1')
        const end = head.indexOf('\r\n\r\n')
        if (end < 0) return
        status = Number(head.slice(9, 12))
        length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0) + end + 4
      }
      if (got < length) return
      socket.off('data', onData)
      done({ status, bytes: length })
    }
    socket.on('data', onData)
  })
}

if (process.argv[2] === ROLE)
  process.on('message', async (load) => {
    process.send?.(await work(load as Load))
  })
