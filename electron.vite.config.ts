import { resolve } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'electron-vite'

const at = (...parts: string[]) => resolve(import.meta.dirname, ...parts)

/** CommonJS and old targets on purpose: a sandboxed preload can be nothing else, and the stand-in runtime is Electron 25. */
const host = (name: string) => ({
  build: {
    outDir: at('out', name),
    target: 'node18.15',
    sourcemap: true,
    rolldownOptions: {
      input: { index: at('src', name, 'index.ts') },
      output: { format: 'cjs' as const, entryFileNames: '[name].cjs' },
    },
  },
})

export default defineConfig({
  main: host('main'),
  preload: host('preload'),
  renderer: {
    root: at('renderer'),
    plugins: [svelte({ configFile: at('svelte.config.js') })],
    worker: { format: 'es' },
    build: {
      outDir: at('out/renderer'),
      target: 'chrome114',
      sourcemap: true,
      minify: true,
      assetsInlineLimit: 0, // the CSP allows no data: scripts or fonts
      rolldownOptions: { input: { index: at('renderer/index.html'), gallery: at('renderer/gallery.html') } },
    },
    server: {
      host: '127.0.0.1',
      port: 5173,
      strictPort: true,
      hmr: { protocol: 'ws', host: '127.0.0.1', clientPort: 5173 },
    },
  },
})
