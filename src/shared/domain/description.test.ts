import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { descriptionText, importDescription, readDescription, writeDescription } from './description.ts'
import { fingerprint } from './fingerprint.ts'
import { LIMITS } from './limits.ts'
import { meet, must, twoMembers } from './testkit.ts'

const origin = { origin: 'test' }
const words = fc.string({ unit: fc.constantFrom('a', 'b', '\n', 'ä', '🌱', '🌻', '\ud800'), maxLength: 20 })

/** Milliseconds that hundreds of runs may take on a busy machine. */
const SLOW = 120_000

describe("a card's long text", () => {
  it(
    'becomes what was written, on every device, whatever was there before',
    () => {
      fc.assert(
        fc.property(fc.array(words, { minLength: 1, maxLength: 5 }), (texts) => {
          const [a, b] = twoMembers()
          for (const text of texts) must(writeDescription(a.doc, text, origin))
          meet(a, b)
          const expected = (texts.at(-1) ?? '').replace(/\p{Cs}/gu, '\uFFFD')
          expect([readDescription(a.doc), readDescription(b.doc)]).toEqual([expected, expected])
        }),
        { numRuns: 300 },
      )
    },
    SLOW,
  )

  it('changes only where it differs, so that words typed elsewhere at the same time are kept', () => {
    const [a, b] = twoMembers(({ doc }) => must(writeDescription(doc, 'The office needs the form.', origin)))
    must(writeDescription(a.doc, 'The town office needs the form.', origin))
    descriptionText(b.doc).insert(descriptionText(b.doc).length, ' Ask Leila.')
    meet(a, b)
    expect(readDescription(a.doc)).toBe('The town office needs the form. Ask Leila.')
  })

  it('is refused when too long', () => {
    const result = writeDescription(new Y.Doc(), 'x'.repeat(LIMITS.description + 1), origin)
    expect(result).toMatchObject({ error: { code: 'text.too-long' } })
  })

  it('is overwritten by an import only while nobody has changed it here', () => {
    const doc = new Y.Doc()
    expect(importDescription(doc, 'First', null, origin)).toBe(true)
    expect(importDescription(doc, 'Second', fingerprint('First'), origin)).toBe(true)
    must(writeDescription(doc, 'Ours', origin))
    expect(importDescription(doc, 'Third', fingerprint('Second'), origin)).toBe(false)
    expect(readDescription(doc)).toBe('Ours')
  })
})

describe('fingerprints', () => {
  it('differ for texts that differ a little', () => {
    const seen = new Map<string, string>()
    for (let i = 0; i < 20_000; i++) {
      const text = `${i % 2 ? 'card' : ''}${i}`
      const mark = fingerprint(text)
      expect(mark).toMatch(/^[0-9a-f]{16}$/)
      expect(seen.get(mark)).toBeUndefined()
      seen.set(mark, text)
    }
  })
})
