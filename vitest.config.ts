import { availableParallelism } from 'node:os'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { svelteTesting } from '@testing-library/svelte/vite'
import { defineConfig } from 'vitest/config'

/** Three runs: `node` for pure code and the relay, `dom` for components, `sim` for the whole community in one process. */
export default defineConfig({
  test: {
    // Left to itself, Vitest keeps a core free: on two cores, half of the machine.
    maxWorkers: availableParallelism(),
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          pool: 'threads',
          include: [
            'src/**/*.test.ts',
            'sync-server/**/*.test.ts',
            'build/**/*.test.ts',
            'renderer/src/{storage,sync,session}/**/*.test.ts',
          ],
          setupFiles: ['test/node.setup.ts'],
        },
      },
      {
        plugins: [svelte(), svelteTesting()],
        test: {
          name: 'dom',
          environment: 'jsdom',
          // A fresh context for each file, as with processes, but jsdom itself is loaded once: a third of the time.
          pool: 'vmThreads',
          include: ['renderer/src/{stores,features,ui,app}/**/*.test.ts'],
          setupFiles: ['test/dom.setup.ts'],
        },
      },
      { test: { name: 'sim', environment: 'node', include: ['test/sim/**/*.test.ts'], testTimeout: 120_000 } },
    ],
  },
})
