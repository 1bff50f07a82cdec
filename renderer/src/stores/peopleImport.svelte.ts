import { SvelteMap } from 'svelte/reactivity'
import type { Audience } from '#shared/domain/people/fields.ts'
import type { DateOrder } from '#shared/formats/peopleDates.ts'
import type { DraftAnswers } from '#shared/formats/peopleDrafts.ts'
import type { PlanItem } from '#shared/formats/peoplePlan.ts'
import type { Target } from '#shared/formats/peopleTargets.ts'
import { keepMapping, keptMapping } from './keptMappings.ts'
import type { PeopleFileDesk } from './peopleFileMethods.ts'
import type { ListFacts, PlanFacts, ReadChoice, Refusal, ShownItem, ShownKind } from './peopleFileWork.ts'
import { ImportChoices } from './peopleImportChoices.svelte.ts'
import { answersOf, sealedFields } from './peopleImportFacts.ts'
import type { ImportPreview, ImportWorld, NamedFile, PeopleImportPhase } from './peopleImportPhases.ts'
import { ImportPlan } from './peopleImportPlan.ts'
import { newFields, PeopleImportWriter } from './peopleImportWrite.ts'
import type { PeopleStore } from './peopleStore.svelte.ts'

/** Of the same form as formats/peopleTable.ts, checked before a file is in memory. */
const MOST_BYTES = 50 * 1024 * 1024

/** Brings a list of people in: read, match, show what would come, write in pieces, take all of it back if asked. */
export class PeopleImport {
  readonly store: PeopleStore
  readonly #world: ImportWorld
  #desk: PeopleFileDesk | null = null
  phase: PeopleImportPhase = $state.raw({ name: 'choose' })
  file = $state('')
  list: ListFacts | null = $state.raw(null)
  targets: readonly Target[] = $state.raw([])
  /** Columns of dates whose order nobody can tell but somebody who knows the list. */
  questions: readonly number[] = $state.raw([])
  readonly orders = new SvelteMap<number, DateOrder>()
  country = $state('')
  home: Audience = $state(2)
  consentSource = $state('')
  consentOn = $state('')
  /** It was matched on this computer before. */
  remembered = $state(false)
  readonly choices: ImportChoices
  readonly #plan: ImportPlan
  /** Counts up with each answer from the other thread, so that what is shown of it is asked for anew. */
  version = $state(0)
  #run = 0
  #facts: Pick<ImportPreview, 'losses' | 'sealed'> = { losses: [], sealed: 0 }
  /** The import is what undo would take back next. */
  #newest = $state(false)
  #stopWatching = () => {}

  constructor(store: PeopleStore, world: ImportWorld) {
    this.store = store
    this.#world = world
    this.#plan = new ImportPlan(store)
    this.choices = new ImportChoices(() => this.#replan())
  }

  /** Who may come to know of those in the list: whose documents this member writes. */
  get homes(): readonly Audience[] {
    const { host } = this.store
    const writable = host.documents().filter(({ id }) => host.mayWrite(id))
    return this.store.readable.filter((audience) => writable.some((doc) => doc.audience === audience))
  }

  /** Whether it can still be taken back in one step. */
  get mayTakeBack(): boolean {
    return this.#newest
  }

  /** Whether a column goes to a field that this member may write. */
  isOpen(target: Target): boolean {
    const field = target.to === 'custom' ? `custom/${target.field}` : target.to === 'birth' ? 'birthday' : target.to
    return !this.#sealed().includes(field)
  }

  #sealed(): readonly string[] {
    return sealedFields(this.store, this.homes, this.home)
  }

  fail(code: string, detail?: Refusal['detail']): void {
    this.phase = { name: 'failed', error: detail ? { code, detail } : { code } }
  }

  /** Reads a file that was dropped or chosen on a page. */
  async readFile(file: File): Promise<void> {
    if (file.size > MOST_BYTES) return this.fail('table.too-large')
    const buffer = await file.arrayBuffer().catch(() => null)
    if (buffer === null) this.fail('file.failed')
    else await this.read({ name: file.name, bytes: new Uint8Array(buffer) })
  }

  /** Nothing is changed by reading, and nothing is fetched. */
  async read({ name, bytes }: NamedFile): Promise<void> {
    if (!this.store.mayWrite) return this.fail('role.read-only')
    if (bytes.length > MOST_BYTES) return this.fail('table.too-large')
    this.#letGo()
    this.#desk = this.#world.desk()
    this.file = name
    this.consentSource = name
    this.consentOn = ''
    this.country = this.#world.region
    await this.#read(bytes, {})
  }

