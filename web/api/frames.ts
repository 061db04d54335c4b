// Frames of a playback, as they come: the head first, then each frame once its line is whole.
import type { Frame, FramesHead } from '#data/model/frames.ts'
import { getLines } from './client.ts'

export interface FrameReader {
  readonly onHead: (head: FramesHead) => void
  readonly onFrame: (frame: Frame) => void
}

/** @throws ApiError; also when fewer frames came than were announced. */
export async function getFrames(path: string, reader: FrameReader, signal: AbortSignal): Promise<void> {
  let isFirst = true
  await getLines(
    path,
    (line) => {
      if (isFirst) reader.onHead(JSON.parse(line) as FramesHead)
      else reader.onFrame(JSON.parse(line) as Frame)
      isFirst = false
    },
    signal,
  )
}
