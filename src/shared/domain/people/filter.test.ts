import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asksAbout, FILTER_LIMITS, type Filter, readFilter } from './filter.ts'
import { matcher } from './filterMatch.ts'
import { contact, factsWith, KITCHEN, ME, ownId, PRESS, person, personId, said } from './queryTestkit.ts'
import type { PersonRecord } from './record.ts'

const facts = factsWith({
  roles: { [personId(1)]: 'organizer' },
  last: { [personId(1)]: '2026-11-01', [personId(2)]: '2026-05-01' },
})
const care = person(0).care
const lea = person(1, {
  name: 'Léa Müller-Ørsted',
  given: 'Léa',
  role: 'Treasurer',
  circles: new Map([[KITCHEN, 'lead']]),
  languages: ['Français', 'German'],
  skills: ['van', 'First aid'],
  free: '0000043',
  emails: [contact('lea@example.org')],
  phones: [contact('030 / 123 45-6', '+4930123456')],
  joined: '2026-11-01',
  birthday: '--05-04',
  photo: new Uint8Array(1),
  notes: [{ id: 'n', text: 'Runs the stall', by: null, at: 1 }],
  consent: new Map([['email', said('yes')]]),
  custom: new Map<string, string | number | boolean>([
    [ownId(1), 'M'],
    [ownId(2), 4],
    [ownId(3), true],
    [ownId(4), '2025-03-01'],
    [ownId(5), 'Nüsse'],
  ]),
})
const tom = person(2, {
  name: 'Tom',
  circles: new Map([[PRESS, 'in']]),
  consent: new Map([['email', said('no')]]),
  care: { ...care, followUp: { by: ME, at: 1, remind: '' } },
})
const nobody = person(3, { name: 'Zoe', binnedAt: 1 })
const all = [lea, tom, nobody]
const found = (filter: unknown) => {
  const read = readFilter(filter)
  return read === null ? 'no filter' : all.filter(matcher(read, facts)).map(({ name }) => name.split(' ')[0])
}
const where = (field: string, op: string, value: unknown = null) => found({ field, op, value })

describe('a condition', () => {
  it.each([
    ['text is compared without case and marks', 'name', 'contains', 'MULLER-ors', ['Léa']],
    ['text is the whole of it', 'role', 'is', 'treasur', []],
    ['not that text, or none', 'role', 'isNot', 'treasurer', ['Tom', 'Zoe']],
    ['nothing there', 'role', 'empty', null, ['Tom', 'Zoe']],
    ['something there', 'given', 'notEmpty', null, ['Léa']],
    ['one of several words', 'languages', 'is', 'francais', ['Léa']],
    ['a part of a word', 'skills', 'contains', 'aid', ['Léa']],
    ['a number however it is grouped', 'phones', 'contains', '12 345', ['Léa']],
    ['a number with its country', 'phones', 'is', '+49 30 123456', ['Léa']],
    ['anything: names', 'any', 'contains', 'tom', ['Tom']],
    ['anything: notes', 'any', 'contains', 'STALL', ['Léa']],
    ['anything: circles', 'any', 'contains', 'press &', ['Tom']],
    ['anything: own fields', 'any', 'contains', 'nusse', ['Léa']],
    ['in a circle', 'circles', 'is', KITCHEN, ['Léa']],
    ['not in a circle', 'circles', 'isNot', KITCHEN, ['Tom', 'Zoe']],
    ['leads a circle', 'circles', 'leads', KITCHEN, ['Léa']],
    ['is in it, but does not lead it', 'circles', 'leads', PRESS, []],
    ['in no circle', 'circles', 'empty', null, ['Zoe']],
    ['free on a day', 'free', 'is', 'sat', ['Léa']],
    ['free on a part of a day', 'free', 'is', 'sat-evening', ['Léa']],
    ['not on another part', 'free', 'is', 'sat-morning', []],
    ['not free on a day', 'free', 'isNot', 'sun', ['Tom', 'Zoe']],
    ['joined before', 'joined', 'before', '2026-11-01', []],
    ['joined since, that day included', 'joined', 'since', '2026-11-01', ['Léa']],
    ['joined after, that day not included', 'joined', 'after', '2026-11-01', []],
    ['joined in the last days, today included', 'joined', 'within', 23, ['Léa']],
    ['not one day more', 'joined', 'within', 22, []],
    ['born in a month of whatever year', 'birthday', 'is', 5, ['Léa']],
    ['took part since', 'tookPart', 'since', '2026-05-01', ['Léa', 'Tom']],
    ['has not taken part since, or never', 'tookPart', 'notSince', '2026-08-01', ['Tom', 'Zoe']],
    ['never took part', 'tookPart', 'empty', null, ['Zoe']],
    ['said yes', 'consent:email', 'is', 'yes', ['Léa']],
    ['said no', 'consent:email', 'is', 'no', ['Tom']],
    ['nothing recorded', 'consent:email', 'is', 'none', ['Zoe']],
    ['has the app', 'app', 'is', true, ['Léa']],
    ['has a role in the app', 'appRole', 'is', 'organizer', ['Léa']],
    ['is new and not greeted', 'new', 'is', true, ['Léa']],
    ['I look after them', 'followUp', 'is', 'mine', ['Tom']],
    ['nobody looks after them', 'followUp', 'is', 'none', ['Léa', 'Zoe']],
    ['has a picture', 'photo', 'is', true, ['Léa']],
    ['in the bin', 'bin', 'is', true, ['Zoe']],
    ['own choice', `custom:${ownId(1)}`, 'is', 'm', ['Léa']],
    ['own number', `custom:${ownId(2)}`, 'atLeast', 4, ['Léa']],
    ['own number, too little', `custom:${ownId(2)}`, 'atMost', 3, []],
    ['own flag that nobody set', `custom:${ownId(3)}`, 'is', false, ['Tom', 'Zoe']],
    ['own day', `custom:${ownId(4)}`, 'before', '2026-01-01', ['Léa']],
    ['own text', `custom:${ownId(5)}`, 'contains', 'NÜSS', ['Léa']],
    ['a field that this computer does not know has no value', 'custom:ffffffffffffffff', 'notEmpty', null, []],
    ['asked what that kind of field cannot answer', `custom:${ownId(2)}`, 'contains', '4', []],
  ])('%s', (_, field, op, value, names) => {
    expect(where(field, op, value)).toEqual(names)
  })

  it('can be joined, and turned round', () => {
    const van = { field: 'skills', op: 'contains', value: 'van' }
    const press = { field: 'circles', op: 'is', value: PRESS }
    expect(found({ any: [van, press] })).toEqual(['Léa', 'Tom'])
    expect(found({ all: [van, press] })).toEqual([])
    expect(found({ not: { any: [van, press] } })).toEqual(['Zoe'])
    expect(found({ all: [] })).toHaveLength(3)
    expect(found({ any: [] })).toEqual([])
  })

  it('sees at once what was changed about a person', () => {
    const says = (one: PersonRecord) => matcher({ field: 'any', op: 'contains', value: 'cook' }, facts)(one)
    expect(says(tom)).toBe(false)
    expect(says({ ...tom, skills: ['Cook'] })).toBe(true)
  })
})

