import { describe, expect, it } from 'vitest'
import { Notices, type ShownNotice } from './notices.ts'

class Paper implements ShownNotice {
  readonly said: string[] = []
  readonly #heard = new Map<string, () => void>()
  on(event: string, listener: () => void): void {
    this.#heard.set(event, listener)
  }
  show(): void {
    this.said.push('shown')
  }
  close(): void {
    this.said.push('closed')
    this.#heard.get('close')?.()
  }
  click(): void {
    this.#heard.get('click')?.()
  }
}

function system(supported = true) {
  const papers: (Paper & { title?: string })[] = []
  const clicked: string[] = []
  const clock = { now: 0 }
  const notices = new Notices({
    supported: () => supported,
    make: ({ title }) => {
      const paper = Object.assign(new Paper(), { title })
      papers.push(paper)
      return paper
    },
    clicked: (id) => clicked.push(id),
    now: () => clock.now,
  })
  return { notices, papers, clicked, clock }
}
const notice = (id: string) => ({ id, title: 'Kith', body: 'b' })

describe('notifications of the system', () => {
  it('a click tells which it was', () => {
    const { notices, papers, clicked } = system()
    notices.show(notice('a'))
    notices.show(notice('b'))
    papers[1]?.click()
    expect(papers.map(({ said }) => said)).toEqual([['shown'], ['shown']])
    expect(clicked).toEqual(['b'])
  })

  it('one with the same id takes the place of the earlier', () => {
    const { notices, papers } = system()
    notices.show(notice('a'))
    notices.show(notice('a'))
    expect(papers.map(({ said }) => said)).toEqual([['shown', 'closed'], ['shown']])
  })

  it('thirty a minute are shown, and then again', () => {
    const { notices, papers, clock } = system()
    for (let i = 0; i < 30; i++) notices.show(notice(`n${i}`))
    clock.now = 59_999
    expect(() => notices.show(notice('more'))).toThrow('notice.too-many')
    clock.now = 60_000
    notices.show(notice('more'))
    expect(papers).toHaveLength(31)
  })

  it('a system without them says so', () => {
    const { notices, papers } = system(false)
    expect(() => notices.show(notice('a'))).toThrow('notice.unavailable')
    expect(papers).toEqual([])
  })
})
