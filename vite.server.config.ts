// Bundles the command line and server into dist/server; packages stay outside the bundle.
import { defineConfig } from 'vite'

export default defineConfig({
  build: {
    ssr: true,
    outDir: 'dist/server',
    emptyOutDir: true,
    target: 'node20',
    sourcemap: true,
    rollupOptions: {
      input: {
        cli: 'server/cli.ts',
        shapeWorker: 'server/tiles/shapeWorker.ts',
        importWorker: 'server/ingest/thread/importWorker.ts',
      },
    },
  },
})
