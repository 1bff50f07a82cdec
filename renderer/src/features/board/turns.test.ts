import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Turns } from './turns.svelte.ts'

let frames: ((began: number) => void)[] = []
/** A frame whose work takes so many ms. */
const frame = (takes = 40) => {
  const [now, ...later] = frames
  frames = later
  const began = performance.now()
  now?.(began)
  vi.spyOn(performance, 'now').mockReturnValue(began + takes)
  drawn?.()
}
let drawn: (() => void) | null = null

beforeEach(() => {
  frames = []
  vi.stubGlobal('IntersectionObserver', class {})
  vi.stubGlobal('requestAnimationFrame', (work: (began: number) => void) => frames.push(work))
  vi.stubGlobal(
    'MessageChannel',
    class {
      port1 = { onmessage: null as (() => void) | null, close: () => {} }
      port2 = {
        postMessage: () => {
          drawn = () => this.port1.onmessage?.()
        },
      }
    },
  )
  vi.stubGlobal('cancelAnimationFrame', () => {
    frames = []
  })
})
afterEach(() => {
  drawn = null
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const drawnOf = (turns: Turns, count: number) =>
  Array.from({ length: count }, (_, i) => i).filter((i) => !turns.waits(i))

describe('lists of a large board', () => {
  it('are drawn one a frame while in sight if that takes long, then the heads of the others', () => {
    const turns = new Turns(
      Array.from({ length: 27 }, () => 100),
      1_300,
    )
    const drawn = vi.fn()
    turns.run(drawn)
    const seen = []
    while (frames.length > 0) {
      seen.push(drawnOf(turns, 27).length)
      expect(drawn.mock.calls.length).toBe(drawnOf(turns, 27).length > 5 ? 1 : 0)
      frame()
    }
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 11, 17, 23, 29].map((count) => Math.min(count, 27)))
    expect(drawnOf(turns, 40)).toHaveLength(40)
  })

  it('are drawn up to three a frame where that takes little, and fewer again when it took more', () => {
    const turns = new Turns(
      Array.from({ length: 40 }, () => 100),
      10_000,
    )
    turns.run(() => {})
    const seen = [3, 20, 20, 80, 14].map((takes) => {
      frame(takes)
      return drawnOf(turns, 40).length
    })
    expect(seen).toEqual([1, 4, 7, 10, 11])
    frame(14)
    expect(drawnOf(turns, 40)).toHaveLength(13)
  })

  it('are told to be drawn also when there are fewer than fit the window', () => {
    const turns = new Turns([500, 500], 2_000)
    const drawn = vi.fn()
    turns.run(drawn)
    while (frames.length > 0) frame()
    expect(drawn).toHaveBeenCalledOnce()
  })

  it('come all at once on a board that is not large, an empty one included', () => {
    for (const cards of [[], [3, 4], [100, 100, 100]]) {
      const turns = new Turns(cards, 1_000)
      const drawn = vi.fn()
      expect(drawnOf(turns, 3)).toHaveLength(3)
      turns.run(drawn)
      expect(drawn).toHaveBeenCalledOnce()
      expect(frames).toHaveLength(0)
    }
  })

  it('are not drawn any more once the board is left', () => {
    const turns = new Turns([500, 500], 2_000)
    const stop = turns.run(() => {})
    stop()
    expect(frames).toHaveLength(0)
  })
})
