import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import { Doc } from 'yjs'
import { hueOfName } from '#shared/domain/hue.ts'
import { idFromBytes, type MemberId, type RandomBytes } from '#shared/domain/ids.ts'
import type { BoardHost } from './boardStore.svelte.ts'
import type { People, Person } from './communityStore.svelte.ts'
import { Drafts } from './drafts.ts'
import type { PeopleStore } from './peopleStore.svelte.ts'

/** What somebody else shows of themselves on a board. */
interface Hand {
  readonly member: string
  readonly card: string | null
  readonly field: string | null
}

/** A board's surroundings without disk, relay or community: for the gallery and for tests of what stands on a board. */
export interface MemoryHost extends BoardHost {
  /** The document behind a key; made when first asked for. */
  doc(key: string): Doc
  /** Somebody else opens the document. @returns lets them show something else, or leave with null */
  enter(key: string, hand: Hand): (hand: Hand | null) => void
  setMayWrite(may: boolean): void
  /** Ends what would keep a process awake. */
  destroy(): void
}

/** @param number tells one from the other; the same number is always the same member */
export const memberId = (number: number): MemberId => idFromBytes(Uint8Array.of(0xaa, 0, 0, 0, 0, 0, 0, number))

/** @param now ms since 1970, asked at each write */
export function memoryHost(world: { readonly now: () => number; readonly randomBytes: RandomBytes }): MemoryHost {
  const documents = new Map<string, { doc: Doc; awareness: Awareness }>()
  const listeners = new Set<() => void>()
  const guests: Doc[] = []
  let may = true

  const at = (key: string) => {
    const doc = new Doc()
    const found = documents.get(key) ?? { doc, awareness: new Awareness(doc) }
    documents.set(key, found)
    return found
  }
  return {
    ...world,
    member: () => memberId(1),
    breathe: () => Promise.resolve(),
    drafts: new Drafts(),
    clientOwners: async () => [],
    mayWrite: () => may,
    openDoc: async (key) => ({ key, ...at(key), onReplaced: () => () => {}, release: () => {} }),
    writeNew: async (items) => {
      for (const { key, write } of items) write(at(key).doc)
    },
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    doc: (key) => at(key).doc,
    enter: (key, hand) => {
      const { awareness } = at(key)
      const doc = new Doc()
      guests.push(doc)
      const theirs = new Awareness(doc)
      // Whoever stays repeats it now and then, as over a relay.
      theirs.on('update', () => applyAwarenessUpdate(awareness, encodeAwarenessUpdate(theirs, [doc.clientID]), 'enter'))
      const show = (next: Hand | null) => theirs.setLocalState(next && { ...next })
      show(hand)
      return show
    },
    setMayWrite: (next) => {
      may = next
      for (const listener of listeners) listener()
    },
    destroy: () => {
      for (const doc of [...guests, ...[...documents.values()].map(({ doc }) => doc)]) doc.destroy()
    },
  }
}

/** Circles as the list of people knows them: who is in which, by id; for tests of where people are chosen. */
export function memoryCircles(
  circles: Readonly<Record<string, readonly { readonly id: string; readonly name: string }[]>>,
): PeopleStore {
  const all = new Map<string, { id: string; name: string; circles: Map<string, 'in'>; binnedAt: null }>()
  for (const [circle, people] of Object.entries(circles))
    for (const { id, name } of people) {
      const there = all.get(id) ?? { id, name, circles: new Map(), binnedAt: null }
      all.set(id, there)
      there.circles.set(circle, 'in')
    }
  const listed = Object.keys(circles).map((name) => ({ id: name, name, hue: 'honey', archived: false }))
  return { circles: listed, people: [...all.values()] } as unknown as PeopleStore
}

/** @param names in order: the first is oneself; the nth has `memberId(n)` */
export function memoryPeople(names: readonly string[]): People {
  const people: Person[] = names.map((name, index) => {
    const id = memberId(index + 1) as string as Person['id']
    return { id, name, role: index === 0 ? 3 : 1, devices: 1, me: index === 0, profile: '', hue: hueOfName(id) }
  })
  return { people, person: (member) => people.find(({ id }) => id === member) }
}
