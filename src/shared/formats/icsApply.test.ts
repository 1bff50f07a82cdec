import { beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { binEvent, changeEvent } from '#shared/domain/calendar.ts'
import { CalendarView } from '#shared/domain/calendarView.ts'
import type { EventHead } from '#shared/domain/eventHead.ts'
import { type Member, meet, member, must, twoMembers } from '#shared/domain/testkit.ts'
import { applyIcs, type IcsFile, type IcsOutcome, parseIcs, planIcs } from './ics.ts'
import { google, ics } from './icsFixture.ts'

let me: Member
beforeEach(() => {
  me = member(1)
})
const file = must(parseIcs(google))
const later = must(parseIcs(google.replace('Winter clothes swap', 'Summer clothes swap').replace('hall', 'yard')))
function bringIn(from: IcsFile, who: Member = me): IcsOutcome {
  const run = must(applyIcs(who.doc, from, who.ctx()))
  for (;;) {
    const turn = run.next()
    if (turn.done) return turn.value
  }
}
const heads = (who: Member = me): EventHead[] => [...new CalendarView(who.doc).heads.values()]
const titled = (title: string): EventHead => {
  const head = heads().find((one) => one.title === title)
  if (head === undefined) throw new Error(`no event "${title}"`)
  return head
}

describe('an import of a calendar file', () => {
  it('brings everything that the file has, and is foretold', () => {
    const before = Y.encodeStateAsUpdate(me.doc)
    const outcome = { created: 2, updated: 0, unchanged: 0, binned: 0, kept: 0 }
    expect(planIcs(me.doc, file)).toEqual(outcome)
    expect(Y.encodeStateAsUpdate(me.doc)).toEqual(before)
    expect(bringIn(file)).toEqual(outcome)
    for (const { uid, facts } of file.events) expect(heads().find((head) => head.uid === uid)).toMatchObject(facts)
  })

  it('changes nothing when nothing changed', () => {
    bringIn(file)
    const before = Y.encodeStateAsUpdate(me.doc)
    expect(bringIn(file)).toMatchObject({ created: 0, updated: 0, unchanged: 2 })
    expect(Y.encodeStateAsUpdate(me.doc)).toEqual(before)
  })

  it('brings what changed there, but never overwrites what was changed here', () => {
    bringIn(file)
    must(changeEvent(me.doc, titled('Winter clothes swap').id, { title: 'Ours' }, me.ctx()))
    expect(planIcs(me.doc, later)).toMatchObject({ updated: 1, unchanged: 1, kept: 1 })
    expect(bringIn(later)).toMatchObject({ created: 0, updated: 1, unchanged: 1, kept: 1 })
    expect(titled('Ours').place).toBe('Mill Lane 8, yard')
  })

  it('takes away exceptions that the file has no more', () => {
    bringIn(file)
    const less = must(parseIcs(google.replace(',20260120T190000', '')))
    expect(bringIn(less)).toMatchObject({ updated: 1 })
    expect(titled('Plenum').except).toEqual(['2026-01-13T19:00'])
  })

  it('leaves what is in the bin there', () => {
    bringIn(file)
    must(binEvent(me.doc, titled('Winter clothes swap').id, me.ctx()))
    expect(bringIn(later)).toMatchObject({ binned: 1, unchanged: 1 })
    expect(titled('Winter clothes swap').binnedAt).not.toBeNull()
  })

  it('by two members apart is brought up to date in one of the two, and makes no third', () => {
    const [a, b] = twoMembers()
    bringIn(file, a)
    bringIn(file, b)
    meet(a, b)
    expect(heads(a)).toHaveLength(4)
    expect(bringIn(later, a)).toMatchObject({ created: 0, updated: 1 })
    expect(heads(a)).toHaveLength(4)
  })

  it('is written in transactions well below what one entry may carry', () => {
    const dates = Array.from(
      { length: 400 },
      (_, i) =>
        `2026${String(1 + (i % 12)).padStart(2, '0')}${String(1 + (i % 28)).padStart(2, '0')}T${String(i % 24).padStart(2, '0')}0000`,
    )
    const many = Array.from(
      { length: 60 },
      (_, i) =>
        `BEGIN:VEVENT\r\nUID:${i}\r\nSUMMARY:${i}\r\nDTSTART:20260101T100000\r\nRDATE:${dates.join(',')}\r\nEND:VEVENT`,
    )
    const sizes: number[] = []
    me.doc.on('update', (update) => sizes.push(Y.decodeUpdate(update).structs.length))
    expect(bringIn(must(parseIcs(ics(...many))))).toMatchObject({ created: 60 })
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_500)
  })
})
