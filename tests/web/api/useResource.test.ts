import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { z } from 'zod'
import { ApiError } from '../../../web/api/apiError.ts'
import { getJson } from '../../../web/api/client.ts'
import { type Resource, useResource } from '../../../web/api/useResource.ts'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const schema = () => z.object({ n: z.number() })
const answer = (path: string, n: number, delayMs = 0) =>
  http.get(`*/api/${path}`, async () => {
    await new Promise((resolve) => setTimeout(resolve, delayMs))
    return HttpResponse.json({ n })
  })

describe('getJson', () => {
  it('turns problem+json into the one error type', async () => {
    server.use(
      http.get('*/api/x', () =>
        HttpResponse.json(
          {
            type: 'about:blank',
            title: 'Bad window',
            status: 400,
            detail: 'from is after to',
            requestId: 'J-7F3A',
          },
          { status: 400, headers: { 'content-type': 'application/problem+json' } },
        ),
      ),
    )
    const error = await getJson('x', schema).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ status: 400, detail: 'from is after to', requestId: 'J-7F3A' })
  })

  it('says when the server was not reached', async () => {
    server.use(http.get('*/api/x', () => HttpResponse.error()))
    const error = await getJson('x', schema).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ status: 0, isOffline: true })
  })

  it('refuses an answer that breaks the contract', async () => {
    server.use(http.get('*/api/x', () => HttpResponse.json({ n: 'seven' })))
    await expect(getJson('x', schema)).rejects.toThrow()
  })
})

describe('useResource', () => {
  const inScope = (key: () => string | null): Resource<{ n: number }> =>
    effectScope().run(() => useResource(key, (path, signal) => getJson(path, schema, signal)))!

  it('keeps old figures while newer are fetched, and when they cannot be had', async () => {
    server.use(
      answer('a', 1),
      http.get('*/api/b', () => HttpResponse.error()),
    )
    const key = ref('a')
    const resource = inScope(() => key.value)
    expect(resource.state.value).toBe('loading')
    await vi.waitFor(() => expect(resource.state.value).toBe('ready'))
    key.value = 'b'
    await nextTick()
    expect(resource.state.value).toBe('stale')
    expect(resource.data.value).toEqual({ n: 1 })
    await vi.waitFor(() => expect(resource.state.value).toBe('failed'))
    expect(resource.data.value).toEqual({ n: 1 })
    expect(resource.error.value?.isOffline).toBe(true)
    expect(resource.isBehind.value).toBe(true)
    key.value = 'a'
    await vi.waitFor(() => expect(resource.state.value).toBe('ready'))
    expect(resource.isBehind.value).toBe(false)
  })

  it('never lets a superseded answer overwrite a newer one', async () => {
    server.use(answer('slow', 1, 60), answer('fast', 2))
    const key = ref('slow')
    const resource = inScope(() => key.value)
    await nextTick()
    key.value = 'fast'
    await vi.waitFor(() => expect(resource.data.value).toEqual({ n: 2 }))
    await new Promise((resolve) => setTimeout(resolve, 90))
    expect(resource.data.value).toEqual({ n: 2 })
  })
})
