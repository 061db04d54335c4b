// The mapping each source was last imported with, in sources/ of the data folder: what rows it sends by itself are read by.
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface SourceMappings {
  /** Path of the YAML; null: never imported since these are kept. */
  find(source: string): Promise<string | null>
  list(): Promise<ReadonlySet<string>>
}

const ENDING = '.yaml'
const folderOf = (dataFolder: string): string => join(dataFolder, 'sources')

/** @param source matches the mapping's own rule, so it is a name of a file */
export async function keepSourceMapping(dataFolder: string, source: string, yaml: string): Promise<void> {
  const folder = folderOf(dataFolder)
  await mkdir(folder, { recursive: true })
  // Whole or not at all: rows may be read by it at this moment.
  const next = join(folder, `${source}.next`)
  await writeFile(next, yaml)
  await rename(next, join(folder, `${source}${ENDING}`))
}

export function sourceMappings(dataFolder: string): SourceMappings {
  const list = async (): Promise<Set<string>> => {
    const names = await readdir(folderOf(dataFolder)).catch(() => [])
    return new Set(names.filter((name) => name.endsWith(ENDING)).map((name) => name.slice(0, -ENDING.length)))
  }
  return {
    list,
    find: async (source) =>
      (await list()).has(source) ? join(folderOf(dataFolder), `${source}${ENDING}`) : null,
  }
}
