import { afterEach, describe, expect, it } from 'vitest'
import { connect, type Remote, serve } from './rpc.ts'

interface Methods {
  add(a: number, b: number): Promise<number>
  fail(code: string): void
  count(to: number, progress: (now: number) => void): string
  echo(bytes: Uint8Array): { readonly bytes: Uint8Array; readonly list: readonly Uint8Array[] }
  channel(): MessagePort
}
const NAMES = ['add', 'fail', 'count', 'echo', 'channel'] as const

let ports: MessagePort[] = []
afterEach(() => {
  for (const port of ports) port.close()
  ports = []
})

function begin() {
  const { port1, port2 } = new MessageChannel()
  ports = [port1, port2]
  const order: string[] = []
  const tell = serve(port1, {
    add: async (a: number, b: number) => a + b,
    fail: (code: string) => {
      throw Object.assign(new Error(`it is ${code}`), { code })
    },
    count: (to: number, progress: (now: number) => void) => {
      for (let now = 1; now <= to; now++) progress(now)
      return 'counted'
    },
    echo: (bytes: Uint8Array) => ({ bytes, list: [bytes, bytes.subarray(1)] }),
    channel: () => {
      const inner = new MessageChannel()
      ports.push(inner.port1, inner.port2)
      inner.port1.postMessage('through')
      return inner.port2
    },
  })
  const remote = connect<Methods>(port2, NAMES, (news, value) => order.push(`${news} ${value}`))
  return { remote, tell, order, port: port2 }
}

describe('calls through a port', () => {
  it('give back what the method gives', async () => {
    const { remote } = begin()
    expect(await Promise.all([remote.add(1, 2), remote.add(3, 4)])).toEqual([3, 7])
  })

  it('fail with the message and the code they failed with there', async () => {
    const { remote } = begin()
    await expect(remote.fail('storage.full')).rejects.toMatchObject({
      message: 'it is storage.full',
      code: 'storage.full',
    })
  })

  it('reach only what is served, and nothing that objects have by themselves', async () => {
    const { port } = begin()
    const more = connect<Record<string, () => void>>(port, ['constructor', 'elsewhere']) as Remote<
      Record<string, () => void>
    >
    await expect(more.elsewhere?.()).rejects.toThrow('rpc.unknown')
    await expect(more.constructor()).rejects.toThrow('rpc.unknown')
  })

  it('take callbacks along, which run here until the call is done', async () => {
    const { remote } = begin()
    const seen: number[] = []
    expect(await remote.count(3, (now) => seen.push(now))).toBe('counted')
    expect(seen).toEqual([1, 2, 3])
  })

  it('copy bytes: what is sent stays whole, and a view takes only itself along', async () => {
    const { remote } = begin()
    const frame = new Uint8Array(1000).fill(7)
    const view = frame.subarray(10, 13)
    const { bytes, list } = await remote.echo(view)
    expect([bytes, ...list]).toEqual([Uint8Array.of(7, 7, 7), Uint8Array.of(7, 7, 7), Uint8Array.of(7, 7)])
    expect(bytes.buffer.byteLength).toBe(3)
    expect([frame.length, view.length]).toEqual([1000, 3])
  })

  it('hand ports over', async () => {
    const { remote } = begin()
    const port = await remote.channel()
    const word = await new Promise((done) => {
      port.onmessage = ({ data }) => done(data)
    })
    port.close()
    expect(word).toBe('through')
  })

  it('and news keep their order', async () => {
    const { remote, tell, order } = begin()
    tell('status', 1)
    const done = remote.add(1, 1).then(() => order.push('answer'))
    await done
    tell('status', 2)
    await remote.add(1, 1)
    expect(order).toEqual(['status 1', 'answer', 'status 2'])
  })
})
