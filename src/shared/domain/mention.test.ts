import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addList } from './board.ts'
import { addCard } from './card.ts'
import { addNamingComment, readComments } from './comment.ts'
import type { CircleId, MemberId } from './ids.ts'
import { liveCard } from './lookup.ts'
import { type Mention, namedIn, piecesOf, readMentions } from './mention.ts'
import { must, member as somebody } from './testkit.ts'

const member = (n: number, name: string): Mention => ({
  kind: 'member',
  id: `${n}`.padStart(16, '0') as MemberId,
  name,
})
const kitchen: Mention = { kind: 'circle', id: 'c'.repeat(16) as CircleId, name: 'Kitchen' }
const [ann, anna, tomasz] = [member(1, 'Ann'), member(2, 'Anna Lee'), member(3, 'Tomasz Bąk')]

describe('a mention', () => {
  it('stands in the text as @ and the name; of two that begin alike the longer one counts', () => {
    expect(piecesOf('@Anna Lee and @Ann: ask @Kitchen', [ann, anna, kitchen])).toEqual([
      anna,
      ' and ',
      ann,
      ': ask ',
      kitchen,
    ])
    expect(piecesOf('mail ann@Annex.org, @Anne, @ Ann', [ann])).toEqual(['mail ann@Annex.org, @Anne, @ Ann'])
    expect(piecesOf('mail bo@Ann', [ann])).toEqual(['mail bo@Ann'])
    expect(piecesOf('(@Tomasz Bąk)', [tomasz])).toEqual(['(', tomasz, ')'])
    expect(piecesOf('', [ann])).toEqual([])
    const lee = member(4, 'Ann Lee')
    expect(piecesOf('@Ann Lee', [ann, lee])).toEqual([lee])
  })

  it('counts only where the text names them, once', () => {
    expect(namedIn('@Ann, @Ann!', [ann, anna, ann])).toEqual([ann])
  })

  it('is read whatever somebody wrote', () => {
    const good = { kind: 'member', id: '0000000000000001', name: ' Ann ' }
    expect(readMentions([good, good])).toEqual([ann])
    for (const value of [
      null,
      7,
      {},
      [null],
      [{ ...good, id: 'x' }],
      [{ ...good, kind: 'role' }],
      [{ ...good, name: '' }],
    ])
      expect(readMentions(value)).toEqual([])
    expect(readMentions(Array.from({ length: 90 }, (_, n) => member(n, 'x')))).toHaveLength(20)
  })

  it('pieces put together are the text, whatever it is', () => {
    const word = fc.constantFrom('@', 'Ann', 'Anna Lee', ' ', 'Kitchen', 'ą', '@Ann', '\n')
    fc.assert(
      fc.property(fc.array(word), fc.subarray([ann, anna, kitchen]), (words, mentions) => {
        const text = words.join('')
        const pieces = piecesOf(text, mentions)
        expect(pieces.map((piece) => (typeof piece === 'string' ? piece : `@${piece.name}`)).join('')).toBe(text)
        expect(
          pieces.every((piece, i) => piece !== '' && !(typeof piece === 'string' && typeof pieces[i - 1] === 'string')),
        ).toBe(true)
      }),
    )
  })
})

it('a comment keeps whom it names, and nobody else', () => {
  const a = somebody(1)
  const list = must(addList(a.doc, { title: 'To do' }, a.ctx()))
  const card = must(addCard(a.doc, { title: 'Soup', to: { list, at: 'end' } }, a.ctx()))
  must(addNamingComment(a.doc, card, '@Kitchen, who brings rice?', [kitchen, ann], a.ctx()))
  must(addNamingComment(a.doc, card, 'Nobody', [ann], a.ctx()))
  const comments = readComments(must(liveCard(a.doc, card)))
  expect(comments.map(({ mentions }) => mentions)).toEqual([[kitchen], []])
})
