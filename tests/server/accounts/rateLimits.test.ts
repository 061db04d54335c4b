// So many a minute: attempts to sign in by address, files to take away by account, rows that are sent by token; and failures that
// lock are kept over a restart.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { cookieOf, openTestDesk, PASSWORD, type TestDesk } from './testDesk.ts'

let desk: TestDesk
let headers: { cookie: string }
beforeEach(async () => {
  desk = await openTestDesk()
  headers = await desk.setUp()
})
afterEach(() => desk.close())

/** @returns how many were answered before the first 429, and what it says */
async function untilLimited(most: number, ask: () => Promise<Response>) {
  for (let answered = 0; answered <= most; answered++) {
    const { status, headers } = await ask()
    if (status === 429) return { answered, retryAfter: Number(headers.get('retry-after')) }
  }
  return null
}

it('attempts to sign in are counted by address, whichever way they are made', async () => {
  const from = (address: string) => ({ 'x-forwarded-for': address })
  let n = 0
  const limited = await untilLimited(40, () =>
    n++ % 2 === 0
      ? desk.send('sign-in/link', { token: 'x'.repeat(30) }, from('10.0.0.1'))
      : desk.send('device-session', { token: 'y'.repeat(30) }, from('10.0.0.1')),
  )
  expect(limited?.answered).toBe(30)
  expect(limited?.retryAfter).toBeGreaterThan(0)
  expect(limited?.retryAfter).toBeLessThanOrEqual(60)
  expect((await desk.send('sign-in/link', { token: 'x'.repeat(30) }, from('10.0.0.2'))).status).toBe(404)
  expect((await desk.ask('sign-in', { headers: from('10.0.0.1') })).status).toBe(200)
})

it('files to take away are counted by account, whatever cookies come along', async () => {
  const li = { name: 'li', displayName: '李强', role: 'viewer', scope: { kind: 'all' } }
  const { token } = await (await desk.send('users', li, headers)).json()
  const other = { cookie: cookieOf(await desk.send('sign-in/link/use', { token, password: PASSWORD })) }
  const file = (who: { cookie: string }) => desk.ask('tables/none.csv', { headers: who })
  expect((await untilLimited(70, () => file(headers)))?.answered).toBe(60)
  expect((await file(other)).status).toBe(404)
  expect((await desk.ask('city', { headers })).status).toBe(200)
})

it('rows that are sent are counted by token', async () => {
  const { rows } = await (await desk.ask('sources', { headers })).json()
  const [{ source }] = rows
  const tokenOf = async (name: string): Promise<string> =>
    (await (await desk.send('tokens', { kind: 'ingest', name, sources: [source] }, headers)).json()).secret
  const [one, two] = [await tokenOf('one'), await tokenOf('two')]
  const push = (secret: string) =>
    desk.ask(`sources/${source}/incidents`, {
      ...{ method: 'POST', body: 'a\n1\n' },
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'text/csv' },
    })
  expect((await untilLimited(130, () => push(one)))?.answered).toBe(120)
  expect((await push(two)).status).toBe(409)
})

it('a name that is locked stays so over a restart, and wrong current passwords lock it too', async () => {
  const change = (current: string) =>
    desk.send('account/password', { current, next: 'Taihang-Hill-2032' }, headers)
  for (let n = 0; n < 3; n++) expect((await change('wrong')).status).toBe(422)
  const factor = await desk.send('account/second-factor', { password: 'wrong' }, headers)
  expect(factor.status).toBe(422)
  expect((await desk.send('sign-in', { name: 'zhang', password: 'wrong' })).status).toBe(401)
  for (const restarts of [false, true]) {
    if (restarts) await desk.restart()
    const locked = await change(PASSWORD)
    expect([locked.status, (await locked.json()).violations[0].code]).toEqual([429, 'locked'])
    expect((await desk.send('sign-in', { name: 'ZHANG', password: PASSWORD })).status).toBe(429)
  }
  expect((await desk.ask('me', { headers })).status).toBe(200)
})
