import { describe, expect, it } from 'vitest'
import type { ControlOp } from '#shared/log/controlOp.ts'
import type { DocId } from '#shared/log/ids.ts'
import type { Verdict } from '#shared/log/verdict.ts'
import { ControlQueue } from './controlQueue.ts'

const op = (n: number): ControlOp => ({
  op: 'doc',
  doc: String(n).padStart(16, '0') as DocId,
  docKind: 3,
  write: 1,
  audience: 0,
})
const OK = { ok: true } as Verdict
const no = (reason: string) => ({ ok: false, void: reason }) as Verdict

/** A line that notes what is appended. Each try makes other bytes, as signing does. */
function makeLine() {
  const sent: { ref: number; entry: Uint8Array }[] = []
  const line = {
    up: true,
    keys: true,
    /** How far the log is here; another's entry comes before a refusal that it explains. */
    at: 0,
    audits: 0,
    ready: () => line.up,
    place: () => line.at,
    unexplained: () => {
      line.audits += 1
      return line.audits === 1
    },
    write: () => (line.keys ? Uint8Array.of(sent.length + 1) : null),
    append: (entry: Uint8Array) => {
      sent.push({ ref: sent.length + 100, entry })
      return sent.length + 99
    },
  }
  const queue = new ControlQueue(line)
  const last = () => {
    const found = sent.at(-1)
    if (!found) throw new Error('nothing was sent')
    return found
  }
  return { line, queue, sent, last, seen: (verdict: Verdict) => queue.seen(last().entry, verdict) }
}

/** What a promise has come to so far. */
async function state(promise: Promise<string>): Promise<string> {
  return Promise.race([promise, Promise.resolve().then(() => 'waiting')])
}

describe('control entries', () => {
  it('go one at a time: the next only when the one before stands in the log', async () => {
    const { queue, sent, seen } = makeLine()
    const first = queue.ask(() => ({ op: op(1) }))
    const second = queue.ask(() => ({ op: op(2) }))
    expect(sent).toHaveLength(1)
    expect(await state(first)).toBe('waiting')
    seen(OK)
    expect(await first).toBe('done')
    expect(sent).toHaveLength(2)
    seen(OK)
    expect(await second).toBe('done')
  })

  it('wait for the line', async () => {
    const { line, queue, sent, seen } = makeLine()
    line.up = false
    const asked = queue.ask(() => ({ op: op(1) }))
    expect(sent).toHaveLength(0)
    line.up = true
    queue.lineReady()
    seen(OK)
    expect(await asked).toBe('done')
  })

  it('that lost the race are asked for again from the state as it is then', async () => {
    const { line, queue, sent, last, seen } = makeLine()
    let asks = 0
    const asked = queue.ask(() => ({ op: op(++asks) }))
    line.at += 1
    queue.refused(last().ref, 'stale')
    expect([asks, sent.length]).toEqual([2, 2])
    seen(no('link'))
    expect([asks, sent.length]).toEqual([3, 3])
    seen(OK)
    expect(await asked).toBe('done')
  })

  it('that make no sense any more are not written: moot', async () => {
    const { line, queue, sent, last } = makeLine()
    let wanted = true
    const asked = queue.ask(() => (wanted ? { op: op(1) } : null))
    wanted = false
    line.at += 1
    queue.refused(last().ref, 'stale')
    expect(await asked).toBe('moot')
    expect(sent).toHaveLength(1)
  })

  it('that do not count tell the fold’s reason, that are refused the relay’s; the next go on', async () => {
    const { queue, last, seen } = makeLine()
    const [void_, quota, fine] = [1, 2, 3].map((n) => queue.ask(() => ({ op: op(n) })))
    seen(no('role'))
    queue.refused(last().ref, 'quota')
    seen(OK)
    expect(await Promise.all([void_, quota, fine])).toEqual(['role', 'quota', 'done'])
  })

  it('without a key tell so', async () => {
    const { line, queue } = makeLine()
    line.keys = false
    expect(await queue.ask(() => ({ op: op(1) }))).toBe('nokey')
  })

  it('others’ entries and refusals of other frames change nothing', async () => {
    const { queue, sent, last } = makeLine()
    const asked = queue.ask(() => ({ op: op(1) }))
    queue.seen(Uint8Array.of(200), OK)
    queue.refused(last().ref + 1, 'quota')
    expect(await state(asked)).toBe('waiting')
    expect(sent).toHaveLength(1)
  })

  it('are sent anew after the line was lost, for nobody knows whether they arrived', async () => {
    const { queue, sent, seen } = makeLine()
    const asked = queue.ask(() => ({ op: op(1) }))
    queue.lineLost()
    queue.lineReady()
    expect(sent).toHaveLength(2)
    seen(OK)
    expect(await asked).toBe('done')
  })

  it('that can never be sent tell whoever waits', async () => {
    const { line, queue } = makeLine()
    line.up = false
    const asked = [1, 2].map((n) => queue.ask(() => ({ op: op(n) })))
    queue.stopped()
    expect(await Promise.all(asked)).toEqual(['stopped', 'stopped'])
  })

  it('R15, R48 a refusal that nothing explains is answered by a comparison; where that finds nothing, it is told', async () => {
    const { line, queue, sent, last } = makeLine()
    const asked = queue.ask(() => ({ op: op(1) }))
    queue.refused(last().ref, 'epoch')
    expect([sent.length, line.audits]).toEqual([1, 1])
    queue.lineReady()
    expect(sent.length).toBe(2)
    queue.refused(last().ref, 'epoch')
    expect(await asked).toBe('epoch')
    expect(sent.length).toBe(2)
  })
})
