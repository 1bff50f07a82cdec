import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { takeBack } from './takeBack.ts'

const CLIENT = 4_000_000_000

/** People who write one document; every edit goes into one log, in the order in which it was made. */
class Log {
  readonly entries: { readonly author: number; readonly update: Uint8Array }[] = []
  readonly #docs = new Map<number, Y.Doc>()
  readonly #seen = new Map<number, number>()

  #doc(author: number): Y.Doc {
    const known = this.#docs.get(author)
    if (known) return known
    const doc = new Y.Doc()
    doc.clientID = author
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'log') this.entries.push({ author, update })
    })
    this.#docs.set(author, doc)
    return doc
  }

  /** The author learns what the log holds. */
  read(author: number): Y.Doc {
    const doc = this.#doc(author)
    for (const entry of this.entries.slice(this.#seen.get(author) ?? 0))
      if (entry.author !== author) Y.applyUpdate(doc, entry.update, 'log')
    this.#seen.set(author, this.entries.length)
    return doc
  }

  /** One edit, by somebody who has read everything or (`unseen`) not for a while. */
  edit(author: number, change: (doc: Y.Doc) => void, unseen = false): this {
    const doc = unseen ? this.#doc(author) : this.read(author)
    doc.transact(() => change(doc))
    return this
  }

  /** What everybody sees after all entries and, if given, one more update. A document as it is used: it collects garbage. */
  shown(more: Uint8Array | null = null, entries = this.entries) {
    const doc = new Y.Doc()
    for (const { update } of entries) Y.applyUpdate(doc, update)
    if (more) Y.applyUpdate(doc, more)
    return {
      text: doc.getText('text').toString(),
      cards: doc.getMap('cards').toJSON(),
      list: doc.getArray('list').toJSON(),
    }
  }

  takenBack(author: number, from = 0): Uint8Array | null {
    return takeBack(
      this.entries.map((entry, i) => ({ update: entry.update, taken: entry.author === author && i >= from })),
      CLIENT,
    )
  }
}

const card = (doc: Y.Doc, id: string): Y.Map<unknown> => {
  const cards = doc.getMap<Y.Map<unknown>>('cards')
  const found = cards.get(id)
  if (found) return found
  cards.set(id, new Y.Map())
  return cards.get(id) ?? new Y.Map()
}

const [ANN, BOB, MALLORY] = [1, 2, 3]

describe('taking back one author’s edits', () => {
  it('brings back what they overwrote and deleted, in its place, and takes away what they wrote', () => {
    const log = new Log()
      .edit(ANN, (doc) => {
        card(doc, 'a').set('title', 'Tea')
        card(doc, 'b').set('title', 'Cake')
        doc.getText('text').insert(0, 'We meet at seven.')
      })
      .edit(BOB, (doc) => card(doc, 'a').set('due', '2027-01-01'))
    const before = log.shown()
    log
      .edit(MALLORY, (doc) => {
        card(doc, 'a').set('title', 'Nothing')
        card(doc, 'a').delete('due')
        card(doc, 'b').delete('title')
        card(doc, 'c').set('title', 'Buy my things')
      })
      .edit(MALLORY, (doc) => doc.getText('text').delete(3, 5))
      .edit(MALLORY, (doc) => doc.getText('text').insert(3, 'NEVER'))
    expect(log.shown(log.takenBack(MALLORY))).toEqual({ ...before, cards: { ...before.cards, c: {} } })
  })

  it('keeps what others wrote since, also on the same key, in the same text and on a card that goes', () => {
    const log = new Log()
      .edit(ANN, (doc) => {
        card(doc, 'a').set('title', 'Tea')
        doc.getText('text').insert(0, 'seven')
      })
      .edit(MALLORY, (doc) => {
        card(doc, 'a').set('title', 'Mine')
        card(doc, 'spam').set('title', 'Spam')
        doc.getText('text').insert(5, ' MALLORY')
      })
      .edit(BOB, (doc) => {
        card(doc, 'a').set('title', 'Tea and cake')
        card(doc, 'spam').set('comment/1', 'what is this?')
        doc.getText('text').insert(7, '<bob>')
      })
    expect(log.shown(log.takenBack(MALLORY))).toEqual({
      text: 'seven<bob>',
      cards: { a: { title: 'Tea and cake' }, spam: { 'comment/1': 'what is this?' } },
      list: [],
    })
  })

  it('keeps what somebody wrote at the same time, unseen, on a card that goes', () => {
    const log = new Log().edit(MALLORY, (doc) => card(doc, 'a').set('title', 'Spam'))
    log.read(BOB)
    const taken = log.takenBack(MALLORY)
    log.edit(BOB, (doc) => card(doc, 'a').set('note', 'careful'), true)
    expect(log.shown(taken).cards).toEqual({ a: { note: 'careful' } })
  })

  it('leaves what they did before that point', () => {
    const log = new Log()
      .edit(MALLORY, (doc) => card(doc, 'a').set('title', 'Tea'))
      .edit(MALLORY, (doc) => card(doc, 'a').set('title', 'Vandalised'))
    expect(log.shown(log.takenBack(MALLORY, 1)).cards).toEqual({ a: { title: 'Tea' } })
  })

  it('does not bring back twice what was brought back before, nor keeps it from coming back again', () => {
    const log = new Log()
      .edit(ANN, (doc) => {
        doc.getText('text').insert(0, 'We meet at seven.')
        doc.getArray('list').push(['a', 'b', 'c'])
      })
      .edit(MALLORY, (doc) => doc.getText('text').insert(3, 'NEVER '))
      .edit(MALLORY, (doc) => {
        doc.getText('text').delete(9, 5)
        doc.getArray('list').delete(0, 2)
      })
    const again = (from: number) => {
      const taken = log.takenBack(MALLORY, from)
      if (taken) log.entries.push({ author: 100 + log.entries.length, update: taken })
      return taken
    }
    expect(again(2)).not.toBeNull()
    expect(log.shown()).toMatchObject({ text: 'We NEVER meet at seven.', list: ['a', 'b', 'c'] })
    expect(again(2)).toBeNull()
    expect(again(0)).not.toBeNull()
    expect(log.shown()).toMatchObject({ text: 'We meet at seven.', list: ['a', 'b', 'c'] })
    log.edit(MALLORY, (doc) => doc.getText('text').delete(0, 17))
    expect(log.shown().text).toBe('')
    expect(again(0)).not.toBeNull()
    expect(log.shown().text).toBe('We meet at seven.')
    expect(again(0)).toBeNull()
  })

  it('tells a copy from the same letters typed before', () => {
    const log = new Log()
      .edit(ANN, (doc) => doc.getText('text').insert(0, 'a'))
      .edit(BOB, (doc) => doc.getText('text').insert(0, 'a'))
      .edit(MALLORY, (doc) => doc.getText('text').delete(1, 1))
    expect(log.shown(log.takenBack(MALLORY)).text).toBe('aa')
  })

  it('brings a whole card back that they had put another in the place of; what was written on theirs goes with it', () => {
    const log = new Log()
      .edit(ANN, (doc) => card(doc, 'a').set('title', 'Tea'))
      .edit(MALLORY, (doc) => doc.getMap('cards').set('a', new Y.Map([['title', 'Mine']])))
      .edit(BOB, (doc) => card(doc, 'a').set('note', 'where is my tea?'))
    expect(log.shown(log.takenBack(MALLORY)).cards).toEqual({ a: { title: 'Tea' } })
  })

  it('says so when nothing is left to take back', () => {
    const log = new Log()
      .edit(ANN, (doc) => card(doc, 'a').set('title', 'Tea'))
      .edit(MALLORY, (doc) => card(doc, 'a').set('title', 'Mine'))
    const taken = log.takenBack(MALLORY)
    if (taken) log.entries.push({ author: ANN, update: taken })
    expect(taken).not.toBeNull()
    expect(log.takenBack(MALLORY)).toBeNull()
    expect(log.takenBack(BOB)).toBeNull()
  })
})

interface Step {
  readonly author: number
  readonly unseen: boolean
  readonly what: number
  readonly at: number
}

const step = (authors: readonly number[]): fc.Arbitrary<Step> =>
  fc.record({ author: fc.constantFrom(...authors), unseen: fc.boolean(), what: fc.nat(5), at: fc.nat(30) })

const carryOut = (log: Log, { author, unseen, what, at }: Step, i: number): void => {
  log.edit(
    author,
    (doc) => {
      const text = doc.getText('text')
      const list = doc.getArray('list')
      if (what === 0) card(doc, `c${at % 3}`).set(`k${at % 2}`, `${author}.${i}`)
      else if (what === 1) card(doc, `c${at % 3}`).delete(`k${at % 2}`)
      else if (what === 2) text.insert(at % (text.length + 1), `<${author}.${i}>`)
      else if (what === 3 && text.length > 0)
        text.delete(at % text.length, Math.min(3, text.length - (at % text.length)))
      else if (what === 4) list.insert(at % (list.length + 1), [`${author}.${i}`])
      else if (what === 5 && list.length > 0) list.delete(at % list.length, 1)
    },
    unseen,
  )
}

/** Things have ids by chance, so no two people ever make the same one: here they are there from the start, and all know them. */
const prepared = (): Log => {
  const log = new Log().edit(ANN, (doc) => {
    for (const id of ['c0', 'c1', 'c2']) card(doc, id)
  })
  for (const author of [BOB, MALLORY]) log.read(author)
  return log
}

/** Ids of all that can be seen and is no container, with what it says. */
const leaves = (doc: Y.Doc): Map<string, string> => {
  const found = new Map<string, string>()
  for (const [client, structs] of doc.store.clients)
    for (const item of structs) {
      if (!(item instanceof Y.Item) || item.deleted || item.content instanceof Y.ContentType) continue
      for (let i = 0; i < item.length; i++)
        found.set(`${client} ${item.id.clock + i}`, JSON.stringify(item.content.getContent()[i]))
    }
  return found
}

const docOf = (log: Log, more: Uint8Array | null): Y.Doc => {
  const doc = new Y.Doc()
  for (const { update } of log.entries) Y.applyUpdate(doc, update)
  if (more) Y.applyUpdate(doc, more)
  return doc
}

describe('properties of taking back', () => {
  it('an author who came last is gone without a trace', () => {
    fc.assert(
      fc.property(
        fc.array(step([ANN, BOB]), { maxLength: 25 }),
        fc.array(step([MALLORY]), { maxLength: 15 }),
        (honest, bad) => {
          const log = prepared()
          for (const [i, one] of honest.entries()) carryOut(log, one, i)
          log.read(ANN)
          const before = log.shown()
          const from = log.entries.length
          log.read(MALLORY)
          for (const [i, one] of bad.entries()) carryOut(log, { ...one, unseen: false }, 100 + i)
          const after = log.shown(log.takenBack(MALLORY, from))
          const seen = (cards: Record<string, unknown>) =>
            Object.fromEntries(Object.entries(cards).filter(([, keys]) => JSON.stringify(keys) !== '{}'))
          expect({ ...after, cards: seen(after.cards) }).toEqual({ ...before, cards: seen(before.cards) })
        },
      ),
      { numRuns: 150 },
    )
  })

  it('nothing of the author is left, and nothing that others wrote and that was seen is lost', () => {
    fc.assert(
      fc.property(fc.array(step([ANN, BOB, MALLORY]), { maxLength: 40 }), (steps) => {
        const log = prepared()
        for (const [i, one] of steps.entries()) carryOut(log, one, i)
        const before = leaves(docOf(log, null))
        const taken = log.takenBack(MALLORY)
        const after = leaves(docOf(log, taken))
        for (const id of after.keys()) expect(id.startsWith(`${MALLORY} `)).toBe(false)
        for (const [id, says] of before) if (!id.startsWith(`${MALLORY} `)) expect(after.get(id)).toBe(says)
      }),
      { numRuns: 150 },
    )
  })

  it('done twice is done once', () => {
    fc.assert(
      fc.property(fc.array(step([ANN, BOB, MALLORY]), { maxLength: 40 }), fc.nat(40), (steps, from) => {
        const log = prepared()
        for (const [i, one] of steps.entries()) carryOut(log, one, i)
        const taken = log.takenBack(MALLORY, from)
        if (taken) log.entries.push({ author: 100, update: taken })
        expect(log.takenBack(MALLORY, from)).toBeNull()
      }),
      { numRuns: 150 },
    )
  })

  it('it reaches everybody alike, whatever else they write meanwhile', () => {
    fc.assert(
      fc.property(
        fc.array(step([ANN, BOB, MALLORY]), { maxLength: 25 }),
        fc.array(step([ANN, BOB]), { maxLength: 10 }),
        (steps, later) => {
          const log = prepared()
          for (const [i, one] of steps.entries()) carryOut(log, one, i)
          const taken = log.takenBack(MALLORY)
          const upTo = log.entries.length
          for (const [i, one] of later.entries()) carryOut(log, one, 200 + i)
          if (!taken) return
          const entry = { author: 9, update: taken }
          const first = [...log.entries.slice(0, upTo), entry, ...log.entries.slice(upTo)]
          expect(log.shown(null, first)).toEqual(log.shown(taken))
        },
      ),
      { numRuns: 150 },
    )
  })
})
