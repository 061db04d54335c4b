// Whatever happens while signing in, nothing secret is in any log.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readSettings } from '../../../server/config.ts'
import { type RunningServer, startServer } from '../../../server/main.ts'
import { openDuckDbStore } from '../../../server/store/duckdb/duckDbStore.ts'
import { fillGridCity } from '../../fixtures/gridCity.ts'

const PASSWORD = 'Fuyuan-Lake-2031'
let folder: string
let server: RunningServer
let link: string
const lines: string[] = []

async function start(flags: Record<string, unknown> = {}): Promise<void> {
  const settings = readSettings({
    flags: { data: folder, port: 0, trustedProxies: '127.0.0.0/8', ...flags },
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
      link = address
    },
  })
}
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jingwei-sign-in-'))
  lines.length = 0
  await start()
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const ask = (path: string, init: RequestInit = {}) => fetch(`${server.url}api/${path}`, init)
const send = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  ask(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  })
const tokenOf = (address: string) => new URL(address).hash.slice(1)
const cookieOf = (response: Response) => response.headers.getSetCookie()[0] ?? ''
const setUp = async (headers: Record<string, string> = {}) =>
  cookieOf(
    await send('sign-in/link/use', { token: tokenOf(link), name: 'zhang', password: PASSWORD }, headers),
  )

it('no password, code, token or cookie is in the log or the audit', async () => {
  const secrets = [PASSWORD, tokenOf(link), 'Taihang-Hill-2032', 'wrong-Password-1']
  const cookie = (await setUp()).split(';')[0]
  secrets.push(cookie.split('=')[1])
  const headers = { cookie }
  await send('sign-in', { name: 'zhang', password: 'wrong-Password-1' })
  await send('sign-in', { name: 'zhang', password: 7 })
  await ask('sign-in', { method: 'POST', body: `{"password":"${PASSWORD}`, headers: JSON_TYPE })
  const { secret } = await (await send('account/second-factor', { password: PASSWORD }, headers)).json()
  secrets.push(secret)
  await send('account/second-factor/confirm', { code: '000000' }, headers)
  await send('account/password', { current: PASSWORD, next: 'Taihang-Hill-2032' }, headers)
  await ask(`me?token=${tokenOf(link)}`, { headers })
  await send('sign-out', {}, headers)
  await server.close()
  const month = new Date().toISOString().slice(0, 7)
  const audit = readFileSync(join(folder, 'audit', `${month}.ndjson`), 'utf8')
  const written = lines.join('') + audit
  expect(lines.length).toBeGreaterThan(8)
  for (const action of ['account-created', 'sign-in', 'password-changed', 'sign-out'])
    expect(audit).toContain(`"action":"${action}"`)
  for (const secretText of secrets) expect(written.includes(secretText), secretText.slice(0, 4)).toBe(false)
  await start()
})
const JSON_TYPE = { 'content-type': 'application/json' }
