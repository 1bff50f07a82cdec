import { Temporal } from 'temporal-polyfill'
import type { WriteContext } from '#shared/domain/context.ts'
import { fail, type Result } from '#shared/domain/errors.ts'
import type { DocId, PersonId } from '#shared/domain/ids.ts'
import { moveToTheirPlaces, noteJoined } from '#shared/domain/people/changePerson.ts'
import { type Circle, readCircles } from '#shared/domain/people/circles.ts'
import { readCustomFields } from '#shared/domain/people/customFields.ts'
import type { Audience, CustomField } from '#shared/domain/people/fields.ts'
import { isOnlyNoted } from '#shared/domain/people/nothingKnown.ts'
import type { PersonPatch } from '#shared/domain/people/patch.ts'
import { type Audiences, type PeopleDocs, readAudiences } from '#shared/domain/people/peopleDocs.ts'
import { forgetPerson } from '#shared/domain/people/personFate.ts'
import type { PersonRecord } from '#shared/domain/people/record.ts'
import { type Sought, soughtOf } from '#shared/domain/people/sought.ts'
import { roots } from '#shared/domain/schema.ts'
import { UndoGroup } from '#shared/domain/undo.ts'
import { wallIn } from '#shared/domain/when.ts'
import { changeListed } from './changeListed.ts'
import { withMember } from './listedPerson.ts'
import { PeopleDocuments } from './peopleDocuments.svelte.ts'
import type { PeopleHost } from './peopleHost.ts'

/** An operation of the model on people. */
type PeopleOperation<Args extends unknown[], T> = (docs: PeopleDocs, ...rest: [...Args, WriteContext]) => Result<T>

