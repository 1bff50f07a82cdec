import { SvelteSet } from 'svelte/reactivity'
import { Temporal } from 'temporal-polyfill'
import type { CommunityStore } from '#renderer/stores/communityStore.svelte.ts'
import type { PeopleStore } from '#renderer/stores/peopleStore.svelte.ts'
import type { MemberId, PersonId } from '#shared/domain/ids.ts'
import { allOf, EVERYBODY, type Filter } from '#shared/domain/people/filter.ts'
import { APP_ROLES, type AppRole, type FilterField } from '#shared/domain/people/filterFields.ts'
import { type FilterFacts, foldAhead, matcher } from '#shared/domain/people/filterMatch.ts'
import { groupPeople } from '#shared/domain/people/grouping.ts'
import type { PersonRecord } from '#shared/domain/people/record.ts'
import { prepareSort, type SortKey, sortPeople } from '#shared/domain/people/sorting.ts'
import { KeptRanks } from '#shared/domain/people/sortingRanks.ts'
import { type PeopleSavedView, VIEW_LIMITS, type ViewColumn } from '#shared/domain/people/views.ts'

/** A row of the table: a person, or the heading of a group. */
export type Row =
  | { readonly kind: 'person'; readonly key: string; readonly person: PersonRecord }
  | { readonly kind: 'group'; readonly key: string; readonly label: string; readonly count: number }

/** So many people are put in order at once. */
const FEW = 1_000

const FIRST_COLUMNS: readonly ViewColumn[] = [
  { field: 'appRole', width: 110 },
  { field: 'circles', width: 170 },
  { field: 'skills', width: 190 },
  { field: 'tookPart', width: 120 },
]

export interface DeskFacts extends FilterFacts {
  readonly nameOf: (member: string) => string
}

interface DeskWorld {
  readonly store: PeopleStore
  readonly community: CommunityStore
  /** `YYYY-MM-DD`; null for never. */
  readonly lastTookPart: (id: PersonId) => string | null
}

/** The list of people as somebody looks at it now: what is filtered, in which order, which columns, who is chosen. */
export class PeopleDesk {
  readonly #world: DeskWorld
  columns: readonly ViewColumn[] = $state.raw(FIRST_COLUMNS)
  sort: readonly SortKey[] = $state.raw([{ field: 'name', down: false }])
  group: FilterField | null = $state(null)
  filter: Filter = $state.raw(EVERYBODY)
  /** Words in the search field that are no filter yet: whatever has them in it. */
  typed: Filter = $state.raw(EVERYBODY)
  bin = $state(false)
  readonly chosen = new SvelteSet<PersonId>()
  readonly folded = new SvelteSet<string>()
  readonly #ranks = new KeptRanks()
  #prepared = $state(false)
  /** Counts up whenever getting ready begins or ends. */
  #preparing = 0
  #anchor: PersonId | null = null

  constructor(world: DeskWorld) {
    this.#world = world
  }

  get store(): PeopleStore {
    return this.#world.store
  }

  readonly facts: DeskFacts = $derived.by(() => {
    const { store, community, lastTookPart } = this.#world
    const roles = new Map(community.people.map(({ id, role }) => [id as string, APP_ROLES[role + 1] as AppRole]))
    return {
      today: Temporal.Now.plainDateISO().toString(),
      me: (community.me?.id ?? '') as string as MemberId,
      fields: store.fields,
      circles: new Map(store.circles.map(({ id, name }) => [id as string, name])),
      appRole: (id) => roles.get(id) ?? 'none',
      lastTookPart,
      nameOf: (member) => community.person(member)?.name ?? 'Somebody who left',
    }
  })

  /** Those in the list, or those in the bin. */
  readonly everybody: readonly PersonRecord[] = $derived.by(() =>
    this.store.people.filter(({ binnedAt }) => (binnedAt !== null) === this.bin),
  )
  /** What people here can do, speak and are tagged with: each word once, in order. */
  readonly words: Readonly<Record<'skills' | 'tags' | 'languages', readonly string[]>> = $derived.by(() => ({
    skills: wordsOf(this.everybody, 'skills'),
    tags: wordsOf(this.everybody, 'tags'),
    languages: wordsOf(this.everybody, 'languages'),
  }))
  /** Everybody in order: who is asked for changes more often than the order does. */
  readonly #ordered: readonly PersonRecord[] = $derived(
    sortPeople(this.everybody, this.sort, this.facts, 'en', this.#ranks),
  )
  /** Those who are asked for, in order. */
  readonly shown: readonly PersonRecord[] = $derived.by(() => {
    const asked = allOf([this.filter, this.typed])
    return isEverybody(asked) ? this.#ordered : this.#ordered.filter(matcher(asked, this.facts))
  })
  readonly rows: readonly Row[] = $derived.by(() => {
    const { group } = this
    if (group === null) return this.shown.map((person) => ({ kind: 'person', key: person.id, person }))
    return groupPeople(this.shown, group, this.facts).flatMap(({ key, label, people }): Row[] => [
      { kind: 'group', key: `group ${key}`, label: label || 'None', count: people.length },
      ...(this.folded.has(`group ${key}`)
        ? []
        : people.map((person) => ({ kind: 'person', key: `${key} ${person.id}`, person }) as const)),
    ])
  })
  /** Those chosen who are still in sight. */
  readonly selection: readonly PersonRecord[] = $derived(
    this.chosen.size === 0 ? [] : this.shown.filter(({ id }) => this.chosen.has(id)),
  )
  readonly isFiltered: boolean = $derived(this.shown.length < this.everybody.length)

