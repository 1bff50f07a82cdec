import { expect, it } from 'vitest'
import { addressList, MAILTO_MAX, mailtoLinks } from './addressList.ts'
import { contact, person, said } from './queryTestkit.ts'

const email = (number: number, address: string, state?: 'yes' | 'no') =>
  person(number, {
    emails: address === '' ? [] : [contact(address)],
    consent: new Map(state ? [['email', said(state)]] : []),
  })

it('only those who said yes are on the list, each address once, and the others are counted by reason', () => {
  const people = [
    email(1, 'a@x.org', 'yes'),
    email(2, 'b@x.org'),
    email(3, 'c@x.org', 'no'),
    email(4, '', 'yes'),
    email(5, 'A@x.org', 'yes'),
    email(6, 'd@x.org', 'yes'),
  ]
  const { addresses, leftOut, shared } = addressList(people, 'email')
  expect(addresses.map(({ value }) => value)).toEqual(['a@x.org', 'd@x.org'])
  expect(leftOut).toEqual({ 'no-consent': 1, refused: 1, 'no-address': 1 })
  expect(shared).toBe(1)
})

it('an address that somebody refused is not written to for the sake of somebody else who has it', () => {
  const { addresses, leftOut } = addressList([email(1, 'us@x.org', 'yes'), email(2, 'Us@x.org', 'no')], 'email')
  expect(addresses).toEqual([])
  expect(leftOut.refused).toBe(2)
})

it('a yes for one channel is none for another, and what is no address of mail is not on a list of mail', () => {
  const two = person(1, {
    emails: [contact('a@x.org, b@x.org')],
    phones: [contact('030 1', '+49301')],
    consent: new Map([
      ['email', said('yes')],
      ['phone', said('yes')],
    ]),
  })
  expect(addressList([two], 'email').leftOut['no-address']).toBe(1)
  expect(addressList([two], 'phone').addresses).toMatchObject([{ value: '030 1' }])
  expect(addressList([two], 'sms').leftOut['no-consent']).toBe(1)
})

it('links to write mail hold every address once, none too long, and nothing that could be a header', () => {
  const all = Array.from({ length: 300 }, (_, index) => `somebody.${index}@example.org`)
  const links = mailtoLinks([...all, 'x?cc=y@z.org'], { subject: 'Hi & bye', body: 'One\nTwo' })
  expect(links.length).toBeGreaterThan(1)
  for (const link of links) {
    expect(link.length).toBeLessThanOrEqual(MAILTO_MAX)
    expect(link).toMatch(/^mailto:\?bcc=[^&]+&subject=Hi%20%26%20bye&body=One%0D%0ATwo$/)
  }
  const got = links.flatMap((link) => (/bcc=([^&]+)/.exec(link)?.[1] ?? '').split(',').map(decodeURIComponent))
  expect(got).toEqual([...all, 'x?cc=y@z.org'])
  expect(mailtoLinks(['a@b.c'], { body: 'x'.repeat(MAILTO_MAX) })).toEqual([])
})
