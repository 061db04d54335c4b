// What an administrator's pages ask for: accounts and sessions, over HTTP.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  heldSessionListSchema,
  newUserSchema,
  userLinkSchema,
  userListSchema,
  userSchema,
} from '#data/model/administration.ts'
import { cookieOf, openTestDesk, PASSWORD, type TestDesk } from './testDesk.ts'

let desk: TestDesk
let headers: { cookie: string }
beforeEach(async () => {
  desk = await openTestDesk()
  headers = await desk.setUp()
})
afterEach(() => desk.close())

const LI = { name: 'li', displayName: '李强', role: 'viewer', scope: { kind: 'unit', code: '101' } }
const addLi = async () => newUserSchema.parse(await (await desk.send('users', LI, headers)).json())
const signIn = async (token: string) => ({
  cookie: cookieOf(await desk.send('sign-in/link/use', { token, password: PASSWORD })),
})
const codeOf = async (response: Response) => {
  const { status, violations } = await response.json()
  return [status, violations?.[0].code]
}

describe('accounts', () => {
  it('are made with a link that works once, and listed with their scope by name', async () => {
    const { user, token } = await addLi()
    expect(user).toMatchObject({ state: 'waiting', scope: { kind: 'unit', code: '101' }, isSelf: false })
    expect(user.scope.name).not.toBeNull()
    const li = await signIn(token)
    expect(await (await desk.ask('me', { headers: li })).json()).toMatchObject({ role: 'viewer' })
    const { rows } = userListSchema.parse(await (await desk.ask('users', { headers })).json())
    expect(rows.map(({ name, state, sessions, isSelf }) => [name, state, sessions, isSelf])).toEqual([
      ['zhang', 'active', 1, true],
      ['li', 'active', 1, false],
    ])
    expect((await desk.ask('users', { headers: li })).status).toBe(403)
    expect(JSON.stringify(rows)).not.toMatch(/hash|scrypt/i)
  })

  it('are changed at once, for those signed in too', async () => {
    const { user, token } = await addLi()
    const li = await signIn(token)
    const change = async (id: string, body: object) => desk.send(`users/${id}`, body, headers, 'PATCH')
    const changed = await change(user.id, { role: 'planner', scope: { kind: 'all' }, displayName: '李' })
    expect(userSchema.parse(await changed.json())).toMatchObject({ role: 'planner', displayName: '李' })
    expect(await (await desk.ask('me', { headers: li })).json()).toMatchObject({
      ...{ role: 'planner', scope: { kind: 'all' } },
    })
    expect(userSchema.parse(await (await change(user.id, { isDisabled: true })).json()).state).toBe(
      'disabled',
    )
    expect((await desk.ask('me', { headers: li })).status).toBe(401)
    expect(userSchema.parse(await (await change(user.id, { isDisabled: false })).json()).state).toBe('active')
    expect((await desk.ask('me', { headers: li })).status).toBe(401)
  })

  it('are reset by a new link, which ends their sessions', async () => {
    const { user, token } = await addLi()
    const li = await signIn(token)
    const answer = await desk.send(`users/${user.id}/reset`, {}, headers)
    const link = userLinkSchema.parse(await answer.json())
    expect((await desk.ask('me', { headers: li })).status).toBe(401)
    expect((await desk.ask('me', { headers: await signIn(link.token) })).status).toBe(200)
  })

  it('say with a code what cannot be', async () => {
    await addLi()
    expect(await codeOf(await desk.send('users', LI, headers))).toEqual([422, 'name-taken'])
    const lost = { ...LI, name: 'wu', scope: { kind: 'unit', code: '999' } }
    expect(await codeOf(await desk.send('users', lost, headers))).toEqual([422, 'scope-unknown'])
    const { rows } = await (await desk.ask('users', { headers })).json()
    for (const body of [{ isDisabled: true }, { role: 'viewer' }, { scope: LI.scope }])
      expect(await codeOf(await desk.send(`users/${rows[0].id}`, body, headers, 'PATCH'))).toEqual([
        ...[422, 'last-administrator'],
      ])
  })
})

describe('sessions', () => {
  it('of everybody are listed without what they are of use by, and ended', async () => {
    const { user, token } = await addLi()
    const li = await signIn(token)
    const read = async () =>
      heldSessionListSchema.parse(await (await desk.ask('sessions', { headers })).json()).rows
    const rows = await read()
    expect(rows.map(({ user: { name }, isThis }) => [name, isThis]).toSorted()).toEqual([
      ['li', false],
      ['zhang', true],
    ])
    const [lis] = rows.filter((row) => row.user.id === user.id)
    expect(li.cookie).not.toContain(lis.id)
    await desk.ask(`sessions/${lis.id}`, { method: 'DELETE', headers })
    expect((await desk.ask('me', { headers: li })).status).toBe(401)
    expect(await read()).toHaveLength(1)
    expect((await desk.ask(`sessions/${lis.id}`, { method: 'DELETE', headers })).status).toBe(404)
  })

  it('of one account are ended together', async () => {
    const { user, token } = await addLi()
    const first = await signIn(token)
    const second = {
      cookie: cookieOf(await desk.send('sign-in', { name: 'li', password: PASSWORD })),
    }
    await desk.ask(`users/${user.id}/sessions`, { method: 'DELETE', headers })
    for (const one of [first, second]) expect((await desk.ask('me', { headers: one })).status).toBe(401)
  })
})
