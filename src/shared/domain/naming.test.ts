import { describe, expect, it } from 'vitest'
import { addList } from './board.ts'
import { addCard, binCard } from './card.ts'
import { addComment, addNamingComment } from './comment.ts'
import type { Mention } from './mention.ts'
import { excerptOf, namingComments } from './naming.ts'
import { roots } from './schema.ts'
import { must, member as somebody } from './testkit.ts'

const jonas: Mention = { kind: 'member', id: '1'.repeat(16) as never, name: 'Jonas' }

describe('comments that name somebody', () => {
  it('are found on all cards that are not in the bin, a piece at a time', () => {
    const { doc, ctx } = somebody(1)
    const list = must(addList(doc, { title: 'To do' }, ctx()))
    const cards = Array.from({ length: 250 }, (_, at) =>
      must(addCard(doc, { title: `Card ${at}`, to: { list, at: 'end' } }, ctx())),
    )
    const [first, , third] = cards
    const last = cards.at(-1)
    if (!first || !third || !last) throw new Error('cards were made')
    must(addComment(doc, first, '@Jonas, by hand only', ctx()))
    must(addNamingComment(doc, third, 'Could you, @Jonas?', [jonas], ctx()))
    must(addNamingComment(doc, last, '@Jonas: gone', [jonas], ctx()))
    must(binCard(doc, last, ctx()))
    const pieces = [...namingComments(doc)]
    expect(pieces.length).toBe(3)
    expect(pieces.flat().map(({ card, title, comment }) => [card, title, comment.text])).toEqual([
      [third, 'Card 2', 'Could you, @Jonas?'],
    ])
  })

  it('are read whatever somebody wrote', () => {
    const { doc } = somebody(1)
    roots.cards(doc).set('__proto__', 1)
    roots.cards(doc).set('1'.repeat(16), 'no card')
    expect([...namingComments(doc)].flat()).toEqual([])
  })

  it('are shortened around the name, and never in the middle of it', () => {
    expect(excerptOf('Could  you,\n@Jonas?', [jonas])).toEqual(['Could you, ', jonas, '?'])
    const long = `${'before '.repeat(60)}@Jonas ${'after '.repeat(60)}`
    const found = excerptOf(long, [jonas])
    expect(found).toContain(jonas)
    expect(found[0]).toBe('… ')
    expect(found.at(-1)).toBe(' …')
    const words = found.filter((piece) => typeof piece === 'string').join('')
    expect(words.length).toBeLessThan(260)
    expect(words).toMatch(/^… before/)
    expect(excerptOf(`@Jonas ${'after '.repeat(60)}`, [jonas])[0]).toEqual(jonas)
    expect(excerptOf('x'.repeat(1000), [jonas]).join('').length).toBeLessThan(260)
  })
})
