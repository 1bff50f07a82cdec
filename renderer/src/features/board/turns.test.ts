import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Turns } from './turns.svelte.ts'

let frames: (() => void)[] = []
const frame = () => {
  const [now, ...later] = frames
  frames = later
  now?.()
}

beforeEach(() => {
  frames = []
  vi.stubGlobal('IntersectionObserver', class {})
  vi.stubGlobal('requestAnimationFrame', (work: () => void) => frames.push(work))
  vi.stubGlobal('cancelAnimationFrame', () => {
    frames = []
  })
})
afterEach(() => vi.unstubAllGlobals())

const drawnOf = (turns: Turns, count: number) =>
  Array.from({ length: count }, (_, i) => i).filter((i) => !turns.waits(i))

describe('lists of a large board', () => {
  it('are drawn one a frame while in sight, then the heads of the others', () => {
    const turns = new Turns(
      Array.from({ length: 27 }, () => 100),
      1_000,
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
