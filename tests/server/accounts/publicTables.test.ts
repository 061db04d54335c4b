// Published tables for anybody: only where the city says so, and nothing else.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { meSchema } from '#data/model/me.ts'
import { publicationListSchema } from '#data/model/publication.ts'
import { openTestDesk, type TestDesk } from './testDesk.ts'

let desk: TestDesk
beforeEach(async () => {
  desk = await openTestDesk()
})
afterEach(() => desk.close())

it('are for those signed in, unless the setting lets anybody read them', async () => {
  const { cookie } = await desk.setUp()
  expect((await desk.ask('publications')).status).toBe(401)
  expect(await (await desk.ask('sign-in')).json()).toMatchObject({ publicTables: false })
  await desk.restart({ publicTables: 'true' })
  expect(await (await desk.ask('sign-in')).json()).toMatchObject({ publicTables: true, isSignedIn: false })
  publicationListSchema.parse(await (await desk.ask('publications')).json())
  expect((await desk.ask('publications/2020-01')).status).toBe(404)
  expect(meSchema.parse(await (await desk.ask('me')).json())).toMatchObject({
    ...{ kind: 'public', role: 'public', permissions: ['open', 'self', 'published'] },
  })
  for (const path of [
    'city',
    'slice',
    'incidents',
    'units',
    'account',
    'users',
    'tiles/1/grid/8/208/100.mvt',
  ])
    expect((await desk.ask(path)).status, path).toBe(401)
  expect((await desk.send('publications', { month: '2020-01', level: 'grid' })).status).toBe(401)
  expect((await desk.send('account/password', { current: 'a', next: 'b' })).status).toBe(401)
  expect((await desk.ask('me', { headers: { cookie } })).status).toBe(200)
})
