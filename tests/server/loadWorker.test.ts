// A thread that does not start is replaced in silence by work in the main thread: so it is asked here directly.
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { loadWorker } from '../../server/loadWorker.ts'

test('a thread starts from the source and answers', async () => {
  const worker = loadWorker('shapeWorker', new URL('../../server/tiles/shapeThread.ts', import.meta.url).href)
  worker.postMessage({ key: 7, version: null, level: 1, zoom: 5, wantsLevel: true })
  const [answer] = await once(worker, 'message')
  expect(answer).toEqual({ key: 7, error: 'Error: asked for a shape before a version' })
  await worker.terminate()
})
