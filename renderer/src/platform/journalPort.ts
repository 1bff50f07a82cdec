import { JOURNAL_CALLS, JOURNAL_HELLO, type JournalAnswer, type JournalCalls } from '#shared/ipc/journal.ts'

/** Asks the host for its journal. @returns the port to it, for whoever keeps the storage */
export function askForJournal(): MessagePort {
  const { port1, port2 } = new MessageChannel()
  // The preload listens; no other window hears it.
  window.postMessage(JOURNAL_HELLO, location.origin, [port2])
  return port1
}

interface Waiting {
  readonly done: (value: unknown) => void
  readonly failed: (error: Error) => void
}

/** The journal behind a port. Failures are errors whose message is their code. */
export function journalBehind(port: MessagePort): JournalCalls {
  const waiting = new Map<number, Waiting>()
  let last = 0
  port.onmessage = ({ data }: MessageEvent<JournalAnswer>) => {
    const asked = waiting.get(data.id)
    waiting.delete(data.id)
    if ('failed' in data) asked?.failed(new Error(data.failed))
    else asked?.done(data.value)
  }
  const ask = (call: string, args: unknown[]) =>
    new Promise<unknown>((done, failed) => {
      const id = ++last
      waiting.set(id, { done, failed })
      port.postMessage({ id, call, args })
    })
  const calls = JOURNAL_CALLS.map((call) => [call, (...args: unknown[]) => ask(call, args)])
  return Object.fromEntries(calls) as JournalCalls
}
