import { describe, expect, it } from 'vitest'
import { NO_GATE, UNAVAILABLE } from '#shared/protocol/closeCodes.ts'
import type { LinkHandlers } from './link.ts'
import { keepLinked } from './reconnect.ts'

const ABNORMAL = 1006

/** Time that passes by hand, and lines that open and break by hand. */
function begin(random = 1) {
  const pauses: number[] = []
  const news: string[] = []
  const lines: { handlers: LinkHandlers; sent: Uint8Array[]; closed: boolean }[] = []
  let due: (() => void) | null = null
  const link = keepLinked(
    (handlers) => {
      const line = { handlers, sent: [] as Uint8Array[], closed: false }
      lines.push(line)
      return {
        send: (frame) => void line.sent.push(frame),
        close: () => {
          line.closed = true
        },
      }
    },
    {
      after: (ms, work) => {
        pauses.push(ms)
        due = work
        return () => {
          if (due === work) due = null
        }
      },
      random: () => random,
    },
    {
      opened: () => news.push('opened'),
      frame: (bytes) => news.push(`frame ${bytes.length}`),
      lost: (code, final) => news.push(`lost ${code}${final ? ' for good' : ''}`),
    },
  )
  return {
    link,
    pauses,
    news,
    lines,
    line: () => {
      const last = lines.at(-1)
      if (!last) throw new Error('nothing was dialled')
      return last
    },
    /** The pause is over. */
    pass: () => {
      const work = due
      due = null
      work?.()
      return work !== null
    },
  }
}

describe('a kept link', () => {
  it('dials at once, and passes frames both ways', () => {
    const { link, news, line } = begin()
    line().handlers.opened()
    line().handlers.frame(new Uint8Array(3))
    link.send(new Uint8Array(2))
    expect(news).toEqual(['opened', 'frame 3'])
    expect(line().sent).toEqual([new Uint8Array(2)])
  })

  it('dials again after pauses that double up to half a minute', () => {
    const { pauses, line, pass } = begin()
    for (let turn = 0; turn < 10; turn++) {
      line().handlers.closed(ABNORMAL)
      pass()
    }
    expect(pauses).toEqual([300, 600, 1200, 2400, 4800, 9600, 19_200, 30_000, 30_000, 30_000])
  })

  it('spreads the pauses by chance between a half and the whole', () => {
    const { pauses, line } = begin(0)
    line().handlers.closed(UNAVAILABLE)
    expect(pauses).toEqual([150])
  })

  it('begins with short pauses again once a relay has answered, not when it merely let us in', () => {
    const { pauses, line, pass } = begin()
    for (let turn = 0; turn < 2; turn++) {
      line().handlers.opened()
      line().handlers.closed(ABNORMAL)
      pass()
    }
    line().handlers.frame(new Uint8Array(1))
    line().handlers.closed(ABNORMAL)
    expect(pauses).toEqual([300, 600, 300])
  })

  it('does not dial by itself after a final no, but when it is asked', () => {
    const { link, news, lines, line, pauses } = begin()
    line().handlers.closed(NO_GATE)
    expect(news).toEqual([`lost ${NO_GATE} for good`])
    expect(pauses).toEqual([])
    link.retryNow()
    expect(lines).toHaveLength(2)
  })

  it('asked during a pause dials at once, and only once', () => {
    const { link, lines, line, pass } = begin()
    line().handlers.closed(ABNORMAL)
    link.retryNow()
    expect(lines).toHaveLength(2)
    expect(pass()).toBe(false)
    link.retryNow()
    expect(lines).toHaveLength(2)
  })

  it('hears nothing more of a line it has let go', () => {
    const { link, news, lines, line, pass } = begin()
    const old = line()
    link.hangUp(true)
    old.handlers.frame(new Uint8Array(1))
    old.handlers.closed(ABNORMAL)
    expect(old.closed).toBe(true)
    expect(news).toEqual([])
    pass()
    expect(lines).toHaveLength(2)
  })

  it('stopped, it never dials again', () => {
    const { link, lines, line, pass } = begin()
    line().handlers.closed(ABNORMAL)
    link.stop()
    expect(pass()).toBe(false)
    link.retryNow()
    expect(lines).toHaveLength(1)
  })
})
