import { expect, it } from 'vitest'
import { must } from '../testkit.ts'
import { bringSealedAlong } from './bringAlong.ts'
import { addPerson, changePerson } from './changePerson.ts'
import { addCustomField } from './customFields.ts'
import { chooseAudience } from './peopleDocs.ts'
import { keeper, meetAll } from './peopleTestkit.ts'
import { mergePeople } from './personFate.ts'

/** A steward who has written down what stewards alone read, and an organizer who knows nothing of it. */
function two() {
  const [steward, organizer] = [keeper(1), keeper(2, [0, 2])]
  const field = must(
    addCustomField(steward.docs, { name: 'File', kind: 'text', audience: 3, choices: [] }, steward.ctx()),
  )
  const add = (name: string, file: string) =>
    must(addPerson(steward.docs, { name, home: 0, custom: new Map(file === '' ? [] : [[field, file]]) }, steward.ctx()))
  return { steward, organizer, field, add }
}

it('what stewards alone read comes along once a steward’s app opens the list, and not again once taken away', () => {
  const { steward, organizer, field, add } = two()
  const [keep, drop] = [add('Nora Quist', ''), add('Noura Quist', 'A 17')]
  must(chooseAudience(steward.docs, 'birthday', 3, steward.ctx()))
  must(changePerson(steward.docs, drop, { birthday: '1990-05-17' }, steward.ctx()))
  meetAll(steward, organizer)
  must(mergePeople(organizer.docs, organizer.person(keep), organizer.person(drop), {}, organizer.ctx()))
  meetAll(steward, organizer)
  expect(steward.person(keep).custom.size).toBe(0)

  expect(bringSealedAlong(organizer.docs, organizer.ctx())).toBe(0)
  expect(bringSealedAlong(steward.docs, steward.ctx())).toBe(2)
  expect(steward.person(keep)).toMatchObject({ name: 'Nora Quist', birthday: '1990-05-17' })
  expect(steward.person(keep).custom.get(field)).toBe('A 17')
  must(changePerson(steward.docs, keep, { custom: new Map([[field, null]]) }, steward.ctx()))
  expect(bringSealedAlong(steward.docs, steward.ctx())).toBe(0)
  expect(steward.person(keep).custom.size).toBe(0)
})

it('of two values that stewards alone read the one of who stays counts', () => {
  const { steward, organizer, field, add } = two()
  const [keep, drop] = [add('Nora Quist', 'A 1'), add('Noura Quist', 'A 17')]
  meetAll(steward, organizer)
  must(mergePeople(organizer.docs, organizer.person(keep), organizer.person(drop), {}, organizer.ctx()))
  meetAll(steward, organizer)
  bringSealedAlong(steward.docs, steward.ctx())
  expect(steward.person(keep).custom.get(field)).toBe('A 1')
})

it('a steward’s own merge leaves nothing to bring along', () => {
  const { steward, field, add } = two()
  const [keep, drop] = [add('Nora Quist', 'A 1'), add('Noura Quist', 'A 17')]
  const merged = mergePeople(steward.docs, steward.person(keep), steward.person(drop), {}, steward.ctx())
  must(merged)
  must(changePerson(steward.docs, keep, { custom: new Map([[field, null]]) }, steward.ctx()))
  expect(bringSealedAlong(steward.docs, steward.ctx())).toBe(0)
})

it('whoever was merged twice is followed to the end, and two who were merged into each other stay', () => {
  const { steward, organizer, field, add } = two()
  const [first, second, third] = [add('A', 'A 17'), add('B', ''), add('C', '')]
  meetAll(steward, organizer)
  const { docs } = organizer
  must(mergePeople(docs, organizer.person(second), organizer.person(first), {}, organizer.ctx()))
  must(mergePeople(docs, organizer.person(third), organizer.person(second), {}, organizer.ctx()))
  meetAll(steward, organizer)
  expect(bringSealedAlong(steward.docs, steward.ctx())).toBe(1)
  expect(steward.person(third).custom.get(field)).toBe('A 17')
})
