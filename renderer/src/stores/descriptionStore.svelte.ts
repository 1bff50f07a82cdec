import type { Doc, Transaction } from 'yjs'
import type { OpenDoc } from '#renderer/session/documents.ts'
import { descriptionText, readDescription, writeDescription } from '#shared/domain/description.ts'
import type { Result } from '#shared/domain/errors.ts'
import type { UndoGroup } from '#shared/domain/undo.ts'

interface Host {
  readonly openDoc: (key: string) => Promise<OpenDoc>
  readonly now: () => number
}

/** Another person's caret in a text. */
export interface Caret {
  readonly key: number
  readonly member: string
  /** Position in UTF-16 units. */
  readonly index: number
}

/** Typing within this time is one step of undo. */
const CAPTURE_MS = 800

/** A card's long text, which several people may be typing in. */
export class DescriptionStore {
  #open: OpenDoc
  #destroyed = false
  readonly #origin: unknown
  #version = $state(0)
  #carets = $state.raw<readonly Caret[]>([])
  #stop: () => void = () => {}

  private constructor(open: OpenDoc, origin: unknown, undo: UndoGroup, host: Host) {
    this.#open = open
    this.#origin = origin
    this.#follow(undo, host)
  }

  #follow(undo: UndoGroup, host: Host): void {
    const { key, doc, awareness } = this.#open
    undo.include(doc, [descriptionText(doc)], { origin: this.#origin, now: host.now, captureMs: CAPTURE_MS })
    const after = ({ changed }: Transaction) => {
      if (changed.size > 0) this.#version += 1
    }
    const moved = () => {
      this.#carets = this.#readCarets()
    }
    doc.on('afterTransaction', after)
    awareness.on('change', moved)
    const stopReplaced = this.#open.onReplaced(() => {
      this.#reopen(key, undo, host).catch(() => {}) // it cannot be read any more: every change is refused
    })
    this.#stop = () => {
      stopReplaced()
      doc.off('afterTransaction', after)
      awareness.off('change', moved)
    }
  }

  async #reopen(key: string, undo: UndoGroup, host: Host): Promise<void> {
    this.#stop()
    this.#open.release()
    const open = await host.openDoc(key)
    if (this.#destroyed) return open.release()
    this.#open = open
    this.#follow(undo, host)
    this.#version += 1
  }

  static async open(key: string, host: Host, undo: UndoGroup, origin: unknown): Promise<DescriptionStore> {
    return new DescriptionStore(await host.openDoc(key), origin, undo, host)
  }

  /** The document itself, for imports; other stores only. */
  get doc(): Doc {
    return this.#open.doc
  }

  get text(): string {
    void this.#version
    return readDescription(this.#open.doc)
  }

  /** Only what differs is written, so two people can type in one text. */
  write(words: string): Result<void> {
    if (this.#open.doc.isDestroyed) return { ok: false, error: { code: 'doc.reopening' } }
    return writeDescription(this.#open.doc, words, { origin: this.#origin })
  }

  get carets(): readonly Caret[] {
    return this.#carets
  }

  /** Tells the others where our caret is; null when the field is left. */
  showCaret(index: number | null): void {
    this.#open.awareness.setLocalState(index === null ? { left: true } : { caret: index })
  }

  #readCarets(): Caret[] {
    const { awareness } = this.#open
    return [...awareness.getStates()].flatMap(([key, state]) => {
      const { member, caret } = (state ?? {}) as Record<string, unknown>
      if (key === awareness.clientID || typeof caret !== 'number' || !Number.isInteger(caret) || caret < 0) return []
      return [{ key, member: typeof member === 'string' ? member : '', index: Math.min(caret, this.text.length) }]
    })
  }

  destroy(): void {
    this.#destroyed = true
    this.#stop()
    this.#open.release()
  }
}
