import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { addEvent, binEvent, changeEvent, recordAttendance, restoreEvent, settleEvent } from './calendar.ts'
import { CalendarView } from './calendarView.ts'
import type { EventId, MemberId } from './ids.ts'
import { roots, stampSchema } from './schema.ts'
import { type Member, meet, member, must, NOW, twoMembers } from './testkit.ts'
import { UndoGroup } from './undo.ts'
import type { When } from './when.ts'

const at = (hour: string): When => ({ start: `2026-11-28T${hour}`, end: '2026-11-28T18:00', zone: 'Europe/Berlin' })
const head = ({ doc }: Pick<Member, 'doc'>, id: EventId) => new CalendarView(doc).heads.get(id)

function withEvent(): { a: Member; b: Member; id: EventId } {
  let id = '' as EventId
  const [a, b] = twoMembers(({ doc, ctx }) => {
    id = must(addEvent(doc, { title: 'Clothes swap', when: at('10:00'), place: 'Mill Lane Hall' }, ctx()))
  })
  return { a, b, id }
}

describe('a calendar', () => {
  it('holds an event as it was made, with what others need to tell it by', () => {
    const { b, id } = withEvent()
    expect(head(b, id)).toMatchObject({
      title: 'Clothes swap',
      when: at('10:00'),
      place: 'Mill Lane Hall',
      status: 'draft',
      uid: `${id}@kith`,
      sequence: 0,
      createdAt: NOW + 60_000,
    })
    expect(head(b, id)?.answers).not.toBe(id)
  })

  it('refuses what cannot be, and changes nothing', () => {
    const { a, id } = withEvent()
    const before = JSON.stringify(roots.events(a.doc).toJSON())
    const end = { start: '2026-11-28T10:00', end: '2026-11-28T09:00', zone: null }
    for (const change of [
      { title: ' ' },
      { when: end },
      { rule: 'FREQ=SECONDLY' },
      { url: 'javascript:alert(1)' },
      { about: 'x'.repeat(20_001) },
      { extra: ['soon'] },
    ])
      expect(changeEvent(a.doc, id, change, a.ctx()).ok).toBe(false)
    expect(JSON.stringify(roots.events(a.doc).toJSON())).toBe(before)
  })

  it('keeps both starts that two people set apart, the same on both computers, until one is chosen', () => {
    const { a, b, id } = withEvent()
    must(changeEvent(a.doc, id, { when: at('15:00') }, a.ctx()))
    must(changeEvent(b.doc, id, { when: at('14:30') }, b.ctx()))
    meet(a, b)
    const [mine, theirs] = [head(a, id), head(b, id)]
    expect(mine).toEqual(theirs)
    const values = (mine?.clashes.get('when') ?? []).map(({ value, by }) => [value, by])
    expect(values).toHaveLength(2)
    expect(values).toContainEqual(['2026-11-28T15:00/2026-11-28T18:00[Europe/Berlin]', a.id])
    expect(values).toContainEqual(['2026-11-28T14:30/2026-11-28T18:00[Europe/Berlin]', b.id])
    must(settleEvent(b.doc, id, 'when', '2026-11-28T15:00/2026-11-28T18:00[Europe/Berlin]', b.ctx()))
    meet(a, b)
    for (const one of [a, b]) expect(head(one, id)).toMatchObject({ when: at('15:00'), clashes: new Map() })
  })

  it('takes one change after another for no clash', () => {
    const { a, b, id } = withEvent()
    must(changeEvent(a.doc, id, { when: at('15:00') }, a.ctx()))
    meet(a, b)
    must(changeEvent(b.doc, id, { when: at('14:30'), place: 'The park' }, b.ctx()))
    meet(a, b)
    expect(head(a, id)).toMatchObject({ when: at('14:30'), place: 'The park', clashes: new Map(), sequence: 2 })
  })

  it('keeps what three people set at once, whatever the order in which they meet', () => {
    const starts = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 10, max: 17 })), {
      minLength: 1,
      maxLength: 12,
    })
    fc.assert(
      fc.property(starts, fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 6 }), (writes, meetings) => {
        const people = [member(1), member(2), member(3)] as const
        const [first] = people
        stampSchema(first.doc)
        const id = must(addEvent(first.doc, { title: 'Fair', when: at('10:00') }, first.ctx()))
        meet(...people)
        let last = at('10:00').start
        writes.forEach(([who, hour], turn) => {
          const writer = people[who] ?? first
          // Saying what stands there already is no change.
          if (head(writer, id)?.when?.start !== at(`${hour}:00`).start) last = at(`${hour}:00`).start
          must(changeEvent(writer.doc, id, { when: at(`${hour}:00`) }, writer.ctx()))
          const other = people[meetings[turn] ?? who]
          if (other !== undefined && other !== writer) meet(writer, other)
        })
        meet(...people)
        const heads = people.map((one) => head(one, id))
        expect(heads[1]).toEqual(heads[0])
        expect(heads[2]).toEqual(heads[0])
        // Nobody has seen the last change and set another since: it counts, or is among what is shown.
        const shown = [
          heads[0]?.when?.start,
          ...(heads[0]?.clashes.get('when') ?? []).map(({ value }) => String(value).slice(0, 16)),
        ]
        expect(shown).toContain(last)
      }),
      { seed: 4, numRuns: 150 },
    )
  })

  it('keeps exceptions that two people make to a series apart', () => {
    const { a, b, id } = withEvent()
    must(changeEvent(a.doc, id, { rule: 'FREQ=WEEKLY', except: [] }, a.ctx()))
    meet(a, b)
    must(changeEvent(a.doc, id, { except: ['2026-12-05T10:00'] }, a.ctx()))
    must(changeEvent(b.doc, id, { changes: new Map([['2026-12-12T10:00', { place: 'The park' }]]) }, b.ctx()))
    meet(a, b)
    expect(head(a, id)).toMatchObject({
      except: ['2026-12-05T10:00'],
      changes: new Map([['2026-12-12T10:00', { place: 'The park' }]]),
    })
  })

  it('keeps an exception that one makes while another moves the hour of the whole series', () => {
    const { a, b, id } = withEvent()
    must(changeEvent(a.doc, id, { rule: 'FREQ=WEEKLY' }, a.ctx()))
    meet(a, b)
    must(changeEvent(a.doc, id, { when: at('12:00') }, a.ctx()))
    const change = { title: 'With soup' }
    must(
      changeEvent(
        b.doc,
        id,
        { except: ['2026-12-05T10:00'], changes: new Map([['2026-12-12T10:00', change]]) },
        b.ctx(),
      ),
    )
    meet(a, b)
    for (const one of [a, b])
      expect(head(one, id)).toMatchObject({
        when: at('12:00'),
        except: ['2026-12-05T12:00'],
        changes: new Map([['2026-12-12T12:00', change]]),
      })
  })

  it('brings an event back from the bin, and lets nothing be changed there', () => {
    const { a, id } = withEvent()
    must(binEvent(a.doc, id, a.ctx()))
    expect(changeEvent(a.doc, id, { title: 'x' }, a.ctx())).toEqual({ ok: false, error: { code: 'event.binned' } })
    must(restoreEvent(a.doc, id, a.ctx()))
    expect(head(a, id)?.binnedAt).toBeNull()
  })

  it('takes back a change of an event as one step, the trace of it too', () => {
    const { a, b, id } = withEvent()
    const undo = new UndoGroup()
    const ctx = { ...a.ctx() }
    undo.includeCalendar(a.doc, ctx.origin, () => NOW)
    must(changeEvent(a.doc, id, { title: 'Swap', when: at('12:00') }, ctx))
    undo.undo()
    expect(head(a, id)).toMatchObject({ title: 'Clothes swap', when: at('10:00') })
    must(changeEvent(b.doc, id, { when: at('11:00') }, b.ctx()))
    meet(a, b)
    expect(head(a, id)?.clashes.size).toBe(0)
  })

  it('still has a value when the one that had won is taken back', () => {
    const { a, b, id } = withEvent()
    const histories = [a, b].map((one) => {
      const undo = new UndoGroup()
      const ctx = one.ctx()
      undo.includeCalendar(one.doc, ctx.origin, () => NOW)
      return { one, undo, ctx }
    })
    for (const { one, ctx } of histories) must(changeEvent(one.doc, id, { title: `By ${one.id}` }, ctx))
    meet(a, b)
    const won = head(a, id)?.title
    const winner = histories.find(({ one }) => `By ${one.id}` === won)
    winner?.undo.undo()
    meet(a, b)
    const left = histories.find((history) => history !== winner)
    for (const one of [a, b]) expect(head(one, id)?.title).toBe(`By ${left?.one.id}`)
  })

  it('says who took part, by occurrence, and can be told anew', () => {
    const { a, id } = withEvent()
    const [one, two] = ['00000000000000a1', '00000000000000a2'] as [MemberId, MemberId]
    must(
      recordAttendance(
        a.doc,
        id,
        '',
        new Map([
          [one, 'came'],
          [two, 'missed'],
        ]),
        a.ctx(),
      ),
    )
    must(recordAttendance(a.doc, id, '2026-12-05T10:00', new Map([[one, 'missed']]), a.ctx()))
    must(recordAttendance(a.doc, id, '', new Map([[two, 'came']]), a.ctx()))
    expect(head(a, id)?.attendance).toEqual(
      new Map([
        ['', new Map([[two, 'came']])],
        ['2026-12-05T10:00', new Map([[one, 'missed']])],
      ]),
    )
  })

  it('reads what a hostile member wrote as absent', () => {
    const values = fc.oneof(fc.anything(), fc.string(), fc.constant({ when: { start: 3 } }))
    const keys = fc.constantFrom(
      'title',
      'when',
      'rule',
      'status',
      'place',
      'answers',
      'uid',
      'sequence',
      'hue',
      'title~0123456789abcdef',
      'when~0123456789abcdee',
      'one/2026-11-28',
      'extra/x',
      'came//00000000000000a1',
      '__proto__',
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(keys, values), { maxLength: 20 }), (entries) => {
        const doc = new Y.Doc()
        const map = new Y.Map<unknown>()
        roots.events(doc).set('00000000000000ee', map)
        for (const [key, value] of entries) {
          try {
            map.set(key, value)
          } catch {
            // Yjs takes only plain values
          }
        }
        const found = new CalendarView(doc).heads.get('00000000000000ee' as EventId)
        if (found) expect(typeof found.title).toBe('string')
      }),
      { seed: 4, numRuns: 300 },
    )
  })
})
