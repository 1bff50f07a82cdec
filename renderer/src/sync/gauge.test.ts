import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { handedOver, makeGauge, taken } from './gauge.ts'

function gaugeOf() {
  const gauge = makeGauge()
  if (gauge === null) throw new Error('no shared memory here')
  return gauge
}

describe('the gauge between a link and the session', () => {
  it('lets a link go on while little waits, and counts what waits', () => {
    const gauge = gaugeOf()
    handedOver(gauge, 60, 100)
    handedOver(gauge, 40, 100)
    expect(gauge[0]).toBe(100)
    taken(gauge, 60)
    expect(gauge[0]).toBe(40)
  })

  it('holds a link up as long as too much waits', async () => {
    const gauge = gaugeOf()
    // The link's thread: it is stopped in the middle of its work.
    const link = new Worker(
      `import { workerData, parentPort } from 'node:worker_threads'
       const { handedOver } = await import(workerData.script)
       handedOver(workerData.gauge, 80, 100)
       parentPort.postMessage('first')
       handedOver(workerData.gauge, 80, 100)
       parentPort.postMessage('second')`,
      { eval: true, workerData: { gauge, script: new URL('./gauge.ts', import.meta.url).href } },
    )
    const heard: string[] = []
    const ended = new Promise((done) => link.once('exit', done))
    const first = new Promise((done) => link.on('message', (word) => done(heard.push(word))))
    await first
    while (Atomics.load(gauge, 0) < 160) await new Promise((done) => setImmediate(done))
    expect(heard).toEqual(['first'])
    taken(gauge, 80)
    await ended
    expect(heard).toEqual(['first', 'second'])
  })
})
