import { fingerprint } from '#shared/domain/fingerprint.ts'
import {
  type Channel,
  type ContactField,
  type CustomValue,
  PEOPLE_LIMITS,
  type TextField,
  type WordField,
} from '#shared/domain/people/fields.ts'
import { contactKey, wordSlug } from '#shared/domain/people/keys.ts'
import type { NewContact, PersonPatch } from '#shared/domain/people/patch.ts'
import { cut, oneLine, sound } from '#shared/domain/value.ts'
import type { DraftConsent, Losses, PersonDraft } from './peopleDraft.ts'
import { isEmail } from './peopleLooks.ts'
import { e164Of } from './peoplePhones.ts'

/** Puts one draft together value by value, tidied and within the limits of a person. */
export class DraftBuilder {
  readonly row: number
  readonly #losses: Losses
  readonly #country: string
  readonly #texts = new Map<TextField | 'name', string>()
  readonly #contacts = new Map<ContactField, Map<string, NewContact>>()
  readonly #words = new Map<WordField, Map<string, string>>()
  readonly #circles = new Map<string, 'in'>()
  readonly #custom = new Map<string, CustomValue>()
  readonly #consent = new Map<Channel, DraftConsent>()
  readonly #notes: string[] = []
  #photo: Uint8Array | null = null
  id = ''

  constructor(row: number, losses: Losses, country: string) {
    this.row = row
    this.#losses = losses
    this.#country = country
  }

  /** The first text for a field counts. */
  text(field: TextField | 'name', value: string): void {
    const text = this.#line(value, field === 'name' ? PEOPLE_LIMITS.name : PEOPLE_LIMITS.text)
    if (text !== '' && !this.#texts.has(field)) this.#texts.set(field, text)
  }

  contact(field: ContactField, value: string, label: string): void {
    const text = field === 'addresses' ? this.#lines(value) : this.#line(value, PEOPLE_LIMITS.contact)
    if (text === '') return
    const known = this.#contacts.get(field) ?? new Map<string, NewContact>()
    this.#contacts.set(field, known)
    const contact = this.#checked(field, text)
    if (contact === null) return
    const key = contactKey(field, contact.value, contact.e164 ?? '')
    if (known.has(key)) return
    if (known.size >= PEOPLE_LIMITS.contacts) {
      this.#losses.note('too-many-values', this.row)
      return
    }
    const called = cut(oneLine(label), PEOPLE_LIMITS.label)
    known.set(key, called === '' ? contact : { ...contact, label: called })
  }

  #checked(field: ContactField, text: string): NewContact | null {
    if (field === 'emails') {
      const value = text.replace(/^mailto:/i, '')
      if (isEmail(value)) return { value }
      this.#losses.note('email.invalid', this.row)
      return null
    }
    if (field === 'links') {
      const value = /^www\./i.test(text) ? `https://${text}` : text
      if (/^(https?:\/\/|mailto:)\S+$/i.test(value)) return { value }
      this.#losses.note('link.unsafe', this.row)
      return null
    }
    if (field !== 'phones') return { value: text }
    const e164 = e164Of(text, this.#country)
    if (e164 !== '') return { value: text, e164 }
    this.#losses.note('phone.no-e164', this.row)
    return { value: text }
  }

  word(field: WordField, value: string): void {
    const word = this.#line(value, PEOPLE_LIMITS.word)
    if (word === '') return
    const known = this.#words.get(field) ?? new Map<string, string>()
    this.#words.set(field, known)
    const slug = wordSlug(word)
    if (known.has(slug)) return
    if (known.size >= PEOPLE_LIMITS.words) this.#losses.note('too-many-values', this.row)
    else known.set(slug, word)
  }

  circle(id: string | undefined): void {
    if (id === undefined) this.#losses.note('circle.unknown', this.row)
    else this.#circles.set(id, 'in')
  }

  custom(field: string, value: CustomValue): void {
    const text = typeof value === 'string' ? cut(sound(value).trim(), PEOPLE_LIMITS.customText) : value
    if (text !== '') this.#custom.set(field, text)
  }

  /** Of a yes and a no in one row, the no counts. */
  consent(consent: DraftConsent): void {
    if (this.#consent.get(consent.channel)?.state !== 'no') this.#consent.set(consent.channel, consent)
  }

  note(value: string): void {
    const text = sound(value).replace(/\r\n?/g, '\n').trim()
    if (text === '' || this.#notes.includes(text)) return
    if (text.length > PEOPLE_LIMITS.note) this.#losses.note('text.cut', this.row)
    this.#notes.push(cut(text, PEOPLE_LIMITS.note))
  }

  photo(bytes: Uint8Array): void {
    this.#photo ??= bytes
  }

  /** Null where there is neither a name nor an address that could stand for one. @param list tells ids of one list from another's */
  build(list: string): PersonDraft | null {
    const email = this.#first('emails')
    const phone = this.#contacts.get('phones')?.values().next().value
    const name = this.#name() || email || phone?.value || ''
    if (name === '') {
      this.#losses.note('row.nobody', this.row)
      return null
    }
    if (this.#name() === '') this.#losses.note('name.from-email', this.row)
    return {
      row: this.row,
      key: this.#key(list, name, email, phone),
      name: cut(name, PEOPLE_LIMITS.name),
      patch: this.#patch(),
      consent: [...this.#consent.values()],
      notes: this.#notes,
    }
  }

  #name(): string {
    const both = `${this.#texts.get('given') ?? ''} ${this.#texts.get('family') ?? ''}`.trim()
    return this.#texts.get('name') || both
  }

  #first(field: ContactField): string {
    return this.#contacts.get(field)?.values().next().value?.value ?? ''
  }

  #key(list: string, name: string, email: string, phone: NewContact | undefined): string {
    const id = oneLine(this.id)
    if (list === 'kith' && /^[0-9a-f]{16}$/.test(id)) return `kith:${id}`
    if (id !== '') return cut(`id:${list}:${id}`, PEOPLE_LIMITS.source)
    if (email !== '') return cut(`mail:${contactKey('emails', email)}`, PEOPLE_LIMITS.source)
    const number = phone === undefined ? '' : contactKey('phones', phone.value, phone.e164)
    return `who:${fingerprint(`${wordSlug(name)} ${number}`)}`
  }

  #patch(): PersonPatch {
    const patch: Record<string, unknown> = {}
    for (const [field, value] of this.#texts) if (field !== 'name') patch[field] = value
    for (const [field, contacts] of this.#contacts)
      if (contacts.size > 0) patch[field] = { put: [...contacts.values()] }
    for (const [field, words] of this.#words) patch[field] = { add: [...words.values()] }
    if (this.#circles.size > 0) patch.circles = this.#circles
    if (this.#custom.size > 0) patch.custom = this.#custom
    if (this.#photo !== null) patch.photo = this.#photo
    return patch
  }

  #line(value: string, max: number): string {
    const text = oneLine(value)
    if (text.length > max) this.#losses.note('text.cut', this.row)
    return cut(text, max)
  }

  /** Lines of an address, each tidied. */
  #lines(value: string): string {
    const text = value
      .split(/[\r\n]+/)
      .map(oneLine)
      .filter(Boolean)
      .join('\n')
    if (text.length > PEOPLE_LIMITS.contact) this.#losses.note('text.cut', this.row)
    return cut(text, PEOPLE_LIMITS.contact)
  }
}
