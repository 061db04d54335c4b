// Starts a thread from the bundle, or from the source, which a thread has to be taught to read: `--import tsx` alone
// is not passed on to threads by Node 20.
import { existsSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'

/**
 * @param name of the worker's file, without its ending. In the bundle it stands beside the entry, above the chunks.
 * @param from the caller's own address, beside which the source stands.
 */
export function loadWorker(name: string, from: string): Worker {
  const candidates = [`./${name}.js`, `../${name}.js`, `./${name}.ts`]
  const files = candidates.map((each) => fileURLToPath(new URL(each, from)))
  const file = files.find((each) => existsSync(each)) ?? files[0]
  if (!file.endsWith('.ts')) return new Worker(file)
  const load = `import('tsx/esm/api').then(({ register }) => {
    register()
    return import(${JSON.stringify(pathToFileURL(file).href)})
  })`
  return new Worker(load, { eval: true })
}
