import { DEFAULT_HUE, type Hue } from '#shared/domain/hue.ts'
import { LIMITS } from '#shared/domain/limits.ts'
import { cut, oneLine } from '#shared/domain/value.ts'
import { type CardFile, type LabelFile, labelFile, readAll, strings } from './trelloFile.ts'
import type { LossCode, PlanLabel } from './trelloPlan.ts'

/** Trello's ten colours, each also as `_light` and `_dark`, among our seven. */
const HUE_OF = new Map<string, Hue>([
  ['green', 'moss'],
  ['lime', 'moss'],
  ['yellow', 'honey'],
  ['orange', 'clay'],
  ['red', 'clay'],
  ['purple', 'plum'],
  ['black', 'plum'],
  ['pink', 'rose'],
  ['blue', 'sky'],
  ['sky', 'sea'],
])

/** The labels of a board, which stand with the board, with its cards, or both. */
export class LabelBook {
  readonly #labels = new Map<string, PlanLabel>()
  readonly #lost: (code: LossCode) => void

  constructor(lost: (code: LossCode) => void) {
    this.#lost = lost
  }

  all(): PlanLabel[] {
    return [...this.#labels.values()]
  }

  /** A label of the board. */
  add(label: LabelFile): void {
    if (this.#labels.has(idOf(label))) this.#lost('doubles')
    else this.#note(label)
  }

  /** Ids of the labels of a card. */
  of(card: CardFile, unreadable: () => void): string[] {
    const ids = new Set<string>()
    for (const label of readAll(card.labels, labelFile, unreadable)) {
      if (!this.#labels.has(idOf(label))) this.#note(label)
      ids.add(idOf(label))
    }
    for (const id of strings(card.idLabels)) if (this.#labels.has(id)) ids.add(id)
    return [...ids]
  }

  #note(label: LabelFile): void {
    const name = oneLine(label.name)
    if (name.length > LIMITS.name) this.#lost('shortened')
    const hue = HUE_OF.get((label.color ?? '').replace(/_(?:light|dark)$/, '')) ?? DEFAULT_HUE
    this.#labels.set(idOf(label), { id: idOf(label), name: cut(name, LIMITS.name), hue })
  }
}

function idOf({ id, color, name }: LabelFile): string {
  return id || `${color ?? ''} ${cut(oneLine(name), LIMITS.name)}`
}
