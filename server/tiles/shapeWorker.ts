// The other thread's side of shapeThread.ts: knows one version at a time, answers in the order it is asked.
import { parentPort, type Transferable } from 'node:worker_threads'
import { createUnitTable } from '#data/model/unit.ts'
import { packLevel, packZoom } from '#data/tiles/packedShape.ts'
import { createShapes, type Shapes, type TileVersion } from './shapeMaker.ts'
import type { ShapeAnswer, ShapeQuestion } from './shapeThread.ts'

const LEVELS_BYTES = 96 * 2 ** 20

let known: { version: TileVersion; shapes: Shapes } | null = null

parentPort?.on('message', (question: ShapeQuestion) => {
  try {
    parentPort?.postMessage(...answer(question))
  } catch (error) {
    parentPort?.postMessage({ key: question.key, error: String(error) } satisfies ShapeAnswer)
  }
})

function answer({ key, version, level, zoom, wantsLevel }: ShapeQuestion): [ShapeAnswer, Transferable[]] {
  if (version) {
    const { units, ...rest } = version
    known = {
      version: { ...rest, table: createUnitTable(units) },
      shapes: createShapes(LEVELS_BYTES),
    }
  }
  if (!known) throw new Error('asked for a shape before a version')
  const packed = packZoom(known.shapes.zoom(known.version, level, zoom))
  const packedLevel = wantsLevel ? packLevel(known.shapes.level(known.version, level)) : null
  // The zoom is given away; the level stays here too, for its next zoom.
  return [{ key, zoom: packed, level: packedLevel }, buffersOf(packed)]
}

function buffersOf(value: object, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  for (const part of Object.values(value))
    if (ArrayBuffer.isView(part)) found.add(part.buffer as ArrayBuffer)
    else if (part !== null && typeof part === 'object') buffersOf(part, found)
  return [...found]
}
