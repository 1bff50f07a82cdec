import type { Page } from '@playwright/test'

/** What the thread of a page did while it was watched; all in ms. */
export interface Seen {
  /** Its longest task, as time that passed and, of another one perhaps, as time on the processor. */
  readonly longest: number
  readonly longestCpu: number
  /** Tasks that took more than 50 ms on the processor. */
  readonly over50: number
  /** From a key that is pressed every now and then to the frame after it. */
  readonly key: { readonly median: number; readonly worst: number; readonly count: number }
}

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

const TASKS = 'RunTask'

/** Watches by Chromium's own trace, since elapsed time says little on a busy machine. */
export async function watchPage(page: Page): Promise<{ end(): Promise<Seen> }> {
  const trace = await page.context().newCDPSession(page)
  const events: TraceEvent[] = []
  trace.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value as unknown as TraceEvent[])
      if (event.name === 'thread_name' || (event.name.endsWith(TASKS) && (event.dur ?? 0) > 8_000)) events.push(event)
  })
  await page.evaluate(() => {
    const field = document.createElement('input')
    field.style.position = 'fixed'
    document.body.append(field)
    const times: number[] = []
    let on = true
    const press = () => {
      if (!on) return
      const began = performance.now()
      // What a key does waits for its turn behind whatever the thread is busy with, as this message does.
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        field.value = String(began)
        requestAnimationFrame(() => {
          times.push(performance.now() - began)
          port1.close()
        })
      }
      port2.postMessage(null)
      setTimeout(press, 100)
    }
    press()
    Object.assign(window, {
      endWatch: () => {
        on = false
        field.remove()
        return times
      },
    })
  })
  await trace.send('Tracing.start', {
    categories: 'disabled-by-default-devtools.timeline,__metadata',
    transferMode: 'ReportEvents',
  })
  return {
    end: async () => {
      const times = await page.evaluate(() => (window as unknown as { endWatch(): number[] }).endWatch())
      const complete = new Promise<void>((done) => trace.once('Tracing.tracingComplete', () => done()))
      await trace.send('Tracing.end')
      await complete
      await trace.detach()
      return summary(events, times)
    },
  }
}

function summary(events: readonly TraceEvent[], times: readonly number[]): Seen {
  const isMain = ({ name, args }: TraceEvent) => name === 'thread_name' && args?.name === 'CrRendererMain'
  const main = new Set(events.filter(isMain).map(({ pid, tid }) => `${pid}/${tid}`))
  const tasks = events.filter(({ name, pid, tid }) => name.endsWith(TASKS) && main.has(`${pid}/${tid}`))
  const cpu = tasks.map(({ tdur = 0 }) => tdur / 1000)
  const sorted = [...times].sort((a, b) => a - b)
  return {
    longest: Math.max(0, ...tasks.map(({ dur = 0 }) => dur / 1000)),
    longestCpu: Math.max(0, ...cpu),
    over50: cpu.filter((time) => time > 50).length,
    key: { median: sorted[sorted.length >> 1] ?? 0, worst: sorted.at(-1) ?? 0, count: sorted.length },
  }
}
