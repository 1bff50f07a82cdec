import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MemberId, newId, type PersonId } from '../ids.ts'
import { must } from '../testkit.ts'
import { addPerson } from './changePerson.ts'
import { addCustomField } from './customFields.ts'
import { type Audience, CONTACT_FIELDS, WORD_FIELDS } from './fields.ts'
import { wordSlug } from './keys.ts'
import { mergeChoices, mergePatch } from './merging.ts'
import type { PersonPatch } from './patch.ts'
import { type Keeper, keeper, meetAll } from './peopleTestkit.ts'
import { changeCare, mergePeople, putNote, recordConsent } from './personFate.ts'
import { person } from './queryTestkit.ts'
import type { PersonRecord } from './record.ts'

const wordList = fc.subarray(['van', 'Van', 'cooking', 'First aid', 'first-aid'])
const drawn = fc.record({
  name: fc.constantFrom('Ada', 'Ada Lovelace', 'A. Lovelace'),
  home: fc.constantFrom<Audience>(0, 2, 3),
  role: fc.constantFrom('', 'Cook', 'Lead'),
  joined: fc.constantFrom('', '2024-01-01', '2025-02-02'),
  skills: wordList,
  tags: wordList,
  emails: fc.array(
    fc.record({
      value: fc.constantFrom('a@x.org', 'A@x.org', 'b@x.org', 'c@x.org'),
      label: fc.constantFrom('', 'home', 'work'),
    }),
    { maxLength: 3 },
  ),
  circles: fc.dictionary(fc.constantFrom('c000000000000001', 'c000000000000002'), fc.constantFrom('in', 'lead')),
  custom: fc.constantFrom(null, 1, 2),
  note: fc.boolean(),
  /** The last argument tells whether it knew of those before. */
  consent: fc.array(fc.tuple(fc.constantFrom('yes', 'no'), fc.boolean()), { maxLength: 3 }),
})
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never

function write(one: Keeper, given: Drawn, field: string): PersonId {
  const { name, home, role, joined, skills, tags, emails, circles, custom } = given
  const patch: PersonPatch & { name: string } = {
    name,
    home,
    role,
    joined,
    skills: { add: skills },
    tags: { add: tags },
    emails: { put: emails },
    circles: new Map(Object.entries(circles)),
    custom: new Map([[field, custom]]),
  }
  const id = must(addPerson(one.docs, patch, one.ctx()))
  if (given.note) must(putNote(one.docs, id, `Note of ${id}`, one.ctx()))
  for (const [state, knew] of given.consent) {
    const known = knew ? (one.person(id).consent.get('email')?.history ?? []) : []
    must(recordConsent(one.docs, id, 'email', { state, source: '', on: '' }, known, one.ctx()))
  }
  return id
}

/** What matters of a merged person, whoever of both stays. */
const had = ({ id: _id, createdAt: _at, createdBy: _by, ...rest }: PersonRecord) => rest

