/** The thread on which the session runs (sessionWorker.ts). */
export const sessionWorker = new Worker(new URL('./sessionWorker.ts', import.meta.url), {
  type: 'module',
  name: 'session',
})
