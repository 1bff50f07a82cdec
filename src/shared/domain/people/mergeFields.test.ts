import { expect, it } from 'vitest'
import { letterFields, readLetter } from './mergeFields.ts'
import { OWN_FIELDS, ownId, person } from './queryTestkit.ts'

const fields = letterFields(OWN_FIELDS)
const write = (text: string, more = {}) => readLetter(text, fields).write(person(1, { name: 'Leila Karimi', ...more }))

it('gaps are filled from the person, by whatever case and blanks the name has, else with what stands behind the bar', () => {
  expect(write('Dear {First  Name|friend}, {role|no task}')).toBe('Dear Leila, no task')
  expect(write('{first name}', { name: 'Karimi, Leila' })).toBe('Leila')
  expect(write('{pronouns}|{t-shirt size|?}', { custom: new Map([[ownId(1), 'M']]) })).toBe('|M')
})

it('unknown fields and open braces are told with their place, and stay as they were typed', () => {
  const letter = readLetter('Hi {nickname}, {name', fields)
  expect(letter.problems).toEqual([
    { at: 3, end: 13, code: 'field.unknown', name: 'nickname' },
    { at: 15, end: 20, code: 'brace.open', name: 'name' },
  ])
  expect(letter.write(person(1))).toBe('Hi {nickname}, {name')
  expect(write('{{name}')).toBe('{name}')
})

it('what stands in a gap is text: neither looked at again for gaps nor changed', () => {
  const name = '{role}<img src=x onerror=alert(1)> & {{'
  expect(write('Dear {name}.', { name, role: 'Cook' })).toBe(`Dear ${name}.`)
})
