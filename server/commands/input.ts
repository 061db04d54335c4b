// The file a command reads: a path, or standard input, which is kept in a file while the command runs, for a file is
// looked at more than once (its format, its encoding, its rows).
import { createWriteStream, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { CommandFailure } from './failure.ts'

export interface CommandInput {
  /** Absolute. */
  readonly path: string
  /** To be called when the file was read. */
  done(): void
}

const NOTHING = (): void => {}

/** @throws CommandFailure where there is no such file, or nobody writes to standard input. */
export async function openInput(file: string): Promise<CommandInput> {
  if (file !== '-') {
    const path = resolve(file)
    if (!existsSync(path)) throw new CommandFailure(`${file}: there is no such file`)
    return { path, done: NOTHING }
  }
  if (process.stdin.isTTY)
    throw new CommandFailure('- reads standard input, and nothing is piped into it (没有管道输入)')
  const folder = mkdtempSync(join(tmpdir(), 'jingwei-stdin-'))
  const done = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    const path = join(folder, 'stdin')
    await pipeline(process.stdin, createWriteStream(path))
    return { path, done }
  } catch (error) {
    done()
    throw error
  }
}
