import type { OpenCommunity } from '#renderer/session/openCommunity.ts'
import type { Audience } from '#shared/domain/people/fields.ts'
import { isBirthday } from '#shared/domain/people/formsOfValues.ts'
import { oneLine } from '#shared/domain/value.ts'
import { NO_WORDS, OWN_FIELDS, type OwnField, type OwnFields, readOwnWords, writeField } from './ownWords.ts'

export interface OwnProfileHost {
  readonly session: Pick<OpenCommunity, 'member' | 'profilesOf' | 'setMyProfile' | 'setMyName'>
  /** What one is called here. */
  readonly name: () => string
  /** Who reads a field in this community. */
  readonly audienceOf: (field: OwnField) => Audience
}

/** Who reads a field of one's own: `nobody` where one cannot fill it in oneself. */
export type Readers = 'everyone' | 'organizers' | 'nobody'

/** One's own profile, as a form has it: read once, written as a whole. */
export class OwnProfile {
  readonly #host: OwnProfileHost
  name = $state('')
  quiet = $state(false)
  fields: OwnFields = $state.raw(NO_WORDS)
  state: 'loading' | 'ready' | 'saving' | 'saved' | 'failed' = $state('loading')
  /** The code of what went wrong. */
  problem: string | null = $state(null)
  /** What only organizers read was filled in on another computer, and stays as it is unless it is filled in anew. */
  elsewhere = $state(false)
  #before = $state.raw('')
  #sealedBefore = ''

  constructor(host: OwnProfileHost) {
    this.#host = host
  }

  /** Reads it from the session; what became stricter since it was filled in is moved at once. */
  async open(): Promise<void> {
    const { session, name } = this.#host
    const { member } = session
    this.state = 'loading'
    this.problem = null
    const [words] = member === null ? [] : await session.profilesOf([member])
    const { own = {}, sealed = null, quiet = false } = words ?? {}
    const { leaveAlone: _, ...found } = readOwnWords(own, sealed, quiet)
    this.fields = { ...NO_WORDS, ...found }
    this.name = name()
    this.quiet = quiet
    this.elsewhere = words !== undefined && sealed === null
    this.#before = this.#written
    this.#sealedBefore = JSON.stringify(this.#split.sealed)
    this.state = 'ready'
    const exposed = OWN_FIELDS.some((field) => field in own && this.readersOf(field) !== 'everyone')
    if (exposed) await this.#send()
  }

  readersOf(field: OwnField): Readers {
    const audience = this.#host.audienceOf(field)
    if (audience === 0) return 'everyone'
    // A photo is larger than what can be sealed for organizers.
    return audience === 2 && field !== 'photo' ? 'organizers' : 'nobody'
  }

  set<Field extends OwnField>(field: Field, value: OwnFields[Field]): void {
    this.fields = { ...this.fields, [field]: value }
  }

  get dirty(): boolean {
    return this.state !== 'loading' && this.#written !== this.#before
  }

  get #split() {
    const part = (readers: Readers) =>
      Object.fromEntries(
        OWN_FIELDS.filter((field) => this.readersOf(field) === readers).flatMap((field) => {
          const value = writeField(this.fields, field)
          return value === undefined ? [] : [[field, value] as const]
        }),
      )
    return { own: part('everyone'), sealed: part('organizers') }
  }

  get #written(): string {
    return JSON.stringify([oneLine(this.name), this.quiet, this.#split])
  }

  /** @returns whether it is on the disk; what went wrong is in `problem` */
  async save(): Promise<boolean> {
    this.problem = null
    const name = oneLine(this.name)
    if (name === '') this.problem = 'name.empty'
    else if (this.fields.birthday !== '' && !isBirthday(this.fields.birthday)) this.problem = 'date.invalid'
    if (this.problem !== null) return false
    if (!(await this.#send())) return false
    if (name !== this.#host.name()) await this.#host.session.setMyName(name)
    this.#before = this.#written
    this.state = 'saved'
    return true
  }

  async #send(): Promise<boolean> {
    this.state = 'saving'
    const { own, sealed } = this.#split
    const text = JSON.stringify(sealed)
    // Untouched, the box of another computer stays.
    const keep = this.elsewhere && text === this.#sealedBefore
    try {
      const outcome = await this.#host.session.setMyProfile({ own, sealed: keep ? null : sealed, quiet: this.quiet })
      this.problem = outcome === 'done' ? null : outcome
    } catch {
      this.problem = 'profile.failed'
    }
    this.state = this.problem === null ? 'ready' : 'failed'
    if (this.problem === null && !keep) {
      this.elsewhere = false
      this.#sealedBefore = text
    }
    return this.problem === null
  }
}
