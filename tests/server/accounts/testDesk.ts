// A server as it is started, with the set-up link's administrator, asked over HTTP.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { readSettings } from '../../../server/config.ts'
import { type RunningServer, startServer } from '../../../server/main.ts'
import { openDuckDbStore } from '../../../server/store/duckdb/duckDbStore.ts'
import { fillGridCity } from '../../fixtures/gridCity.ts'

export const PASSWORD = 'Fuyuan-Lake-2031'

export interface TestDesk {
  readonly folder: string
  /** Of the log, at its most talkative. */
  readonly lines: readonly string[]
  /** Secret of the set-up link. */
  link(): string
  url(): string
  ask(path: string, init?: RequestInit): Promise<Response>
  /** @param method POST unless told */
  send(path: string, body: unknown, headers?: Record<string, string>, method?: string): Promise<Response>
  /** Cookie header of the first administrator, `zhang`. */
  setUp(): Promise<{ cookie: string }>
  restart(flags?: Record<string, unknown>): Promise<void>
  close(): Promise<void>
}

export const cookieOf = (response: Response): string =>
  (response.headers.getSetCookie()[0] ?? '').split(';')[0]

export async function openTestDesk(flags: Record<string, unknown> = {}): Promise<TestDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'jingwei-desk-'))
  const lines: string[] = []
  let link = ''
  let server: RunningServer
  const start = async (more: Record<string, unknown>): Promise<void> => {
    const settings = readSettings({
      flags: { data: folder, port: 0, trustedProxies: '127.0.0.0/8', ...flags, ...more },
      environment: {},
      folder,
    })
    server = await startServer({
      settings,
      logger: pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) }),
      clock: Date.now,
      openStore: () => openDuckDbStore({ folder: settings.data }),
      fillEmpty: fillGridCity,
      jobs: () => ({}),
      onSetUpLink: (address) => {
        link = new URL(address).hash.slice(1)
      },
    })
  }
  await start({})
  const ask: TestDesk['ask'] = (path, init = {}) => fetch(`${server.url}api/${path}`, init)
  const send: TestDesk['send'] = (path, body, headers = {}, method = 'POST') =>
    ask(path, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    })
  return {
    ...{ folder, lines, ask, send, link: () => link, url: () => server.url },
    async setUp() {
      const given = { token: link, name: 'zhang', displayName: '张敏', password: PASSWORD }
      return { cookie: cookieOf(await send('sign-in/link/use', given)) }
    },
    async restart(more = {}) {
      await server.close()
      await start(more)
    },
    async close() {
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
