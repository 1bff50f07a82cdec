import type { OpenDoc } from '#renderer/session/documents.ts'
import { type Community, readCommunity } from '#shared/domain/community.ts'

const NOTHING: Community = { name: '', about: '', template: '', boards: [], archivedBoards: [], readOnly: false }

/** A document that names the community or lists boards, in use and followed. */
export class CommunityDoc {
  readonly id: string
  /** Who reads it, by its number in the log. */
  readonly audience: number
  readonly #opened: (key: string) => Promise<OpenDoc>
  #open: OpenDoc | null = null
  #stop = () => {}
  #closed = false
  #value: Community = $state.raw(NOTHING)

  /** Not open yet: call `open`. */
  constructor(id: string, audience: number, opened: (key: string) => Promise<OpenDoc>) {
    this.id = id
    this.audience = audience
    this.#opened = opened
  }

  get value(): Community {
    return this.#value
  }

  /** For writing; null while it is being opened. */
  get doc(): OpenDoc['doc'] | null {
    return this.#open?.doc ?? null
  }

  async open(): Promise<void> {
    const open = await this.#opened(this.id)
    if (this.#closed) {
      open.release()
      return
    }
    this.#open = open
    const read = () => {
      this.#value = readCommunity(open.doc)
    }
    read()
    open.doc.on('afterTransaction', read)
    const stopReplaced = open.onReplaced(() => {
      this.#stop()
      void this.open()
    })
    this.#stop = () => {
      stopReplaced()
      open.doc.off('afterTransaction', read)
      open.release()
      this.#open = null
    }
  }

  close(): void {
    this.#closed = true
    this.#stop()
  }
}
