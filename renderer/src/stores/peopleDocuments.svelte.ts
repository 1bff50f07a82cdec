import type { Transaction } from 'yjs'
import type { OpenDoc } from '#renderer/session/documents.ts'
import type { WriteContext } from '#shared/domain/context.ts'
import type { DocId } from '#shared/domain/ids.ts'
import { bringSealedAlong } from '#shared/domain/people/bringAlong.ts'
import { moveToTheirPlaces } from '#shared/domain/people/changePerson.ts'
import { type Audience, isAudience } from '#shared/domain/people/fields.ts'
import type { PeopleDocs } from '#shared/domain/people/peopleDocs.ts'
import { PeopleView } from '#shared/domain/people/peopleView.ts'
import { sweepForgotten } from '#shared/domain/people/personFate.ts'
import { roots } from '#shared/domain/schema.ts'
import type { UndoGroup } from '#shared/domain/undo.ts'
import type { PeopleHost } from './peopleHost.ts'

interface OpenPeople {
  readonly id: DocId
  readonly audience: Audience
  readonly open: OpenDoc
  readonly close: () => void
}

interface Around {
  readonly host: PeopleHost
  readonly undoGroup: UndoGroup
  /** Of what is written here. */
  readonly origin: object
  readonly context: () => WriteContext
  /** Somebody was changed, or there are other documents now. */
  readonly changed: () => void
  /** What is not about single people was changed. */
  readonly settingsChanged: () => void
}

/** The documents of people that this device may read, open, and the view that is put together from them. */
export class PeopleDocuments {
  readonly view = new PeopleView()
  readonly #around: Around
  #open: readonly OpenPeople[] = $state.raw([])
  /** Whether all documents have been gone through once. */
  ready = $state(false)
  #following: Promise<void> = Promise.resolve()
  #closed = false
  readonly docs: PeopleDocs = $derived(new Map(this.#open.map(({ audience, open }) => [audience, open.doc])))

  constructor(around: Around) {
    this.#around = around
  }

  /** The same object as long as the same documents are open. */
  get opened(): object {
    return this.#open
  }

  /** Whose documents this device reads: what is for others is not here at all. */
  get readable(): readonly Audience[] {
    return this.#open.map(({ audience }) => audience)
  }

  /** Whether one of them may be written. */
  get mayWrite(): boolean {
    return this.#open.some(({ id }) => this.#around.host.mayWrite(id))
  }

  /** The document of an audience; null where there is none, or none to be read here. */
  idOf(audience: Audience): DocId | null {
    return this.#open.find((one) => one.audience === audience)?.id ?? null
  }

  /** Opens documents that have come to be, and lets go of those that may not be read any more. */
  follow(): void {
    this.#following = this.#following.then(() => this.#follow())
  }

  async #follow(): Promise<void> {
    const wanted = this.#wanted()
    const stays = ({ id }: OpenPeople) => wanted.some((info) => info.id === id)
    for (const one of this.#open) if (!stays(one)) one.close()
    // Whoever writes many people at once stops when other documents are open: not for every other news.
    if (!this.#open.every(stays)) this.#open = this.#open.filter(stays)
    for (const info of wanted)
      if (!this.#open.some(({ id }) => id === info.id) && !this.#closed) await this.#openOne(info.id, info.audience)
    if (this.#closed) return
    if (!this.ready && this.mayWrite) await this.#tidy()
    this.ready = true
    this.#around.changed()
  }

  /** One document for each audience: should two have been made at the same moment, the older one is it for everybody. */
  #wanted(): { id: DocId; audience: Audience }[] {
    const first = new Map<Audience, DocId>()
    for (const { id, audience } of this.#around.host.documents())
      if (isAudience(audience) && !first.has(audience)) first.set(audience, id)
    return [...first].map(([audience, id]) => ({ id, audience }))
  }

  async #openOne(id: DocId, audience: Audience): Promise<void> {
    const { host, undoGroup, origin, changed, settingsChanged } = this.#around
    const open = await host.openDoc(id)
    const { fields, circles, views, settings } = roots
    const others = [fields, circles, views, settings].map((root) => root(open.doc))
    const after = (transaction: Transaction) => {
      if (this.view.apply(audience, transaction) !== null) changed()
      if (others.some((type) => transaction.changed.has(type as never))) settingsChanged()
    }
    open.doc.on('afterTransaction', after)
    undoGroup.includePeople(open.doc, origin, host.now)
    let closed = false
    const close = () => {
      if (closed) return
      closed = true
      stopReplaced()
      open.doc.off('afterTransaction', after)
      this.view.exclude(audience)
      open.release()
    }
    const stopReplaced = open.onReplaced(() => {
      close()
      this.#open = this.#open.filter((one) => one.id !== id)
      this.follow()
    })
    this.#open = [...this.#open, { id, audience, open, close }]
    for (const _ of this.view.include(audience, open.doc)) await host.breathe()
    if (this.#closed) close()
  }

  /** What computers without the news have written where it may not stand is moved, what they wrote of the forgotten goes, and what they could not bring along comes. */
  async #tidy(): Promise<void> {
    const { host, context } = this.#around
    sweepForgotten(this.docs, context())
    bringSealedAlong(this.docs, { ...context(), origin: TIDYING })
    for (const _ of moveToTheirPlaces(this.docs, { ...context(), origin: TIDYING })) await host.breathe()
  }

  close(): void {
    this.#closed = true
    for (const { close } of this.#open) close()
  }
}

/** The origin of what is put in order, which is no step of anybody's. */
const TIDYING = { people: 'tidy' }
