import * as v from 'valibot'
import { isDue } from '#shared/domain/due.ts'
import { fail, ok, type Result } from '#shared/domain/errors.ts'
import { fingerprint } from '#shared/domain/fingerprint.ts'
import { LIMITS } from '#shared/domain/limits.ts'
import { safeUrl } from '#shared/domain/link.ts'
import { cut, oneLine, sound } from '#shared/domain/value.ts'
import * as file from './trelloFile.ts'
import { readJson } from './trelloJson.ts'
import { LabelBook } from './trelloLabels.ts'
import { PeopleBook } from './trelloPeople.ts'
import {
  COUNTED,
  type Count,
  Losses,
  type PlanCard,
  type PlanComment,
  type PlanGroup,
  type PlanList,
  type TrelloPlan,
} from './trelloPlan.ts'

/** How much of a file is read. A board beyond that is refused whole: half a board would be worse than none. */
export interface TrelloLimits {
  /** UTF-16 units of the text. */
  readonly chars: number
  /** Levels of brackets. */
  readonly depth: number
  readonly lists: number
  readonly cards: number
  readonly labels: number
  readonly steps: number
  readonly actions: number
}

export const TRELLO_LIMITS: TrelloLimits = {
  chars: 20 * 1024 * 1024,
  depth: 64,
  lists: 2_000,
  cards: 100_000,
  labels: 2_000,
  steps: 200_000,
  actions: 200_000,
}

/**
 * Reads a board that Trello exported as JSON. Pure: nothing is fetched, nothing is written, nothing throws.
 * Errors: `import.too-large`, `import.too-deep`, `import.not-json`, `import.not-a-board`, `import.too-many` (detail: which).
 */
export function parseTrello(text: string, limits: TrelloLimits = TRELLO_LIMITS): Result<TrelloPlan> {
  const json = readJson(text, limits.chars, limits.depth)
  if (!json.ok) return json
  const board = v.safeParse(file.boardFile, json.value)
  if (!board.success) return fail('import.not-a-board')
  return new Reading(board.output, limits).plan()
}

/** Trello is older than no card: ids that claim an earlier second are no times. */
const TRELLO_BEGAN = Date.UTC(2011, 0, 1)

