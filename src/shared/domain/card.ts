import * as Y from 'yjs'
import { markBinned } from './cardClash.ts'
import { readLink } from './cardFace.ts'
import { cardKey, nameSlug } from './cardKeys.ts'
import { putContested } from './contested.ts'
import type { Position, WriteContext } from './context.ts'
import { isDue } from './due.ts'
import type { Result } from './errors.ts'
import { fail, ok } from './errors.ts'
import type { CardId, LabelId, LinkId, ListId, MemberId } from './ids.ts'
import { newId, readId } from './ids.ts'
import { LIMITS } from './limits.ts'
import { safeUrl } from './link.ts'
import { findCard, liveCard, liveLabel, openList } from './lookup.ts'
import { indexAt, listEntries, listsAt, readPlace, shownIn, writePlace } from './place.ts'
import { cardsShownIn } from './placeIndex.ts'
import { type Ranked, rankInto } from './rank.ts'
import { roots, write } from './schema.ts'
import { checkName, checkTitle, drop, type LooseMap, mapAt, oneLine, put, putFlag, timeOf } from './value.ts'

/** A place on the board: a list, and where among its cards. */
export interface Target {
  readonly list: ListId
  readonly at: Position<CardId>
}

export function addCard(
  doc: Y.Doc,
  input: { readonly title: string; readonly to: Target },
  ctx: WriteContext,
): Result<CardId> {
  const title = checkTitle(input.title)
  if (!title.ok) return title
  const room = makeRoom(doc, input.to, [], 1, ctx)
  if (!room.ok) return room
  const id = newId<CardId>(ctx.randomBytes)
  write(doc, ctx, () => {
    room.value.clear()
    roots.cards(doc).set(id, new Y.Map(newCard(title.value, room.value.places[0] ?? '', ctx)))
  })
  return ok(id)
}

/** The first keys of every card. */
export function newCard(title: string, place: string, ctx: WriteContext): [string, string | number][] {
  return [
    ['title', title],
    ['place', place],
    ['createdAt', ctx.now],
    ['createdBy', ctx.by],
  ]
}

/** Of two names given apart both are kept, to choose from (clashes.ts). */
export function renameCard(doc: Y.Doc, card: CardId, title: string, ctx: WriteContext): Result<void> {
  const checked = checkTitle(title)
  if (!checked.ok) return checked
  return changeCard(doc, card, ctx, (map) => putContested(map, 'title', checked.value, ctx))
}

export function moveCard(doc: Y.Doc, card: CardId, to: Target, ctx: WriteContext): Result<void> {
  return moveCards(doc, [card], to, ctx)
}

/** Moves several cards to stand together in the order given; all of them or, if one cannot be moved, none. */
export function moveCards(doc: Y.Doc, cards: readonly CardId[], to: Target, ctx: WriteContext): Result<void> {
  const ids = [...new Set(cards)]
  const maps: LooseMap[] = []
  for (const id of ids) {
    const found = liveCard(doc, id)
    if (!found.ok) return found
    maps.push(found.value)
  }
  const room = makeRoom(doc, to, ids, ids.length, ctx)
  if (!room.ok) return room
  write(doc, ctx, () => {
    room.value.clear()
    maps.forEach((map, i) => {
      put(map, 'place', room.value.places[i] ?? '')
    })
  })
  return ok()
}

/** `due`: see due.ts; null takes the date away. */
export function setDue(doc: Y.Doc, card: CardId, due: string | null, ctx: WriteContext): Result<void> {
  if (due !== null && !isDue(due)) return fail('date.invalid')
  return changeCard(doc, card, ctx, (map) => (due === null ? drop(map, 'due') : put(map, 'due', due)))
}

export function setDone(doc: Y.Doc, card: CardId, done: boolean, ctx: WriteContext): Result<void> {
  return changeCard(doc, card, ctx, (map) => putFlag(map, 'done', done))
}

export function setLabel(doc: Y.Doc, card: CardId, label: LabelId, on: boolean, ctx: WriteContext): Result<void> {
  const found = liveLabel(doc, label)
  if (!found.ok) return found
  return changeCard(doc, card, ctx, (map) => putFlag(map, cardKey.label(label), on))
}

/** Whether that member is one of the community is for the caller to know: a board knows ids only. */
export function assign(doc: Y.Doc, card: CardId, member: MemberId, on: boolean, ctx: WriteContext): Result<void> {
  if (readId(member) === null) return fail('member.invalid')
  return changeCard(doc, card, ctx, (map) => putFlag(map, cardKey.who(member), on), on ? 'who/' : undefined)
}

/** A person without the app, by display name. */
export function assignName(doc: Y.Doc, card: CardId, name: string, on: boolean, ctx: WriteContext): Result<void> {
  const checked = checkName(name)
  if (!checked.ok) return checked
  const key = cardKey.name(nameSlug(checked.value))
  const change = (map: LooseMap) => (on ? put(map, key, checked.value) : drop(map, key))
  return changeCard(doc, card, ctx, change, on ? 'name/' : undefined)
}

/** A link with http, https or mailto; its title may be empty. */
export function addLink(
  doc: Y.Doc,
  card: CardId,
  link: { readonly url: string; readonly title: string },
  ctx: WriteContext,
): Result<LinkId> {
  const url = safeUrl(link.url, LIMITS.url)
  if (url === null) return fail('link.unsafe')
  const title = oneLine(link.title)
  if (title.length > LIMITS.title) return fail('title.too-long', { max: LIMITS.title, length: title.length })
  const id = newId<LinkId>(ctx.randomBytes)
  const done = changeCard(doc, card, ctx, (map) => map.set(cardKey.link(id), { url, title }), 'link/')
  return done.ok ? ok(id) : done
}