  /** The same file, read otherwise. */
  async again(choice: ReadChoice): Promise<void> {
    await this.#read(null, choice)
  }

  async #read(bytes: Uint8Array | null, choice: ReadChoice): Promise<void> {
    const fields = this.store.fields.map((field) => ({ ...field }))
    this.phase = { name: 'reading', done: 0, total: 0 }
    await this.#guarded(async (desk, current) => {
      const read = await desk.read(bytes, choice, fields, (done, total) => {
        if (current()) this.phase = { name: 'reading', done, total }
      })
      if (!current() || read === null) return
      if (!read.ok) return this.fail(read.error.code, read.error.detail)
      await this.#match(read.value, current)
    })
  }

  async #match(list: ListFacts, current: () => boolean): Promise<void> {
    const { proposal, columns } = list
    const kept = await soon(keptMapping(this.#world.kept, proposal.fingerprint, columns, this.store.fields))
    if (!current()) return
    this.list = list
    this.remembered = kept !== null
    this.orders.clear()
    for (const [column, order] of kept?.orders ?? []) this.orders.set(column, order)
    if (kept && kept.country !== '') this.country = kept.country
    const homes = this.homes
    this.home = kept && homes.includes(kept.home) ? kept.home : homes.includes(2) ? 2 : (homes[0] ?? 2)
    this.targets = kept?.targets ?? proposal.targets
    await this.#ask()
    if (current()) this.phase = { name: 'mapping' }
  }

  /** What a column is. Of what there is one of, another column loses it. */
  async aim(column: number, target: Target): Promise<void> {
    const same = (other: Target) => ONCE.has(other.to) && JSON.stringify(other) === JSON.stringify(target)
    this.targets = this.targets.map((other, at) => (at === column ? target : same(other) ? { to: 'skip' } : other))
    await this.#ask()
  }

  async #ask(): Promise<void> {
    const desk = this.#desk
    const targets = this.targets
    const questions = (await desk?.questions(targets).catch(() => null)) ?? []
    if (targets === this.targets) this.questions = questions
  }

  /** What is still missing before it can be looked at: '' for nothing. */
  get missing(): '' | 'name' | 'order' {
    if (this.list?.kind === 'vcard') return ''
    const named = this.targets.some(({ to }) => ['name', 'given', 'family', 'emails', 'phones'].includes(to))
    if (!named) return 'name'
    return this.questions.some((column) => !this.orders.has(column)) ? 'order' : ''
  }

  /** Works out what the list as it is matched would bring. */
  async look(): Promise<void> {
    const { list } = this
    if (list === null || this.missing !== '') return
    this.choices.clear()
    this.phase = { name: 'checking', done: 0, total: 1 }
    await this.#guarded(async (desk, current) => {
      const { source, fingerprint } = list.proposal
      // Not waited for: what keeps it may have much to write, and it is a convenience.
      if (list.kind !== 'vcard') void keepMapping(this.#world.kept, fingerprint, this.#mapping())
      const mapping = { targets: this.targets, source, fingerprint }
      const drafted = await desk.draft(mapping, this.#answers(), this.#sealed(), (done, total) => {
        if (current()) this.phase = { name: 'checking', done: done / 3, total }
      })
      if (!current() || drafted === null) return
      if (!drafted.ok) return this.fail(drafted.error.code, drafted.error.detail)
      this.#facts = { losses: drafted.value.losses, sealed: drafted.value.sealed }
      const plan = await this.#plan.make(desk, this.choices.forPlan, current, (done, total) => {
        this.phase = { name: 'checking', done: total / 3 + (done * 2) / 3, total }
      })
      if (plan) this.#show(plan)
    })
  }

  #mapping() {
    return { targets: this.targets, orders: this.orders, country: this.country, home: this.home }
  }

  #answers(): DraftAnswers {
    const { country, consentSource, consentOn, orders } = this
    return {
      ...answersOf(this.store),
      dateOrders: new Map(orders),
      country,
      consentSource: consentSource.trim(),
      consentOn,
    }
  }

  #show(plan: PlanFacts): void {
    this.version += 1
    this.phase = { name: 'preview', preview: { ...plan, ...this.#facts }, busy: false }
  }

  /** A page of what is on show. */
  async shown(kind: ShownKind, from: number, count: number): Promise<readonly ShownItem[]> {
    return (await this.#desk?.shown(kind, from, count).catch(() => null)) ?? []
  }

  /** The same for all who may be here already and are not decided yet. */
  async decideAll(as: 'same' | 'new' | 'skip'): Promise<void> {
    await this.choices.decideAll((await this.#desk?.possible().catch(() => null)) ?? [], as)
  }

  async #replan(): Promise<void> {
    if (this.phase.name !== 'preview') return
    this.phase = { ...this.phase, busy: true }
    await this.#guarded(async (desk, current) => {
      const plan = await this.#plan.make(desk, this.choices.forPlan, current)
      if (plan) this.#show(plan)
    })
  }

  /** Ends what is under way, and goes back a step. What was written is taken back. */
  cancel(): void {
    const { name } = this.phase
    if (name === 'reading') this.reset()
    else if (name === 'checking') {
      this.#run += 1
      void this.#desk?.stop().catch(() => {})
      this.phase = { name: 'mapping' }
    } else if (name === 'importing') this.#run += 1
  }

  /** Back to what columns are. */
  rematch(): void {
    if (this.phase.name === 'preview') this.phase = { name: 'mapping' }
  }

  /** Writes what is on show as one step of undo. What was written when it is cancelled is taken back. */
  async start(): Promise<void> {
    const before = this.phase
    if (before.name !== 'preview' || before.busy) return
    this.phase = { name: 'importing', done: 0, total: before.preview.toWrite, back: false }
    await this.#guarded(async (desk, current) => {
      if (this.#plan.stale) {
        const plan = await this.#plan.make(desk, this.choices.forPlan, current)
        if (plan === null) return this.#show(before.preview)
        // Others have changed people meanwhile so that it comes to something else: it is shown once more.
        if (JSON.stringify(plan.counts) !== JSON.stringify(before.preview.counts)) return this.#show(plan)
      }
      const items = await this.#plan.writes(desk, current)
      if (items === null) this.#show(before.preview)
      else await this.#write(items, before.preview, current)
    })
  }

  async #write(items: readonly PlanItem[], preview: ImportPreview, current: () => boolean): Promise<void> {
    const { store } = this
    const here = new Map(store.people.map((person) => [person.id, person]))
    const writer = new PeopleImportWriter({
      home: this.home,
      fields: newFields(this.targets),
      person: (id) => here.get(id),
      ownWords: (id) => store.host.ownWords(id),
    })
    let changed = false
    const stop = store.undoGroup.watch(() => {
      changed = true
    })
    const total = items.length
    const done = await store.runMany(items, writer.write, (now) => {
      if (current()) this.phase = { name: 'importing', done: now, total, back: false }
      return current()
    })
    stop()
    if (!current() && done < total) {
      this.phase = { name: 'importing', done, total, back: true }
      if (changed) await store.undoInPieces()
      this.#show(preview)
    } else if (done < total) this.fail(done > 0 ? BROKE_OFF : 'role.read-only', { done, total })
    else {
      if (changed) this.#watchNewest()
      // Tens of thousands of people, more than once: nobody asks for them any more.
      this.#desk?.close()
      this.#desk = null
      this.phase = { name: 'done', report: { ...preview, failures: writer.failures } }
    }
  }

  #watchNewest(): void {
    this.#stopWatching()
    this.#newest = true
    this.#stopWatching = this.store.undoGroup.watch(() => {
      this.#newest = false
      this.#stopWatching()
    })
  }

  /** Takes the whole import back. @returns false when other changes have come since: they would be taken back first */
  async takeBack(): Promise<boolean> {
    return this.#newest && (await this.store.undoInPieces())
  }

  /** Another file. */
  reset(): void {
    this.#letGo()
    this.phase = { name: 'choose' }
  }

  /** Ends the other thread and forgets the list. */
  close(): void {
    this.#letGo()
    this.#stopWatching()
  }

  #letGo(): void {
    this.#run += 1
    this.#desk?.close()
    this.#desk = null
    this.list = null
    this.targets = []
    this.questions = []
    this.choices.clear()
    this.#plan.forget()
  }

  /** Only the newest of what was begun may go on; a thread that dies is told as a failure. */
  async #guarded(work: (desk: PeopleFileDesk, current: () => boolean) => Promise<void>): Promise<void> {
    const desk = this.#desk
    if (desk === null) return
    const run = ++this.#run
    const current = () => run === this.#run
    try {
      await Promise.race([work(desk, current), desk.broken])
    } catch {
      if (current()) this.fail('file.failed')
    }
  }
}

/** What takes longer than a second is done without: after a large import the disk has much to do. */
const soon = <T>(work: Promise<T>): Promise<T | null> =>
  Promise.race([work.catch(() => null), new Promise<null>((done) => setTimeout(done, 1_000, null))])

/** Some were written, and the rest could not be. */
export const BROKE_OFF = 'import.broke-off'

const ONCE = new Set<Target['to']>(['id', 'name', 'given', 'family', 'pronouns', 'role', 'joined', 'birthday', 'birth'])
