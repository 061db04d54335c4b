// Builds the web app from web/ into dist/web. chrome94: government desks lag, MapLibre 6 needs about that.
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'web',
  base: './',
  plugins: [vue()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'chrome94',
    manifest: true,
    assetsInlineLimit: 0,
  },
  define: {
    // Composition only.
    __VUE_OPTIONS_API__: false,
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': 'http://127.0.0.1:8420' } },
})
