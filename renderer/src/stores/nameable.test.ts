import { expect, it } from 'vitest'
import { fitting, nameChoices } from './nameable.ts'

const circle = (digit: string, name: string, audience: number, archived = false) => ({
  id: digit.repeat(16),
  name,
  hue: 'moss',
  archived,
  audience,
})
const community = {
  people: [{ id: 'a'.repeat(16), name: 'Łukasz Bąk', hue: 'sky' }],
  directory: {
    circles: [
      circle('1', 'Kitchen', 0),
      circle('2', 'Shelter', 2),
      circle('3', 'Vault', 3),
      circle('4', 'Old', 0, true),
      circle('5', 'Members hidden', 0),
    ],
    audiences: { ofCircle: (id: string) => (id.startsWith('1') ? 0 : id.startsWith('2') ? 2 : 3) },
  },
  circlesOwn: { of: (id: string) => (id.startsWith('2') ? { access: 'circle-16' } : undefined) },
} as never
const offered = (access: Parameters<typeof nameChoices>[1]) =>
  nameChoices(community, access).map(({ mention }) => mention.name)

it('a circle that not everyone may know of is named only where all readers may', () => {
  expect(offered('everyone')).toEqual(['Łukasz Bąk', 'Kitchen'])
  expect(offered('organizers')).toEqual(['Łukasz Bąk', 'Kitchen'])
  expect(offered('private')).toEqual(['Łukasz Bąk', 'Kitchen', 'Shelter'])
  expect(offered('circle-16')).toEqual(['Łukasz Bąk', 'Kitchen', 'Shelter'])
  expect(offered('circle-17')).toEqual(['Łukasz Bąk', 'Kitchen'])
})

it('names are found without marks, who begin with it first', () => {
  const choices = nameChoices(community, 'private')
  expect(fitting(choices, 'luk').map(({ mention }) => mention.name)).toEqual(['Łukasz Bąk'])
  expect(fitting(choices, 'BAK')).toHaveLength(1)
  expect(fitting(choices, 'ukasz')).toHaveLength(0)
})

it('two of one name are told apart, and nobody else is', () => {
  const person = (n: number, name: string, role: number) => ({
    id: `${n}`.repeat(16),
    name,
    hue: 'sky',
    role,
    me: n === 1,
  })
  const people = [person(1, 'Ana', 3), person(2, 'ana', 1), person(3, 'Ben', 1)]
  const named = nameChoices({ people } as never, 'everyone').map(({ mention, hint }) => [mention.name, hint])
  expect(named).toEqual([
    ['Ana', 'you, steward …1111'],
    ['ana', 'member …2222'],
    ['Ben', ''],
  ])
})
