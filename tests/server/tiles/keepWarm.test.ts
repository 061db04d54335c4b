import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type VersionId, versionId } from '#data/model/ids.ts'
import { keepWarm, LOOK_EVERY_MS } from '../../../server/tiles/keepWarm.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the version in force is warmed once, and the next one when it comes into force instead of it', async () => {
  let current: VersionId | null = null
  const warmed: { id: VersionId; isWanted: () => boolean }[] = []
  const stop = keepWarm(
    { currentId: async () => current },
    { warm: async (id, isWanted = () => true) => void warmed.push({ id, isWanted }) },
    () => expect.unreachable(),
  )
  const pass = () => vi.advanceTimersByTimeAsync(LOOK_EVERY_MS)
  await pass()
  expect(warmed).toEqual([])
  current = versionId(1)
  await pass()
  await pass()
  expect(warmed.map(({ id, isWanted }) => [id, isWanted()])).toEqual([[1, true]])
  current = versionId(2)
  await pass()
  expect(warmed.map(({ id, isWanted }) => [id, isWanted()])).toEqual([
    [1, false],
    [2, true],
  ])
  await stop()
  expect(warmed[1].isWanted()).toBe(false)
})

test('a failure is told and the next version is warmed all the same', async () => {
  let current = versionId(1)
  const failures: unknown[] = []
  const warmed: VersionId[] = []
  const stop = keepWarm(
    { currentId: async () => current },
    {
      warm: async (id) => {
        if (id === 1) throw new Error('no memory')
        warmed.push(id)
      },
    },
    (error) => failures.push(error),
  )
  await vi.advanceTimersByTimeAsync(LOOK_EVERY_MS)
  current = versionId(2)
  await vi.advanceTimersByTimeAsync(LOOK_EVERY_MS)
  await stop()
  expect([failures.length, warmed]).toEqual([1, [2]])
})
