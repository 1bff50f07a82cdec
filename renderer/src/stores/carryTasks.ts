import { addList } from '#shared/domain/board.ts'
import { readDescription } from '#shared/domain/description.ts'
import { ok, type Result } from '#shared/domain/errors.ts'
import { carryOver } from '#shared/domain/event/carryOver.ts'
import { initPlan } from '#shared/domain/event/plan.ts'
import type { CardId } from '#shared/domain/ids.ts'
import { BoardStore } from './boardStore.svelte.ts'
import type { EventStore } from './eventStore.svelte.ts'

/** A board, or the plan of another event. */
export interface CarryTarget {
  /** Key of the document. */
  readonly key: string
  readonly kind: 'board' | 'event'
}

/**
 * Copies tasks of an event, with their long texts, to the first list of a board or of another event's plan. Those that were
 * copied before are not copied again. @returns how many were copied now
 */
export async function carryTasks(
  event: EventStore,
  cards: readonly CardId[],
  target: CarryTarget,
): Promise<Result<number>> {
  const { host } = event.calendar
  // The texts first: once the cards are copied nothing stands between them and their texts.
  const texts = new Map<CardId, string>()
  for (const card of cards) {
    const open = await host.openDoc(`${event.board.id}.${card}`)
    const words = readDescription(open.doc)
    open.release()
    if (words !== '') texts.set(card, words)
  }
  const board = await BoardStore.open(target.key, host)
  try {
    if (target.kind === 'event') {
      const begun = board.run(initPlan)
      if (!begun.ok) return begun
    }
    const first = board.lists[0]?.id
    const list = first === undefined ? board.run(addList, { title: 'To do' }) : ok(first)
    if (!list.ok) return list
    const copied = carryOver(
      { doc: event.board.doc, cards, ctx: event.context },
      { doc: board.doc, list: list.value, ctx: board.context },
    )
    if (!copied.ok) return copied
    await board.describeNew(
      [...copied.value].flatMap(([from, to]): [CardId, string][] => {
        const words = texts.get(from)
        return words === undefined ? [] : [[to, words]]
      }),
    )
    return ok(copied.value.size)
  } finally {
    board.destroy()
  }
}
