import { describe, expect, it } from 'vitest'
import { FILE_LIMITS } from '../shared/ipc/files.ts'
import { readFileToSave, readKinds, readNotice, readPdfToSave } from './checks.ts'

const bytes = new Uint8Array(3)

describe('what the page asks with', () => {
  it('is taken over by its known parts alone', () => {
    const more = { path: '/etc/passwd' }
    expect(readFileToSave({ name: 'a', kind: 'ics', bytes, ...more })).toEqual({ name: 'a', kind: 'ics', bytes })
    expect(readPdfToSave({ name: 'a', pageNumbers: true, ...more })).toEqual({ name: 'a', pageNumbers: true })
    expect(readNotice({ id: 'a', title: 'b', body: '', icon: '/x' })).toEqual({ id: 'a', title: 'b', body: '' })
    expect(readKinds({ kinds: ['ics', 'csv'], ...more })).toEqual(['ics', 'csv'])
  })

  it.each([
    ['nothing', undefined],
    ['a text', 'a.ics'],
    ['a list', ['a', 'ics', bytes]],
    ['no name', { kind: 'ics', bytes }],
    ['a long name', { name: 'a'.repeat(501), kind: 'ics', bytes }],
    ['an unknown kind', { name: 'a', kind: 'exe', bytes }],
    ['a kind of the prototype', { name: 'a', kind: 'toString', bytes }],
    ['text for bytes', { name: 'a', kind: 'ics', bytes: 'abc' }],
    ['too many bytes', { name: 'a', kind: 'ics', bytes: new Uint8Array(FILE_LIMITS.bytes + 1) }],
  ])('a file to save is refused: %s', (_, asked) => expect(readFileToSave(asked)).toBeNull())

  it('a file of the greatest size is taken', () => {
    expect(readFileToSave({ name: 'a', kind: 'ics', bytes: new Uint8Array(FILE_LIMITS.bytes) })).not.toBeNull()
  })

  it.each([
    ['none', { kinds: [] }],
    ['an unknown one', { kinds: ['ics', 'sh'] }],
    ['no list', { kinds: 'ics' }],
    ['very many', { kinds: Array(20).fill('ics') }],
  ])('kinds of files are refused: %s', (_, asked) => expect(readKinds(asked)).toBeNull())

  it.each([
    ['no name', { pageNumbers: true }],
    ['a footer of its own', { name: 'a', pageNumbers: '<b>' }],
  ])('a page to print is refused: %s', (_, asked) => expect(readPdfToSave(asked)).toBeNull())

  it.each([
    ['no id', { title: 'a', body: 'b' }],
    ['an empty id', { id: '', title: 'a', body: 'b' }],
    ['a long id', { id: 'a'.repeat(129), title: 'a', body: 'b' }],
    ['an id with a space', { id: 'a b', title: 'a', body: 'b' }],
    ['no title', { id: 'a', title: '', body: 'b' }],
    ['a long title', { id: 'a', title: 'a'.repeat(201), body: 'b' }],
    ['a long body', { id: 'a', title: 'a', body: 'b'.repeat(201) }],
    ['a line break', { id: 'a', title: 'a', body: 'b\nc' }],
    ['an escape', { id: 'a', title: '\u001b[31m', body: 'b' }],
    ['half a character', { id: 'a', title: 'a', body: '\ud800' }],
  ])('a notification is refused: %s', (_, asked) => expect(readNotice(asked)).toBeNull())

  it('a notification of the greatest size is taken', () => {
    const most = { id: 'a'.repeat(128), title: 'a'.repeat(200), body: 'b'.repeat(200) }
    expect(readNotice(most)).toEqual(most)
  })
})