/** The people of a community, from all documents of them that this member may read, as runes. */
export class PeopleStore {
  readonly host: PeopleHost
  readonly undoGroup = new UndoGroup()
  readonly origin = { people: 'local' }
  readonly #documents: PeopleDocuments
  #version = $state(0)
  /** Of what is not about single people: fields, circles, views, audiences. */
  #settings = $state(0)
  #undoVersion = $state(0)
  #holding = false
  readonly #stop: (() => void)[]
  readonly #people: readonly PersonRecord[] = $derived.by(() => {
    void this.#version
    return this.#listed()
  })
  readonly #byId: ReadonlyMap<PersonId, PersonRecord> = $derived(new Map(this.#people.map((one) => [one.id, one])))
  readonly #circles: readonly Circle[] = $derived.by(() => {
    void this.#settings
    return readCircles(this.#docs)
  })
  readonly #fields: readonly CustomField[] = $derived.by(() => {
    void this.#settings
    return readCustomFields(this.#docs)
  })

  private constructor(host: PeopleHost) {
    this.host = host
    this.#documents = new PeopleDocuments({
      host,
      undoGroup: this.undoGroup,
      origin: this.origin,
      context: () => this.context,
      changed: () => {
        if (!this.#holding) this.#version += 1
      },
      settingsChanged: () => {
        this.#settings += 1
      },
    })
    this.#stop = [
      host.onChange(() => {
        this.#version += 1
        this.#documents.follow()
      }),
      this.undoGroup.watch(() => {
        this.#undoVersion += 1
      }),
    ]
  }

  /** Gives the store at once; it is `ready` when all documents have been gone through. */
  static open(host: PeopleHost): PeopleStore {
    const store = new PeopleStore(host)
    store.#documents.follow()
    return store
  }

  get #docs(): PeopleDocs {
    return this.#documents.docs
  }

  #listed(): readonly PersonRecord[] {
    const members = new Map(this.host.members().map((member) => [member.id as string, member]))
    const found: PersonRecord[] = []
    for (const record of this.#documents.view.all) {
      const member = members.get(record.id)
      if (member) {
        found.push(withMember(record, member, this.host.ownWords(member.id)))
        members.delete(record.id)
      } else if (record.name !== '' || (this.mayWrite && !isOnlyNoted(record))) found.push(record)
    }
    for (const member of members.values()) found.push(withMember(null, member, this.host.ownWords(member.id)))
    return found
  }

  // ---- reading

  /** Everybody, those in the bin too; in no order. */
  get people(): readonly PersonRecord[] {
    return this.#people
  }

  /** Also by an id that was merged into another. */
  person(id: PersonId): PersonRecord | undefined {
    return this.#byId.get(id) ?? this.#byId.get(this.#documents.view.current(id))
  }

  /** All ids that stand for somebody in older records, their own first. */
  idsOf(id: PersonId): readonly PersonId[] {
    void this.#version
    return this.#documents.view.formerIds(id)
  }

  get circles(): readonly Circle[] {
    return this.#circles
  }

  get fields(): readonly CustomField[] {
    return this.#fields
  }

  get audiences(): Audiences {
    void this.#settings
    return readAudiences(this.#docs)
  }

  /** Whether all documents have been gone through once. */
  get ready(): boolean {
    return this.#documents.ready
  }

  /** Whose documents this device reads: what is for others is not here at all. */
  get readable(): readonly Audience[] {
    return this.#documents.readable
  }

  /** Whether this member may write down what is known of others. */
  get mayWrite(): boolean {
    void this.#version
    return this.#documents.mayWrite
  }

  /** Saved views as they stand, by id; organizers' only. */
  get savedViews(): ReadonlyMap<string, unknown> {
    void this.#settings
    const doc = this.#docs.get(2)
    return new Map(doc ? roots.views(doc).entries() : [])
  }

  // ---- writing

  get context(): WriteContext {
    const { member, now, randomBytes } = this.host
    return { by: member(), now: now(), randomBytes, origin: this.origin }
  }

  /** Carries out one operation of the model, as one step of undo: `people.run(changePerson, id, patch)`. */
  run<Args extends unknown[], T>(operation: PeopleOperation<Args, T>, ...args: Args): Result<T> {
    if (!this.mayWrite) return fail('role.read-only')
    if (this.undoGroup.isWalking) return fail('undo.running')
    const close = this.undoGroup.openGroup()
    try {
      return operation(this.#docs, ...args, this.context)
    } finally {
      close()
    }
  }

  /** Changes somebody; of a member of whom nothing stands here yet, the name is noted too. */
  change(id: PersonId, patch: PersonPatch): Result<PersonId> {
    const person = this.person(id)
    if (!person) return fail('person.unknown')
    return this.run((docs, ctx) => changeListed(docs, person, this.host.ownWords(id), patch, ctx))
  }

  /** Notes that members joined today, of whom nobody has said when: what this app saw by itself is no step of undo. */
  noteJoined(members: readonly PersonId[]): void {
    const context = { ...this.context, origin: SEEN }
    const day = wallIn(Temporal.Instant.fromEpochMilliseconds(context.now), Temporal.Now.timeZoneId()).slice(0, 10)
    for (const id of members) {
      const person = this.person(id)
      if (person?.joined === '') noteJoined(this.#docs, id, day, context)
    }
  }

  /**
   * The same for many, a piece at a time, as one step of undo and shown once at the end.
   * @param progress told how many are done; returns false to stop
   * @returns how many were done
   */
  async runMany<Item>(
    items: readonly Item[],
    each: (docs: PeopleDocs, item: Item, ctx: WriteContext) => void,
    progress: (done: number) => boolean = () => true,
  ): Promise<number> {
    if (!this.mayWrite || this.undoGroup.isWalking) return 0
    const close = this.undoGroup.openGroup()
    const context = this.context
    const docs = this.#docs
    const { opened } = this.#documents
    this.#holding = true
    let done = 0
    try {
      // Should a document be replaced or become unreadable meanwhile, nothing more is written into what nobody reads.
      while (done < items.length && this.#documents.opened === opened) {
        const piece = items.slice(done, done + PIECE)
        let run = () => {
          for (const item of piece) each(docs, item, context)
        }
        for (const doc of docs.values()) {
          const inner = run
          run = () => doc.transact(inner, this.origin)
        }
        run()
        done += piece.length
        if (!progress(done)) break
        await this.host.breathe()
      }
    } finally {
      this.#holding = false
      this.#version += 1
      close()
    }
    return done
  }

  /**
   * Gives a field other readers and moves its values to where those read, a piece at a time, as one step of undo.
   * @param choose what changes: the setting of a field, or a field of the community's own
   * @param mayWiden which keys of people that is about, as `moveToTheirPlaces` asks
   */
  async changeReaders(
    choose: (docs: PeopleDocs, ctx: WriteContext) => Result<unknown>,
    mayWiden: (key: string) => boolean,
  ): Promise<Result<void>> {
    if (!this.mayWrite) return fail('role.read-only')
    if (this.undoGroup.isWalking) return fail('undo.running')
    const close = this.undoGroup.openGroup()
    this.#holding = true
    try {
      const chosen = choose(this.#docs, this.context)
      if (!chosen.ok) return chosen
      for (const _ of moveToTheirPlaces(this.#docs, this.context, { piece: MOVED, mayWiden })) await this.host.breathe()
      return { ok: true, value: undefined }
    } finally {
      this.#holding = false
      this.#version += 1
      close()
    }
  }

  /** Saves a view for all organizers, or (null) takes it away. */
  saveView(id: string, view: Readonly<Record<string, unknown>> | null): Result<void> {
    return this.run((docs, ctx) => {
      const doc = docs.get(2)
      if (!doc) return fail('field.sealed')
      doc.transact(() => {
        if (view === null) roots.views(doc).delete(id)
        else roots.views(doc).set(id, view)
      }, ctx.origin)
      return { ok: true, value: undefined }
    })
  }

  /** By what somebody is found elsewhere, also as whoever was merged into them. */
  sought(person: PersonRecord): Sought {
    return soughtOf(this.#docs, this.idsOf(person.id), person)
  }

  /** The document of what stewards alone read; null for whoever is none. */
  get sealedDocument(): DocId | null {
    return this.#documents.idOf(3)
  }

  /** Removes everything about somebody, also what undo could bring back. */
  forget(id: PersonId): Result<void> {
    if (!this.mayWrite) return fail('role.read-only')
    if (this.undoGroup.isWalking) return fail('undo.running')
    const done = forgetPerson(this.#docs, this.idsOf(id), this.context)
    if (done.ok) {
      this.undoGroup.forgetAll()
      this.#version += 1
    }
    return done
  }

  get canUndo(): boolean {
    void this.#undoVersion
    return this.undoGroup.canUndo
  }

  get canRedo(): boolean {
    void this.#undoVersion
    return this.undoGroup.canRedo
  }

  /** A large step is taken back with pauses, and nothing else can be written meanwhile. */
  undo(): boolean {
    const { undoGroup } = this
    if (undoGroup.isWalking || undoGroup.undoSize <= AT_ONCE) return undoGroup.undo()
    void this.undoInPieces()
    return true
  }

  redo(): boolean {
    const { undoGroup } = this
    if (undoGroup.isWalking || undoGroup.redoSize <= AT_ONCE) return undoGroup.redo()
    void this.#inPieces(() => undoGroup.redoInPieces(this.host.breathe))
    return true
  }

  /** Takes back the newest step with pauses, and shows it once. */
  undoInPieces(): Promise<boolean> {
    return this.#inPieces(() => this.undoGroup.undoInPieces(this.host.breathe))
  }

  async #inPieces(walk: () => Promise<boolean>): Promise<boolean> {
    if (this.undoGroup.isWalking) return false
    this.#holding = true
    try {
      return await walk()
    } finally {
      this.#holding = false
      this.#version += 1
    }
  }

  close(): void {
    for (const stop of this.#stop) stop()
    this.#documents.close()
    this.undoGroup.destroy()
  }
}

/** The origin of what the app saw by itself. */
const SEEN = { people: 'seen' }
/** People whose changes are one transaction: small enough for one entry of the log, and for one task of the window. */
const PIECE = 50
/** Transactions of a step that are taken back without a pause. */
const AT_ONCE = 3
/** Values that are moved in one transaction. */
const MOVED = 500