  /** Whether the list can be shown without holding up the window. */
  get ready(): boolean {
    // While documents are being read there are few people for a moment, and then many at once.
    return this.#prepared || (this.store.ready && this.store.people.length <= FEW)
  }

  /** The list is looked at: puts many people in order, then gets ready for the first search, a piece at a time. */
  async prepare(): Promise<void> {
    const { store } = this
    const run = ++this.#preparing
    for (const _ of prepareSort(this.everybody, this.sort, this.facts, this.#ranks)) {
      await store.host.breathe()
      if (run !== this.#preparing) return
    }
    this.#prepared = true
    for (const _ of foldAhead(store.people)) {
      await store.host.breathe()
      if (run !== this.#preparing) return
    }
    void this.words // so that the first letter that is typed does not wait for them
  }

  /** The list is left: there may be many more when it is looked at again. */
  leave(): void {
    this.#preparing += 1
    this.#prepared = false
  }

  /** Up, down, and by name again; with `also` after the columns that are sorted already. */
  sortBy(field: FilterField, also: boolean): void {
    const now = this.sort.find((key) => key.field === field)
    const others = also ? this.sort.filter((key) => key.field !== field) : []
    const next = now === undefined ? [{ field, down: false }] : now.down ? [] : [{ field, down: true }]
    const sort = [...others, ...next]
    this.sort = sort.length > 0 ? sort.slice(-VIEW_LIMITS.sort) : [{ field: 'name', down: false }]
  }

  showColumn(field: FilterField, shown: boolean): void {
    const others = this.columns.filter((column) => column.field !== field)
    this.columns = shown ? [...others, { field, width: VIEW_LIMITS.width }] : others
  }

  resize(field: FilterField, width: number): void {
    const fitting = Math.round(Math.max(VIEW_LIMITS.narrow, Math.min(VIEW_LIMITS.wide, width)))
    this.columns = this.columns.map((column) => (column.field === field ? { field, width: fitting } : column))
  }

  /** One place to the left or right. */
  moveColumn(field: FilterField, by: -1 | 1): void {
    const at = this.columns.findIndex((column) => column.field === field)
    const [moved, other] = [this.columns[at], this.columns[at + by]]
    if (moved && other) this.columns = this.columns.with(at, other).with(at + by, moved)
  }

  fold(key: string): void {
    if (!this.folded.delete(key)) this.folded.add(key)
  }

  // ---- choosing people

  choose(id: PersonId, how: 'toggle' | 'range'): void {
    if (how === 'range' && this.#anchor !== null) {
      const people = this.rows.flatMap((row) => (row.kind === 'person' ? [row.person.id] : []))
      const [from, to] = [people.indexOf(this.#anchor), people.indexOf(id)].sort((a, b) => a - b) as [number, number]
      if (from >= 0) for (const one of people.slice(from, to + 1)) this.chosen.add(one)
      return
    }
    if (!this.chosen.delete(id)) this.chosen.add(id)
    this.#anchor = id
  }

  chooseAll(all: boolean): void {
    this.chosen.clear()
    if (all) for (const { id } of this.shown) this.chosen.add(id)
  }

  // ---- views

  view(name: string): PeopleSavedView {
    const { columns, sort, group, filter } = this
    return { name, columns, sort, group, filter }
  }

  look({ columns, sort, group, filter }: PeopleSavedView): void {
    this.columns = columns
    this.sort = sort.length > 0 ? sort : [{ field: 'name', down: false }]
    this.group = group
    this.filter = filter
    this.typed = EVERYBODY
    this.folded.clear()
  }
}

const isEverybody = (filter: Filter) => 'all' in filter && filter.all.length === 0

function wordsOf(people: readonly PersonRecord[], field: 'skills' | 'tags' | 'languages'): readonly string[] {
  const words = new Set<string>()
  for (const person of people) {
    const said = person[field]
    if (said.length > 0) for (const word of said) words.add(word) // most have none
  }
  return [...words].sort()
}
