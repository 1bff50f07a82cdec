import { expect, it } from 'vitest'
import { contactId } from '#shared/domain/people/keys.ts'
import { NO_WORDS, OWN_FIELDS, readOwnWords, writeField } from './ownWords.ts'

const written = (fields: typeof NO_WORDS) =>
  Object.fromEntries(OWN_FIELDS.map((field) => [field, writeField(fields, field)]))

it('what is written is read again, a photo too', () => {
  const photo = Uint8Array.of(0xff, 0xd8, 0xff, 0xfb, 0xef, 0, 1)
  const email = {
    id: contactId('emails', 'cleo@riverside.example'),
    value: 'cleo@riverside.example',
    e164: '',
    label: '',
  }
  const fields = {
    ...NO_WORDS,
    pronouns: 'they',
    skills: ['van'],
    free: '0000001',
    birthday: '--02-29',
    photo,
    emails: [email],
  }
  const { languages: _, phones: __, addresses: ___, links: ____, ...filled } = fields
  expect(readOwnWords(JSON.parse(JSON.stringify(written(fields))), null, false)).toEqual(filled)
})

it('what a hostile member wrote reads as absent', () => {
  const own = {
    pronouns: 7,
    languages: [null, '', 'de', 'DE', { a: 1 }],
    free: '0000000',
    birthday: '2001-02-30',
    photo: 'not a picture!',
    links: [{ value: 'javascript:alert(1)' }, { value: 'https://a.example', label: 5 }, 'x'],
    phones: 'many',
    name: 'x',
  }
  const read = readOwnWords(own, { photo: 'AAAA' }, true)
  expect(Object.keys(read).sort()).toEqual(['languages', 'leaveAlone', 'links'])
  expect(read.languages).toEqual(['de'])
  expect(read.links).toMatchObject([{ value: 'https://a.example', label: '' }])
})

it('of a field in both parts the sealed one counts', () => {
  expect(readOwnWords({ birthday: '--01-01' }, { birthday: '--02-02' }, false)).toEqual({ birthday: '--02-02' })
})
