import { render } from '@testing-library/svelte'
import type { Component } from 'svelte'
import { vi } from 'vitest'
import { BoardStore } from '#renderer/stores/boardStore.svelte.ts'
import { memoryHost, memoryPeople } from '#renderer/stores/memoryHost.ts'
import { Announcer } from '#renderer/ui/announcer.svelte.ts'
import { Toasts } from '#renderer/ui/toasts.svelte.ts'
import { addList, initBoard } from '#shared/domain/board.ts'
import { addCard } from '#shared/domain/card.ts'
import { type CardId, type DocId, idFromBytes, type ListId } from '#shared/domain/ids.ts'
import { must, NOW, seededBytes } from '#shared/domain/testkit.ts'
import { Carry } from '../carry.svelte.ts'
import BoardBed from './BoardBed.svelte'

const ID = idFromBytes<DocId>(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8))

/** Somebody at a board of their own, with everything that the parts of a board share. `lists` gives the cards' titles. */
export async function sitDown(lists: Readonly<Record<string, readonly string[]>> = { 'To do': ['One'] }) {
  const host = memoryHost({ now: () => NOW, randomBytes: seededBytes(1) })
  const origin = null
  initBoard(host.doc(ID), { by: host.member(), now: NOW, randomBytes: host.randomBytes, origin })
  const board = await BoardStore.open(ID, host)
  for (const [title, cards] of Object.entries(lists)) {
    const list = must(board.run(addList, { title }))
    for (const card of cards) must(board.run(addCard, { title: card, to: { list, at: 'end' as const } }))
  }
  const context = {
    board,
    access: 'everyone' as const,
    community: memoryPeople(['Amara Okafor', 'Jonas Meyer', 'Leila Karimi']),
    toasts: new Toasts(),
    announcer: new Announcer(),
    carry: new Carry(board),
    openCard: vi.fn<(card: CardId | null) => void>(),
    openExternal: vi.fn(async () => {}),
  }
  const list = (title: string): ListId => {
    const found = board.lists.find((one) => one.title === title)
    if (!found) throw new Error(`no list "${title}"`)
    return found.id
  }
  const card = (title: string): CardId => {
    const found = board.lists.flatMap(({ cards }) => cards).find((id) => board.face(id)?.title === title)
    if (!found) throw new Error(`no card "${title}"`)
    return found
  }
  const detail = (title: string) => {
    const found = board.detail(card(title))
    if (!found) throw new Error(`no card "${title}"`)
    return found
  }
  return {
    ...context,
    host,
    list,
    card,
    detail,
    /** Titles of a list's cards, in order. */
    titles: (title: string) =>
      board.lists.find((one) => one.title === title)?.cards.map((id) => board.face(id)?.title) ?? [],
    /** Puts a part of the board on the screen. */
    show: (part: Component<never>, given: () => Record<string, unknown>) =>
      render(BoardBed, { props: { context, part: part as Component<Record<string, unknown>>, given } }),
  }
}
