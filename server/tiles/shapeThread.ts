// Shapes made in a thread of their own. It is started when first needed, is told a version once, and ends when nobody
// asked for a while: shapes are kept by who asked. If it fails, what it owed is made in this thread.
import type { Worker } from 'node:worker_threads'
import type { Coverage } from '#data/coverage/coverage.ts'
import type { Unit } from '#data/model/unit.ts'
import type { ShownLevel } from '#data/tiles/levelShape.ts'
import { type PackedLevel, type PackedZoom, unpackLevel, unpackZoom } from '#data/tiles/packedShape.ts'
import { loadWorker } from '../loadWorker.ts'
import { createLru } from './lru.ts'
import { createShapeMaker, type ShapeMaker, type TileVersion } from './shapeMaker.ts'

export interface ShapeQuestion {
  readonly key: number
  /** Given where it differs from the last question's. */
  readonly version: {
    readonly id: number
    readonly units: readonly Unit[]
    readonly coverage: Coverage
    readonly city: TileVersion['city']
  } | null
  readonly level: number
  readonly zoom: number
  readonly wantsLevel: boolean
}

export type ShapeAnswer =
  | { readonly key: number; readonly zoom: PackedZoom; readonly level: PackedLevel | null }
  | { readonly key: number; readonly error: string }

const IDLE_MS = 60_000
const LEVELS_BYTES = 64 * 2 ** 20

interface Waiting {
  done(answer: ShapeAnswer): void
  fail(error: Error): void
}

interface Thread {
  readonly worker: Worker
  readonly waiting: Map<number, Waiting>
  versionId: number
}

export function createShapeThread(): ShapeMaker {
  const levels = createLru<ShownLevel>(LEVELS_BYTES)
  const here = createShapeMaker()
  let thread: Thread | null = null
  let idle: NodeJS.Timeout | undefined
  let asked = 0

  const end = async (): Promise<void> => {
    clearTimeout(idle)
    const ending = thread
    thread = null
    await ending?.worker.terminate()
  }

  function ask(version: TileVersion, level: number, zoom: number): Promise<ShapeAnswer> {
    clearTimeout(idle)
    idle = setTimeout(end, IDLE_MS).unref()
    thread ??= startThread(() => {
      thread = null
    })
    const { worker, waiting } = thread
    const key = ++asked
    const isNew = thread.versionId !== version.id
    thread.versionId = version.id
    const { id, table, coverage, city } = version
    worker.postMessage({
      key,
      version: isNew ? { id, units: table.units, coverage, city: { levels: city.levels } } : null,
      level,
      zoom,
      wantsLevel: levels.get(`${id}/${level}`) === undefined,
    } satisfies ShapeQuestion)
    return new Promise((done, fail) => waiting.set(key, { done, fail }))
  }

  return {
    async make(version, level, zoom) {
      const answer = await ask(version, level, zoom).catch(() => null)
      if (!answer || 'error' in answer) return here.make(version, level, zoom)
      const key = `${version.id}/${level}`
      if (answer.level) {
        const shown = unpackLevel(answer.level, version.table)
        levels.set(key, shown, shown.coverage.xs.length * 12 + shown.rings.arcs.length * 30)
      }
      const shown = levels.get(key)
      return shown ? unpackZoom(answer.zoom, shown) : here.make(version, level, zoom)
    },
    close: end,
  }
}

function startThread(onExit: () => void): Thread {
  const worker = loadWorker('shapeWorker', import.meta.url)
  worker.unref()
  const waiting = new Map<number, Waiting>()
  worker.on('message', (answer: ShapeAnswer) => {
    waiting.get(answer.key)?.done(answer)
    waiting.delete(answer.key)
  })
  const fail = (error: Error): void => {
    onExit()
    for (const { fail } of waiting.values()) fail(error)
    waiting.clear()
  }
  worker.on('error', fail)
  worker.on('exit', (code) => fail(new Error(`the shape thread ended with ${code}`)))
  return { worker, waiting, versionId: -1 }
}