describe('two records of one person', () => {
  it('become the same person whichever of both stays; no word, address, circle or note is lost, no refusal overruled', () => {
    void fc.assert(
      fc.property(drawn, drawn, fc.integer({ min: 1, max: 1_000 }), (left, right, seed) => {
        const [a, b] = [keeper(1, undefined, seed), keeper(2, undefined, seed)]
        const field = must(addCustomField(a.docs, { name: 'Seats', kind: 'number', audience: 0 }, a.ctx()))
        const [x, y] = [write(a, left, field), write(a, right, field)]
        meetAll(a, b)
        const [one, other] = [a.person(x), a.person(y)]
        const outcome = mergePatch(one, other)
        must(mergePeople(a.docs, one, other, outcome.patch, a.ctx()))
        must(mergePeople(b.docs, other, one, mergePatch(other, one).patch, b.ctx()))
        const merged = a.person(x)
        expect(had(b.person(y))).toEqual(had(merged))
        for (const words of WORD_FIELDS)
          expect(new Set(merged[words].map(wordSlug))).toEqual(new Set([...one[words], ...other[words]].map(wordSlug)))
        for (const contacts of CONTACT_FIELDS)
          expect(new Set(merged[contacts].map(({ id }) => id))).toEqual(
            new Set([...one[contacts], ...other[contacts]].map(({ id }) => id)),
          )
        for (const [circle, part] of [...one.circles, ...other.circles])
          expect([part, 'lead']).toContain(merged.circles.get(circle))
        expect(merged.notes).toHaveLength(one.notes.length + other.notes.length)
        expect(merged.home).toBe(Math.max(one.home, other.home))
        const states = [one, other].map(({ consent }) => consent.get('email')?.state)
        const state = merged.consent.get('email')?.state
        if (states.includes('no')) expect(state).toBe('no')
        expect(state).toBe(outcome.consent.get('email'))
        expect(mergePatch(other, one).consent).toEqual(outcome.consent)
      }),
      { numRuns: 120 },
    )
  })

  it('say no where each has a refusal that the other’s yes was not given over', () => {
    const a = keeper(1)
    const ids = ['Ada', 'Ada L.'].map((name) => must(addPerson(a.docs, { name, home: 0 }, a.ctx())))
    for (const id of ids)
      for (const state of ['no', 'yes'] as const) {
        const known = a.person(id).consent.get('email')?.history ?? []
        must(recordConsent(a.docs, id, 'email', { state, source: '', on: '' }, known, a.ctx()))
      }
    const [one, other] = ids.map((id) => a.person(id)) as [PersonRecord, PersonRecord]
    expect([one, other].map(({ consent }) => consent.get('email')?.state)).toEqual(['yes', 'yes'])
    const { patch, consent } = mergePatch(one, other)
    expect(consent.get('email')).toBe('no')
    must(mergePeople(a.docs, one, other, patch, a.ctx()))
    expect(a.person(one.id).consent.get('email')?.state).toBe('no')
  })

  it('differ where both have a value and not the same; what is chosen counts, and what is given up is named', () => {
    const a = person(1, { name: 'Ada', role: 'Cook', pronouns: 'she', createdAt: 2 })
    const b = person(2, { name: 'Ada L.', role: 'Lead', family: 'L.', createdAt: 1 })
    expect(mergeChoices(a, b)).toMatchObject([
      { field: 'name', preset: 'b', asks: true },
      { field: 'family', preset: 'b', asks: false },
      { field: 'pronouns', preset: 'a', asks: false },
      { field: 'role', preset: 'b', asks: true },
    ])
    const { patch, lost } = mergePatch(a, b, new Map([['name', a.id]]))
    expect(patch).toEqual({ family: 'L.', role: 'Lead' })
    expect(lost).toEqual([
      { field: 'name', value: 'Ada L.' },
      { field: 'role', value: 'Cook' },
    ])
  })

  it('keep the wish to be left alone, and a buddy, a follow-up or a greeting where the one that stays has none', () => {
    const a = keeper(1)
    const [keep, drop] = ['Ada', 'Ada L.'].map((name) => must(addPerson(a.docs, { name, home: 0 }, a.ctx()))) as [
      PersonId,
      PersonId,
    ]
    const [mine, theirs] = [newId<MemberId>(a.ctx().randomBytes), newId<MemberId>(a.ctx().randomBytes)]
    must(changeCare(a.docs, keep, { buddy: mine }, a.ctx()))
    const care = { buddy: theirs, followUp: { remind: '2027-01-01' }, greeted: true, leaveAlone: true }
    must(changeCare(a.docs, drop, care, a.ctx()))
    const before = a.person(drop).care
    must(mergePeople(a.docs, a.person(keep), a.person(drop), {}, a.ctx()))
    expect(a.person(keep).care).toEqual({ ...before, buddy: mine })
  })
})
