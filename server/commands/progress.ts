// Progress of long work: a bar where a person watches, plain lines (each tenth) where a log is written.
import { Presets, SingleBar } from 'cli-progress'

export interface Progress {
  /** @param fraction 0–1 */
  update(fraction: number, doing: string): void
  done(): void
}

export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  return stream.isTTY ? barProgress(stream) : lineProgress(stream)
}

function barProgress(stream: NodeJS.WriteStream): Progress {
  const format = '{bar} {percentage} % | {doing}'
  const bar = new SingleBar(
    { format, stream, hideCursor: true, clearOnComplete: true },
    Presets.shades_classic,
  )
  bar.start(1000, 0, { doing: '' })
  return {
    update: (fraction, doing) => bar.update(Math.round(fraction * 1000), { doing }),
    done: () => {
      bar.update(1000)
      bar.stop()
    },
  }
}

function lineProgress(stream: NodeJS.WriteStream): Progress {
  let lastTenth = -1
  let lastDoing = ''
  return {
    update(fraction, doing) {
      const tenth = Math.floor(fraction * 10)
      if (tenth === lastTenth && doing === lastDoing) return
      lastTenth = tenth
      lastDoing = doing
      stream.write(`${String(Math.floor(fraction * 100)).padStart(3)} %  ${doing}\n`)
    },
    done: () => {},
  }
}
