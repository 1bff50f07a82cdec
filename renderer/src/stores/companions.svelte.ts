import type { Awareness } from 'y-protocols/awareness'

/** Somebody who has the same document open. */
export interface Companion {
  /** One per window. */
  readonly key: number
  /** '' while unknown. */
  readonly member: string
  /** The card they have open. */
  readonly card: string | null
  /** What they are changing on it: a field's name. */
  readonly field: string | null
}

const text = (value: unknown): string | null => (typeof value === 'string' && value.length <= 64 ? value : null)

/** Who else is here. Their member ids come from the session, which has checked the signature; the rest is what they say. */
export class Companions {
  #awareness: Awareness
  #version = $state(0)
  readonly #shown: boolean
  readonly #changed = () => {
    this.#version += 1
  }

  /** @param shown whether others see that this window is here */
  constructor(awareness: Awareness, shown: boolean) {
    this.#awareness = awareness
    this.#shown = shown
    this.follow(awareness)
  }

  /** Takes up another document's presence. */
  follow(awareness: Awareness): void {
    this.#awareness.off('change', this.#changed)
    this.#awareness = awareness
    awareness.on('change', this.#changed)
    // Presence without a field set is never taken by others (y-protocols starts at clock 0).
    if (this.#shown && Object.keys(awareness.getLocalState() ?? {}).length === 0)
      awareness.setLocalState({ card: null, field: null })
    this.#changed()
  }

  get others(): readonly Companion[] {
    void this.#version
    const found: Companion[] = []
    for (const [key, state] of this.#awareness.getStates()) {
      if (key === this.#awareness.clientID || typeof state !== 'object' || state === null) continue
      const { member, card, field } = state as Record<string, unknown>
      found.push({ key, member: text(member) ?? '', card: text(card), field: text(field) })
    }
    return found
  }

  /** Whose hand is on a card. */
  on(card: string): readonly Companion[] {
    return this.others.filter((other) => other.card === card)
  }

  /** Tells the others what is open here. */
  show(card: string | null, field: string | null = null): void {
    this.#awareness.setLocalState({ ...this.#awareness.getLocalState(), card, field })
  }

  destroy(): void {
    this.#awareness.off('change', this.#changed)
  }
}
