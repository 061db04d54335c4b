// Builds the web app from web/ into dist/web. chrome94: government desks lag, MapLibre 6 needs about that.
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { sharedMapWorker } from './scripts/sharedMapWorker.ts'

export default defineConfig({
  root: 'web',
  base: './',
  plugins: [sharedMapWorker(), vue()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'chrome94',
    manifest: true,
    assetsInlineLimit: 0,
    license: { fileName: 'licences.md' },
  },
  define: {
    // Composition only.
    __VUE_OPTIONS_API__: false,
  },
  worker: { format: 'es' },
  // As MapLibre's own build has it: fields without a value are declarations, others plain assignments.
  oxc: {
    assumptions: { setPublicClassFields: true },
    typescript: { removeClassFieldsWithoutInitializer: true },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8420' } },
})
