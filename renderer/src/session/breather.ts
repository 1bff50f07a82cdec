/** Work between two breaths, in ms: most of a frame. */
const SLICE = 12

/**
 * Divides long work, so that its thread can do other things.
 * @param now ms, of any clock
 * @returns waits for the next task once the running one has taken a slice, else not at all
 */
export function breather(now: () => number): () => Promise<void> {
  let began = now()
  return async () => {
    if (now() - began < SLICE) return
    await nextTask()
    began = now()
  }
}

/** Unlike a timer, a message has no least delay. */
const nextTask = () =>
  new Promise<void>((done) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      done()
    }
    port2.postMessage(null)
  })