describe('a filter from elsewhere', () => {
  const van = { field: 'skills', op: 'contains', value: 'van' }

  it.each([
    ['nothing', null],
    ['text', 'skills'],
    ['a list', []],
    ['an unknown field', { ...van, field: 'secrets' }],
    ['a name from the prototype', { ...van, field: 'constructor' }],
    ['an op of another kind', { ...van, op: 'before' }],
    ['an empty text', { ...van, value: ' ' }],
    ['a day that there is not', { field: 'joined', op: 'before', value: '2026-02-30' }],
    ['no number of days', { field: 'joined', op: 'within', value: 1.5 }],
    ['an own field without an id', { ...van, field: 'custom:__proto__' }],
    ['a part that cannot be read', { all: [van, { field: 'name' }] }],
    ['parts that are no list', { all: { length: 1, 0: van } }],
    ['too many conditions', { all: Array.from({ length: 101 }, () => van) }],
    ['too many in all', { any: [1, 2, 3].map(() => ({ all: Array.from({ length: 40 }, () => van) })) }],
    ['many empty groups', { all: Array.from({ length: 100 }, () => ({ any: [{ any: [] }, { all: [] }] })) }],
  ])('is refused: %s', (_, value) => {
    expect(readFilter(value)).toBeNull()
  })

  it('is refused when it is too deep', () => {
    const deep = (levels: number): unknown => (levels === 0 ? van : { not: deep(levels - 1) })
    expect(readFilter(deep(FILTER_LIMITS.depth - 1))).not.toBeNull()
    expect(readFilter(deep(FILTER_LIMITS.depth))).toBeNull()
    expect(readFilter(deep(2_000))).toBeNull()
  })

  it('has one form, and keeps nothing that is not of it', () => {
    expect(readFilter({ all: [{ all: [van, van] }, { any: [{ ...van, more: 1 }] }] })).toEqual({ all: [van, van, van] })
    expect(readFilter({ field: 'role', op: 'empty', value: 'x' })).toEqual({ field: 'role', op: 'empty', value: null })
  })

  it('never throws, and reads its own form as it is', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (value) => {
        const read = readFilter(value)
        if (read !== null) expect(readFilter(read)).toEqual(read)
      }),
    )
  })

  it('says whether it speaks of the bin', () => {
    const bin: Filter = { field: 'bin', op: 'is', value: true }
    expect(asksAbout({ any: [{ not: bin }] }, 'bin')).toBe(true)
    expect(asksAbout({ field: 'name', op: 'contains', value: 'bin' }, 'bin')).toBe(false)
  })
})