export function removeLink(doc: Y.Doc, card: CardId, link: LinkId, ctx: WriteContext): Result<void> {
  const found = liveCard(doc, card)
  if (found.ok && !found.value.has(cardKey.link(link))) return fail('link.unknown')
  return changeCard(doc, card, ctx, (map) => drop(map, cardKey.link(link)))
}

export function archiveCard(doc: Y.Doc, card: CardId, ctx: WriteContext): Result<void> {
  return changeCard(doc, card, ctx, (map) => {
    if (timeOf(map.get('archivedAt')) === null) map.set('archivedAt', ctx.now)
  })
}

export function binCard(doc: Y.Doc, card: CardId, ctx: WriteContext): Result<void> {
  return changeCard(doc, card, ctx, (map) => {
    map.set('binnedAt', ctx.now)
    markBinned(map)
  })
}

/** Takes a card out of the bin or the archive. If its list is away, it comes back at the end of the first one shown. */
export function restoreCard(doc: Y.Doc, card: CardId, ctx: WriteContext): Result<void> {
  const found = findCard(doc, card)
  if (!found.ok) return found
  const entries = listEntries(doc)
  const lists = listsAt(entries)
  const list = shownIn(readPlace(found.value.get('place')), lists)
  const away = entries.some((entry) => entry.id === list && entry.archivedAt !== null)
  const room = away ? makeRoom(doc, { list: lists.first, at: 'end' }, [card], 1, ctx) : null
  if (room !== null && !room.ok) return room
  write(doc, ctx, () => {
    drop(found.value, 'binnedAt')
    drop(found.value, 'binnedMark')
    drop(found.value, 'archivedAt')
    if (room === null) return
    room.value.clear()
    put(found.value, 'place', room.value.places[0] ?? '')
  })
  return ok()
}

/** Keys that a copy takes over: what is to be done and by whom, not what was said or done about it. */
const COPIED = /^(?:due$|label\/|who\/|name\/|group\/|step\/[^/]+\/(?:text|rank|group)$)/

/** What a copy has of one key; nothing when the value is none that this version writes there. */
export function copyOf(key: string, value: unknown): [string, unknown][] {
  const link = readLink(key, value)
  if (link !== null) return [[key, { url: link.url, title: link.title }]]
  return COPIED.test(key) && (typeof value === 'string' || value === true) ? [[key, value]] : []
}

/**
 * A copy right below the card (of an archived one: at the end of its list), its steps unticked, without comments. Ids of steps and links may be the same on two
 * cards, since they only mean something on their card. The long text is a document of its own: the caller copies that.
 */
export function duplicateCard(
  doc: Y.Doc,
  card: CardId,
  input: { readonly title: string },
  ctx: WriteContext,
): Result<CardId> {
  const title = checkTitle(input.title)
  if (!title.ok) return title
  const found = liveCard(doc, card)
  if (!found.ok) return found
  const list = shownIn(readPlace(found.value.get('place')), listsAt(listEntries(doc)))
  const away = timeOf(found.value.get('archivedAt')) !== null
  const room = makeRoom(doc, { list, at: away ? 'end' : { after: card } }, [], 1, ctx)
  if (!room.ok) return room
  const copied = [...found.value.entries()].flatMap(([key, value]) => copyOf(key, value))
  const id = newId<CardId>(ctx.randomBytes)
  write(doc, ctx, () => {
    room.value.clear()
    const entries = [...newCard(title.value, room.value.places[0] ?? '', ctx), ...copied]
    roots.cards(doc).set(id, new Y.Map<unknown>(entries))
  })
  return ok(id)
}

/** How many keys of a kind a card may have when one more is added. */
const ROOM = { 'who/': LIMITS.peoplePerCard, 'name/': LIMITS.peoplePerCard, 'link/': LIMITS.linksPerCard } as const

function changeCard(
  doc: Y.Doc,
  card: CardId,
  ctx: WriteContext,
  change: (map: LooseMap) => void,
  adds?: keyof typeof ROOM,
): Result<void> {
  const found = liveCard(doc, card)
  if (!found.ok) return found
  if (adds !== undefined) {
    const there = [...found.value.keys()].filter((key) => key.startsWith(adds)).length
    if (there >= ROOM[adds]) return fail('too-many', { max: ROOM[adds] })
  }
  write(doc, ctx, () => change(found.value))
  return ok()
}

interface Room {
  readonly places: readonly string[]
  /** Moves the neighbours that are in the way; inside the transaction. */
  readonly clear: () => void
}

/** Finds places for `count` cards at the target, as if the cards `leaving` had already left their old places. */
function makeRoom(doc: Y.Doc, to: Target, leaving: readonly CardId[], count: number, ctx: WriteContext): Result<Room> {
  const list = openList(doc, to.list)
  if (!list.ok) return list
  const gone = new Set(leaving)
  const others: Ranked<CardId>[] = cardsShownIn(doc, to.list, listsAt(listEntries(doc))).filter(
    ({ id }) => !gone.has(id),
  )
  const index = indexAt(others, to.at)
  if (!index.ok) return index
  const ranks = rankInto(others, index.value, count, ctx.randomBytes)
  return ok({
    places: ranks.fresh.map((rank) => writePlace(to.list, rank)),
    clear: () => {
      for (const { id, rank } of ranks.moved) mapAt(roots.cards(doc), id)?.set('place', writePlace(to.list, rank))
    },
  })
}