class Reading {
  readonly #board: file.BoardFile
  readonly #limits: TrelloLimits
  readonly #losses = new Losses()
  readonly #unreadable = (): void => this.#losses.add('unreadable')
  readonly #labels: LabelBook
  readonly #people: PeopleBook
  readonly #counts = new Map<Count['what'], { inFile: number; comesOver: number }>(
    COUNTED.map((what) => [what, { inFile: 0, comesOver: 0 }]),
  )

  constructor(board: file.BoardFile, limits: TrelloLimits) {
    this.#board = board
    this.#limits = limits
    this.#labels = new LabelBook((code) => this.#losses.add(code))
    this.#people = new PeopleBook(board.members, this.#unreadable)
  }

  plan(): Result<TrelloPlan> {
    const board = this.#board
    for (const what of ['lists', 'cards', 'labels', 'actions'] as const) {
      if (board[what].length > this.#limits[what]) return fail('import.too-many', { what, max: this.#limits[what] })
    }
    const lists = this.#lists()
    const files = this.#once(file.readAll(board.cards, file.cardFile, this.#unreadable))
    if (board.lists.length + board.cards.length > 0 && lists.length + files.length === 0)
      return fail('import.not-a-board')
    for (const label of file.readAll(board.labels, file.labelFile, this.#unreadable)) this.#labels.add(label)
    const checklists = this.#checklists(files)
    if (checklists === null) return fail('import.too-many', { what: 'steps', max: this.#limits.steps })
    const comments = this.#comments(new Set(files.map(({ id }) => id)))
    const order = new Map(lists.map(({ id }, i) => [id, i]))
    const first = lists.find((list) => !list.archived) ?? lists[0] ?? this.#makeList(lists, files.length)
    const cards = file
      .inOrder(files)
      .map((card) => this.#card(card, order.has(card.idList) ? card.idList : (first?.id ?? ''), checklists, comments))
      .sort((a, b) => (order.get(a.list) ?? 0) - (order.get(b.list) ?? 0))
    this.#countCards(cards)
    const about = sound(board.desc)
    if (about.trim() !== '') this.#losses.add('board-about')
    this.#losses.add('power-ups', board.pluginData.length)
    const people = this.#people.all()
    this.#count('people', people.length, people.length)
    const labels = this.#labels.all()
    if (labels.length > this.#limits.labels)
      return fail('import.too-many', { what: 'labels', max: this.#limits.labels })
    this.#count('labels', labels.length, labels.length)
    return ok({
      board: { id: sound(board.id), title: cut(oneLine(board.name), LIMITS.title), about: cut(about, LIMITS.about) },
      labels,
      lists,
      cards,
      people,
      counts: [...this.#counts].map(([what, { inFile, comesOver }]) => ({ what, inFile, comesOver })),
      losses: this.#losses.list(),
    })
  }

  #count(what: Count['what'], inFile: number, comesOver: number): void {
    const sum = this.#counts.get(what) ?? { inFile: 0, comesOver: 0 }
    this.#counts.set(what, { inFile: sum.inFile + inFile, comesOver: sum.comesOver + comesOver })
  }

  /** The first thing of each id. */
  #once<T extends { readonly id: string }>(things: readonly T[]): T[] {
    const first = new Map<string, T>()
    for (const thing of things) {
      if (first.has(thing.id)) this.#losses.add('doubles')
      else first.set(thing.id, thing)
    }
    return [...first.values()]
  }

  #line(text: string, max: number): string {
    const line = oneLine(text)
    if (line.length > max) this.#losses.add('shortened')
    return cut(line, max)
  }

  #lists(): PlanList[] {
    const files = this.#once(file.inOrder(file.readAll(this.#board.lists, file.listFile, this.#unreadable)))
    const lists = files.map(({ id, name, closed }) => ({ id, title: this.#line(name, LIMITS.title), archived: closed }))
    const archived = lists.filter((list) => list.archived).length
    this.#count('lists', this.#board.lists.length, lists.length)
    this.#count('archived-lists', archived, archived)
    return lists
  }

  /** A list for cards that have none at all, under the board's own name. */
  #makeList(lists: PlanList[], cards: number): PlanList | undefined {
    if (cards === 0) return undefined
    const list = { id: `${this.#board.id}-cards`, title: this.#line(this.#board.name, LIMITS.title), archived: false }
    lists.push(list)
    return list
  }

  /** Checklists by card, in order; null when there are too many steps. */
  #checklists(cards: readonly file.CardFile[]): Map<string, PlanGroup[]> | null {
    const known = new Set(cards.map(({ id }) => id))
    const inside = cards.flatMap((card) =>
      file.readAll(card.checklists, file.checklistFile, this.#unreadable).map((list) => ({ ...list, idCard: card.id })),
    )
    const ofBoard = file.readAll(this.#board.checklists, file.checklistFile, this.#unreadable)
    // Some exports have each checklist twice, with the board and with its card: that is no double to report.
    const seen = new Set(ofBoard.map(({ id }) => id))
    const all = this.#once([...ofBoard, ...inside.filter(({ id }) => !seen.has(id))])
    const steps = all.reduce((sum, { checkItems }) => sum + checkItems.length, 0)
    if (steps > this.#limits.steps) return null
    const groups = new Map<string, PlanGroup[]>()
    for (const list of file.inOrder(all)) {
      const group = this.#group(list)
      const there = known.has(list.idCard)
      this.#count('checklists', 1, there ? 1 : 0)
      this.#count('steps', list.checkItems.length, there ? group.steps.length : 0)
      if (!there) this.#losses.add('checklists-without-card')
      else push(groups, list.idCard, group)
    }
    return groups
  }

  #group({ id, name, checkItems }: file.ChecklistFile): PlanGroup {
    const items = this.#once(file.inOrder(file.readAll(checkItems, file.checkItemFile, this.#unreadable)))
    for (const item of items) if (item.due !== null || item.idMember !== null) this.#losses.add('step-details')
    const steps = items.map((item) => ({
      key: keyOf('step', item.id),
      text: this.#line(item.name, LIMITS.step),
      done: item.state === 'complete',
    }))
    return { key: keyOf('group', id), title: this.#line(name, LIMITS.title), steps }
  }

  /** Comments by card, oldest first. */
  #comments(cards: ReadonlySet<string>): Map<string, PlanComment[]> {
    const actions = this.#once(file.readAll(this.#board.actions, file.actionFile, this.#unreadable))
    const said = actions.filter(({ type }) => type === 'commentCard' || type === 'copyCommentCard')
    this.#losses.add('activity', actions.length - said.length)
    const comments = new Map<string, PlanComment[]>()
    for (const { id, date, idMemberCreator, memberCreator, data } of said) {
      const there = cards.has(data.card.id)
      this.#count('comments', 1, there ? 1 : 0)
      if (!there) {
        this.#losses.add('comments-without-card')
        continue
      }
      const at = Date.parse(date)
      if (!(at >= 0)) this.#losses.add('dates-unreadable')
      const words = sound(data.text)
      if (words.length > LIMITS.comment) this.#losses.add('shortened')
      const person = idMemberCreator || memberCreator?.id || ''
      const name = this.#people.name(person, memberCreator?.fullName || memberCreator?.username)
      const comment = {
        key: keyOf('comment', id),
        person,
        name,
        at: at >= 0 ? at : 0,
        text: cut(words, LIMITS.comment),
      }
      push(comments, data.card.id, comment)
    }
    for (const all of comments.values()) all.sort((a, b) => a.at - b.at)
    return comments
  }

  #card(
    card: file.CardFile,
    list: string,
    checklists: ReadonlyMap<string, PlanGroup[]>,
    comments: ReadonlyMap<string, PlanComment[]>,
  ): PlanCard {
    if (list !== card.idList) this.#losses.add('cards-without-list')
    const { title, text } = this.#words(card)
    const due = card.due === null || !isDue(card.due) ? null : card.due
    this.#count('due-dates', card.due === null ? 0 : 1, due === null ? 0 : 1)
    if (card.due !== null && due === null) this.#losses.add('dates-unreadable')
    const said = comments.get(card.id) ?? []
    this.#losses.add('comments-older', card.badges.comments - said.length)
    this.#count('comments', Math.max(0, card.badges.comments - said.length), 0)
    this.#countExtras(card)
    return {
      id: card.id,
      list,
      where: `${card.idList} ${card.pos ?? ''}`,
      title,
      text,
      archived: card.closed,
      createdAt: timeIn(card.id),
      due,
      done: card.dueComplete,
      labels: this.#labels.of(card, this.#unreadable),
      people: this.#assigned(card),
      groups: this.#groups(checklists.get(card.id) ?? []),
      comments: said,
      links: this.#links(card),
    }
  }

  /** As many steps as one card takes. */
  #groups(groups: readonly PlanGroup[]): PlanGroup[] {
    let room: number = LIMITS.stepsPerCard
    return groups.map((group) => {
      const steps = this.#atMost(group.steps, room, 'steps')
      room -= steps.length
      return { ...group, steps }
    })
  }

  #atMost<T>(things: readonly T[], max: number, what: Count['what']): readonly T[] {
    const over = Math.max(0, things.length - max)
    this.#losses.add('over-limit', over)
    this.#count(what, 0, -over)
    return things.slice(0, max)
  }

  /** A title that does not fit is kept whole at the head of the long text. */
  #words(card: file.CardFile): { title: string; text: string } {
    const whole = oneLine(card.name)
    const long = whole.length > LIMITS.title
    const text = long ? [whole, sound(card.desc)].filter((part) => part !== '').join('\n\n') : sound(card.desc)
    if (long || text.length > LIMITS.description) this.#losses.add('shortened')
    return { title: long ? `${cut(whole, LIMITS.title - 1)}…` : whole, text: cut(text, LIMITS.description) }
  }

  #assigned(card: file.CardFile): string[] {
    const people = [...new Set(file.strings(card.idMembers))]
    const known = people.filter((id) => this.#people.name(id) !== '')
    this.#losses.add('people-unknown', people.length - known.length)
    this.#losses.add('over-limit', known.length - LIMITS.peoplePerCard)
    return known.slice(0, LIMITS.peoplePerCard)
  }

  #links(card: file.CardFile): PlanCard['links'] {
    const attachments = this.#once(file.readAll(card.attachments, file.attachmentFile, this.#unreadable))
    const links = file.inOrder(attachments).flatMap(({ id, name, url, isUpload }) => {
      // Older exports leave the spaces of file names in their addresses.
      const safe = safeUrl(url.trim().replaceAll(' ', '%20'), LIMITS.url)
      this.#count('links', 1, safe === null ? 0 : 1)
      if (safe === null) this.#losses.add('links-unsafe')
      else if (isUpload) this.#losses.add('files-as-links')
      return safe === null ? [] : [{ key: keyOf('link', id), url: safe, title: this.#line(name, LIMITS.title) }]
    })
    return this.#atMost(links, LIMITS.linksPerCard, 'links')
  }

  #countExtras(card: file.CardFile): void {
    const { cover } = card
    this.#losses.add('votes', card.badges.votes)
    this.#losses.add('stickers', card.stickers.length)
    this.#losses.add('custom-fields', card.customFieldItems.length)
    this.#losses.add('power-ups', card.pluginData.length)
    if (card.start !== null) this.#losses.add('start-dates')
    if (card.isTemplate) this.#losses.add('card-templates')
    if ((card.locationName ?? '') !== '' || (card.address ?? '') !== '') this.#losses.add('locations')
    const covered = cover !== null && (cover.color ?? cover.idAttachment ?? cover.idUploadedBackground) !== null
    if (covered) this.#losses.add('covers')
  }

  #countCards(cards: readonly PlanCard[]): void {
    const archived = cards.filter((card) => card.archived).length
    this.#count('cards', this.#board.cards.length, cards.length)
    this.#count('archived-cards', archived, archived)
  }
}

function push<T>(into: Map<string, T[]>, key: string, value: T): void {
  const there = into.get(key)
  if (there === undefined) into.set(key, [value])
  else there.push(value)
}

/** Ids of MongoDB begin with the second in which they were made. */
function timeIn(id: string): number | null {
  if (!/^[0-9a-f]{24}$/.test(id)) return null
  const time = Number.parseInt(id.slice(0, 8), 16) * 1_000
  return time >= TRELLO_BEGAN ? time : null
}

function keyOf(kind: string, id: string): string {
  return fingerprint(`trello ${kind} ${id}`)
}
