// Whatever happens while signing in, or with tokens, nothing secret is in any log.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestDesk, PASSWORD, type TestDesk } from './testDesk.ts'

const NEXT = 'Taihang-Hill-2032'
const JSON_TYPE = { 'content-type': 'application/json' }
let desk: TestDesk
beforeEach(async () => {
  desk = await openTestDesk()
})
afterEach(() => desk.close())

/** Log and audit as they stand. */
async function written(): Promise<{ all: string; audit: string }> {
  await desk.restart()
  const month = new Date().toISOString().slice(0, 7)
  const audit = readFileSync(join(desk.folder, 'audit', `${month}.ndjson`), 'utf8')
  return { all: desk.lines.join('') + audit, audit }
}

async function expectSilence(secrets: readonly string[], actions: readonly string[]): Promise<void> {
  const { all, audit } = await written()
  expect(desk.lines.length).toBeGreaterThan(8)
  for (const action of actions) expect(audit).toContain(`"action":"${action}"`)
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(5)
    expect(all.includes(secret), secret.slice(0, 4)).toBe(false)
  }
}

it('no password, code, link or cookie is in the log or the audit', async () => {
  const { ask, send, link } = desk
  const secrets = [PASSWORD, link(), NEXT, 'wrong-Password-1']
  const headers = await desk.setUp()
  secrets.push(headers.cookie.split('=')[1])
  await send('sign-in', { name: 'zhang', password: 'wrong-Password-1' })
  await send('sign-in', { name: 'zhang', password: 7 })
  await ask('sign-in', { method: 'POST', body: `{"password":"${PASSWORD}`, headers: JSON_TYPE })
  const { secret } = await (await send('account/second-factor', { password: PASSWORD }, headers)).json()
  secrets.push(secret)
  await send('account/second-factor/confirm', { code: '000000' }, headers)
  await send('account/password', { current: PASSWORD, next: NEXT }, headers)
  await ask(`me?token=${link()}`, { headers })
  await send('sign-out', {}, headers)
  await expectSilence(secrets, ['account-created', 'sign-in', 'password-changed', 'sign-out'])
})

it('no token of a wall or a source, no link of another is in the log or the audit', async () => {
  const { ask, send } = desk
  const headers = await desk.setUp()
  const made = async (body: object) => (await (await send('tokens', body, headers)).json()) as Made
  const wall = await made({ kind: 'device', name: 'wall', scene: '/?list=open', scope: { kind: 'all' } })
  const { rows } = await (await ask('sources', { headers })).json()
  const source = await made({ kind: 'ingest', name: 'pump', sources: [rows[0].source] })
  const li = { name: 'li', displayName: '李强', role: 'viewer', scope: { kind: 'all' } }
  const { user, token } = await (await send('users', li, headers)).json()
  const reset = await (await send(`users/${user.id}/reset`, {}, headers)).json()
  const guess = `jwd_${'g'.repeat(43)}`
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}`, 'content-type': 'text/csv' })
  await send('device-session', { token: wall.secret })
  await send('device-session', { token: guess })
  await ask('device-session', { method: 'POST', body: `{"token":"${wall.secret}`, headers: JSON_TYPE })
  await ask('incidents', { headers: { cookie: `jingwei-device=${wall.secret}` } })
  for (const secret of [source.secret, `jwi_${'h'.repeat(43)}`])
    for (const name of [rows[0].source, 'none'])
      await ask(`sources/${name}/incidents`, { method: 'POST', body: 'x', headers: bearer(secret) })
  await ask(`tokens/${wall.token.id}`, { method: 'DELETE', headers })
  await send('device-session', { token: wall.secret })
  await expectSilence(
    [wall.secret, source.secret, token, reset.token, guess, 'h'.repeat(43)].map((secret) =>
      secret.slice(-40),
    ),
    ['token-made', 'token-refused', 'token-revoked', 'account-changed', 'ingest'],
  )
})

interface Made {
  readonly secret: string
  readonly token: { readonly id: string }
}
