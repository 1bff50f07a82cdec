import { sound } from '../value.ts'
import type { Channel } from './fields.ts'
import { contactKey } from './keys.ts'
import type { Contact, PersonRecord } from './record.ts'

/** Why somebody is not on a list. */
export type LeftOut = 'no-consent' | 'refused' | 'no-address'

export interface AddressList {
  /** Each address once, in the order of the people. */
  readonly addresses: readonly { readonly person: PersonRecord; readonly value: string }[]
  readonly leftOut: Readonly<Record<LeftOut, number>>
  /** People whose address is on the list already through somebody else. */
  readonly shared: number
}

/** What can stand between the addresses of a list without being a second one. */
const MAIL = /^[^\s,;<>"()[\]\\:@]+@[^\s,;<>"()[\]\\:@]+$/

/**
 * The addresses of those who said yes to being written to that way, and how many others there are and why. An address that
 * somebody refused is not written to for anybody's sake.
 */
export function addressList(people: readonly PersonRecord[], channel: Channel): AddressList {
  const refused = new Set<string>()
  for (const person of people)
    if (person.consent.get(channel)?.state === 'no')
      for (const contact of contactsFor(person, channel)) refused.add(keyFor(contact, channel))
  const found = new Map<string, { person: PersonRecord; value: string }>()
  const leftOut = { 'no-consent': 0, refused: 0, 'no-address': 0 }
  let shared = 0
  for (const person of people) {
    const state = person.consent.get(channel)?.state
    if (state !== 'yes') {
      leftOut[state === 'no' ? 'refused' : 'no-consent'] += 1
      continue
    }
    const contacts = contactsFor(person, channel)
    const contact = contacts.find((one) => !refused.has(keyFor(one, channel)))
    if (!contact) leftOut[contacts.length > 0 ? 'refused' : 'no-address'] += 1
    else if (found.has(keyFor(contact, channel))) shared += 1
    else found.set(keyFor(contact, channel), { person, value: contact.value.trim() })
  }
  return { addresses: [...found.values()], leftOut, shared }
}

const FIELD_FOR = { email: 'emails', phone: 'phones', sms: 'phones', post: 'addresses' } as const

function contactsFor(person: PersonRecord, channel: Channel): readonly Contact[] {
  const contacts = person[FIELD_FOR[channel]]
  return channel === 'email' ? contacts.filter(({ value }) => MAIL.test(value.trim())) : contacts
}

const keyFor = ({ value, e164 }: Contact, channel: Channel): string =>
  contactKey(FIELD_FOR[channel], value.trim(), e164)

/** UTF-16 units of one link: some systems cut longer ones. */
export const MAILTO_MAX = 1_900

/** A header of a mail needs its line breaks as CR LF (RFC 6068, section 5). */
const encoded = (text: string) => encodeURIComponent(sound(text).replace(/\r\n?|\n/gu, '\r\n'))

/** The `@` may stand as it is, and is what people look for when they look at a link. */
const encodedAddress = (address: string) => encodeURIComponent(sound(address)).replaceAll('%40', '@')

/**
 * `mailto:` links that open a mail to all of them, none seeing the others (RFC 6068): several where one would be too long.
 * None when not one address fits beside subject and body.
 */
export function mailtoLinks(
  addresses: readonly string[],
  { subject = '', body = '' }: { readonly subject?: string; readonly body?: string } = {},
  max: number = MAILTO_MAX,
): readonly string[] {
  const rest = `${subject === '' ? '' : `&subject=${encoded(subject)}`}${body === '' ? '' : `&body=${encoded(body)}`}`
  const links: string[] = []
  let some = ''
  const close = () => {
    if (some !== '') links.push(`mailto:?bcc=${some}${rest}`)
    some = ''
  }
  const room = max - 'mailto:?bcc='.length - rest.length
  for (const address of addresses) {
    const one = encodedAddress(address)
    if (one.length > room) return []
    if (some !== '' && some.length + 1 + one.length > room) close()
    some += some === '' ? one : `,${one}`
  }
  close()
  return links
}
