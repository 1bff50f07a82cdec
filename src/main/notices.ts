import type { Notice } from '../shared/ipc/contract.ts'
import { NOTICE_LIMITS } from '../shared/ipc/notices.ts'

/** The part of Electron's Notification that is used. */
export interface ShownNotice {
  on(event: 'click' | 'close', listener: () => void): unknown
  show(): void
  close(): void
}

export interface NoticeTools {
  /** Whether the system shows notifications. */
  supported(): boolean
  make(text: { readonly title: string; readonly body: string }): ShownNotice
  /** Brings the window to the front and tells the page. */
  clicked(id: string): void
  /** ms, of a clock that never goes back */
  now(): number
}

/** How many are held on to at most: what is let go of may lose its click. */
const MAX_HELD = 100

/** Notifications of the system: not too many in a short time, each told to the page when it is clicked. */
export class Notices {
  readonly #tools: NoticeTools
  readonly #held = new Map<string, ShownNotice>()
  #shownAt: number[] = []

  constructor(tools: NoticeTools) {
    this.#tools = tools
  }

  /** @throws `notice.unavailable`, `notice.too-many` */
  show({ id, title, body }: Notice): void {
    if (!this.#tools.supported()) throw new Error('notice.unavailable')
    const now = this.#tools.now()
    this.#shownAt = this.#shownAt.filter((at) => now - at < 60_000)
    if (this.#shownAt.length >= NOTICE_LIMITS.perMinute) throw new Error('notice.too-many')
    this.#shownAt.push(now)
    this.#held.get(id)?.close()
    const notice = this.#tools.make({ title, body })
    this.#held.delete(id)
    this.#held.set(id, notice)
    const letGo = () => {
      if (this.#held.get(id) === notice) this.#held.delete(id)
    }
    notice.on('click', () => {
      letGo()
      this.#tools.clicked(id)
    })
    notice.on('close', letGo)
    notice.show()
    const [oldest] = this.#held.keys()
    if (this.#held.size > MAX_HELD && oldest !== undefined) this.#held.delete(oldest)
  }
}
