/** Started before anything else of the window is loaded, so that storage opens while the window still reads its script. */
export const sessionWorker = new Worker(new URL('./sessionWorker.ts', import.meta.url), {
  type: 'module',
  name: 'session',
})
