import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { PersonId } from '../ids.ts'
import { must } from '../testkit.ts'
import { addPerson, changePerson, moveToTheirPlaces } from './changePerson.ts'
import type { Audience } from './fields.ts'
import { chooseAudience } from './peopleDocs.ts'
import { type Keeper, keeper, meetAll, viewOf } from './peopleTestkit.ts'
import { binPerson, changeCare, mergePeople, putNote, recordConsent, restorePerson } from './personFate.ts'

type Act = (one: Keeper, id: PersonId, other: PersonId) => void

const tolerated = (_result: unknown) => {} // what cannot be any more is refused and changes nothing
const word = fc.constantFrom('van', 'Cooking', 'first aid')
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.constantFrom('Ada', 'Ada L.', 'A').map(
    (name): Act =>
      (one, id) =>
        tolerated(changePerson(one.docs, id, { name }, one.ctx())),
  ),
  fc.tuple(word, fc.boolean()).map(
    ([skill, add]): Act =>
      (one, id) =>
        tolerated(changePerson(one.docs, id, { skills: add ? { add: [skill] } : { remove: [skill] } }, one.ctx())),
  ),
  fc.constantFrom('a@x.org', 'b@x.org').map(
    (value): Act =>
      (one, id) =>
        tolerated(changePerson(one.docs, id, { emails: { put: [{ value }] } }, one.ctx())),
  ),
  fc.constantFrom<Audience>(0, 2, 3).map(
    (home): Act =>
      (one, id) =>
        tolerated(changePerson(one.docs, id, { home }, one.ctx())),
  ),
  fc.constantFrom<Audience>(0, 2, 3).map(
    (audience): Act =>
      (one) => {
        tolerated(chooseAudience(one.docs, 'skills', audience, one.ctx()))
        for (const _ of moveToTheirPlaces(one.docs, one.ctx())) void _
      },
  ),
  fc.constantFrom('yes' as const, 'no' as const).map(
    (state): Act =>
      (one, id) => {
        const person = viewOf(one.docs).get(id)
        const known = person?.consent.get('email')?.history ?? []
        tolerated(recordConsent(one.docs, id, 'email', { state, source: '', on: '' }, known, one.ctx()))
      },
  ),
  fc.constantFrom(binPerson, restorePerson).map(
    (fate): Act =>
      (one, id) =>
        tolerated(fate(one.docs, id, one.ctx())),
  ),
  fc.constant<Act>((one, id) => tolerated(putNote(one.docs, id, 'A note', one.ctx()))),
  fc.constant<Act>((one, id) =>
    tolerated(changeCare(one.docs, id, { greeted: true, followUp: { remind: '' } }, one.ctx())),
  ),
  fc.constant<Act>((one, id, other) => {
    const view = viewOf(one.docs)
    const [keep, drop] = [view.get(id), view.get(other)]
    if (keep && drop) tolerated(mergePeople(one.docs, keep, drop, {}, one.ctx()))
  }),
)

it('three organizers who change one person at once end with the same person, and a refusal is never lost', () => {
  void fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(2), fc.boolean(), act, fc.boolean()), { maxLength: 25 }),
      fc.integer({ min: 1, max: 1_000 }),
      (acts, seed) => {
        const keepers = [keeper(1, undefined, seed), keeper(2, undefined, seed), keeper(3, undefined, seed)]
        const [first] = keepers as [Keeper]
        const x = must(addPerson(first.docs, { name: 'Ada', home: 0 }, first.ctx()))
        const y = must(addPerson(first.docs, { name: 'Bea', home: 0 }, first.ctx()))
        meetAll(...keepers)
        const views = keepers.map((one) => {
          const view = viewOf(one.docs)
          for (const [audience, doc] of one.docs) doc.on('afterTransaction', (change) => view.apply(audience, change))
          return view
        })
        for (const [who, swapped, carryOut, meet] of acts) {
          const one = keepers[who]
          if (one) carryOut(one, swapped ? y : x, swapped ? x : y)
          if (meet) meetAll(...keepers)
        }
        meetAll(...keepers)
        for (const one of keepers) for (const _ of moveToTheirPlaces(one.docs, one.ctx())) void _
        meetAll(...keepers)
        const expected = first.people()
        keepers.forEach((one, index) => {
          expect(one.people()).toEqual(expected)
          // What was kept up change by change is what one reads anew.
          expect(views[index]?.all).toEqual(expected)
        })
        // Nobody is gone for good by merges alone.
        expect(expected.length).toBeGreaterThan(0)
      },
    ),
    { numRuns: 150 },
  )
})
