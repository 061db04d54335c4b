// Builds maplibre-gl from the sources in its package, its worker as a second entry of the same build: what both
// need (style specification, buckets, tile readers) becomes one chunk that page and worker share. The package's
// own two bundles hold that twice: 354 kB (brotli) instead of 245.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

const root = dirname(createRequire(import.meta.url).resolve('maplibre-gl/package.json'))
const WORKER_URL = 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
const WORKER_URL_MODULE = '\0map-worker-url'

/** In development the package's own bundles serve: nothing to compile, nothing counted. */
export function sharedMapWorker(): Plugin {
  return {
    name: 'shared-map-worker',
    apply: 'build',
    enforce: 'pre',
    resolveId(id) {
      if (id === 'maplibre-gl') return join(root, 'src/index.ts')
      return id === WORKER_URL ? WORKER_URL_MODULE : null
    },
    load(id) {
      if (id === WORKER_URL_MODULE) {
        const chunk = this.emitFile({
          type: 'chunk',
          id: join(root, 'src/source/worker.ts'),
          name: 'mapWorker',
        })
        return `export default import.meta.ROLLUP_FILE_URL_${chunk}`
      }
      // Only its version is read there.
      if (id === join(root, 'package.json'))
        return { code: `export default { version: '${versionOf(id)}' }`, moduleType: 'js' }
      return null
    },
  }
}

const versionOf = (path: string): string => JSON.parse(readFileSync(path, 'utf8')).version
