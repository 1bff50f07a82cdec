import { render, screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { addList } from '#shared/domain/board.ts'
import { addCard, assignName } from '#shared/domain/card.ts'
import { writeDescription } from '#shared/domain/description.ts'
import { addGuest } from '#shared/domain/event/guests.ts'
import { type DocId, idFromBytes } from '#shared/domain/ids.ts'
import type { PersonRecord } from '#shared/domain/people/record.ts'
import { must } from '#shared/domain/testkit.ts'
import ForgetPerson from './ForgetPerson.svelte'
import PersonConsent from './PersonConsent.svelte'
import { peopleBed } from './testing/peopleBed.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

async function begin(answers: Parameters<typeof peopleBed>[0] = {}) {
  const bed = await peopleBed(answers)
  ends.push(bed.close)
  return bed
}
const ongo = vi.fn()
const forgetButton = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Forget for ever' })

it('somebody is forgotten only after their name is typed; a steward’s computer then writes a checkpoint', async () => {
  const checkpointNow = vi.fn(async () => 'done' as const)
  const bed = await begin({ answers: { checkpointNow } })
  const id = bed.add('Nora Quist', { emails: { put: [{ value: 'n@x.org' }] } })
  const { store, community, toasts } = bed
  let person: PersonRecord | null = bed.person(id)
  // Whoever opened it lets go of the person at once.
  const onforgotten = vi.fn(() => {
    unmount()
    person = null
  })
  const { unmount } = render(ForgetPerson, {
    ...{ store, community, toasts, open: true, onforgotten, ongo },
    get person() {
      return person as PersonRecord
    },
  })
  await screen.findByText(/stand on no board and in no event/)
  expect(forgetButton().disabled).toBe(true)
  expect(screen.getByText(/Exports, backups, printouts/)).toBeTruthy()
  await userEvent.type(screen.getByLabelText('Type “Nora Quist” to go on'), 'Nora Quist')
  await userEvent.click(forgetButton())
  await vi.waitFor(() => expect(onforgotten).toHaveBeenCalledOnce())
  expect(store.person(id)).toBeUndefined()
  expect(store.canUndo).toBe(false)
  expect(checkpointNow).toHaveBeenCalledOnce()
  expect(bed.said()).toEqual(['Nora Quist is forgotten.'])
})

/** Nora on a card, in a title and on a guest list. */
async function withTraces() {
  const bed = await begin()
  const id = bed.add('Nora Quist')
  const board = idFromBytes<DocId>(Uint8Array.of(0xdd, 0, 0, 0, 0, 0, 0, 1))
  Object.assign(bed.community, { boards: [{ id: board, title: 'Plans' }] })
  const ctx = () => ({ ...bed.store.context, origin: null })
  const doc = bed.host.doc(board)
  const list = must(addList(doc, { title: 'To do' }, ctx()))
  const van = must(addCard(doc, { title: 'Van', to: { list, at: 'end' } }, ctx()))
  must(assignName(doc, van, 'Nora Quist', true, ctx()))
  must(writeDescription(bed.host.doc(`${board}.${van}`), 'Nora Quist has the key', ctx()))
  must(addCard(doc, { title: 'Ring Nora Quist', to: { list, at: 'end' } }, ctx()))
  const answers = bed.answersOf(bed.event('Fair', 10))
  const room = { capacity: null, waiting: 'auto' } as never
  must(addGuest(answers, { name: 'Nora Quist', answer: 'yes' }, { asOrganizer: true, room }, ctx()))
  const { store, community, toasts } = bed
  const show = () =>
    render(ForgetPerson, { store, community, toasts, person: bed.person(id), open: true, onforgotten: () => {}, ongo })
  const stands = () => JSON.stringify([doc.getMap('cards').toJSON(), answers.getMap('guests').toJSON()])
  return { ...bed, show, stands, board }
}

it('names on cards and guest lists are taken out too; sentences are shown, to go there', async () => {
  const bed = await withTraces()
  bed.show()
  expect(await screen.findByText('They stand in 4 places.')).toBeTruthy()
  expect(screen.getByRole<HTMLInputElement>('checkbox').checked).toBe(true)
  await userEvent.click(screen.getByRole('button', { name: 'Go there: Card “Ring Nora Quist” · Plans' }))
  expect(ongo.mock.lastCall?.[0]).toMatchObject({ place: 'card', isName: false, source: { id: bed.board } })
  await userEvent.type(screen.getByLabelText('Type “Nora Quist” to go on'), 'Nora Quist')
  await userEvent.click(forgetButton())
  await vi.waitFor(() =>
    expect(bed.said()[0]).toBe('Nora Quist is forgotten, and their name taken out of 2 other places.'),
  )
  expect(bed.stands().match(/Nora Quist/g)).toHaveLength(1)
  expect(bed.stands()).toContain('Someone')
})

it('of two of one name nothing is taken out of cards unless one says so', async () => {
  const bed = await withTraces()
  bed.add('nora quist')
  bed.show()
  expect(await screen.findByText(/Somebody else in the list is called the same/)).toBeTruthy()
  expect(screen.getByRole<HTMLInputElement>('checkbox').checked).toBe(false)
  await userEvent.type(screen.getByLabelText('Type “Nora Quist” to go on'), 'Nora Quist')
  await userEvent.click(forgetButton())
  await vi.waitFor(() => expect(bed.said()[0]).toBe('Nora Quist is forgotten.'))
  expect(bed.stands().match(/Nora Quist/g)).toHaveLength(3)
})

it('a checkpoint that cannot be written is told of', async () => {
  const bed = await begin({ answers: { checkpointNow: async () => 'offline' as const } })
  const id = bed.add('Nora Quist')
  const { store, community, toasts } = bed
  render(ForgetPerson, { store, community, toasts, person: bed.person(id), open: true, onforgotten: () => {}, ongo })
  await userEvent.type(screen.getByLabelText('Type “Nora Quist” to go on'), 'Nora Quist')
  await userEvent.click(forgetButton())
  await vi.waitFor(() => expect(bed.said()[1]).toMatch(/clean copy of the log could not be written now/))
})

it('of a member the own profile is emptied first; where that cannot be done nothing is', async () => {
  const blankProfile = vi.fn(async (): Promise<'offline' | 'done'> => 'offline')
  const bed = await begin({ answers: { blankProfile } })
  bed.store.change(bed.member(2), { role: 'Cook' })
  const { store, community, toasts } = bed
  const person = bed.person(bed.member(2))
  render(ForgetPerson, { store, community, toasts, person, open: true, onforgotten: () => {}, ongo })
  await userEvent.type(screen.getByLabelText('Type “Jonas Meyer” to go on'), 'Jonas Meyer')
  await userEvent.click(forgetButton())
  expect((await screen.findByRole('alert')).textContent).toMatch(/only while connected. Nothing is removed yet/)
  expect(bed.person(bed.member(2)).role).toBe('Cook')
  blankProfile.mockResolvedValue('done')
  await userEvent.click(forgetButton())
  await vi.waitFor(() => expect(bed.person(bed.member(2)).role).toBe(''))
  expect(blankProfile).toHaveBeenLastCalledWith(bed.member(2))
})

it('what somebody said is written down with its source and day, shown with all that went before, and taken back', async () => {
  const bed = await begin()
  const id = bed.member(2)
  const { store, toasts } = bed
  const { rerender } = render(PersonConsent, { store, person: bed.person(id), toasts })
  const write = async (state: string, source: string) => {
    await userEvent.click(screen.getByRole('button', { name: 'Write down: Email' }))
    await userEvent.selectOptions(screen.getByLabelText('They said'), state)
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true)
    await userEvent.type(screen.getByLabelText('Where you know it from'), source)
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))
    await rerender({ person: bed.person(id) })
  }
  expect(screen.getAllByText('Not asked')).toHaveLength(4)
  await write('No', 'Talk in May')
  await write('Yes', 'Form')
  expect(bed.person(id).consent.get('email')).toMatchObject({ state: 'yes', current: { source: 'Form' } })
  expect(
    within(screen.getByRole('group'))
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent?.split(' · ')[1]),
  ).toEqual(['Form', 'Talk in May'])
  bed.takeUp()
  expect(bed.person(id).consent.get('email')?.state).toBe('no')
})

it('whoever only reads is offered nothing to write, and without the document nothing is shown', async () => {
  const bed = await begin()
  const { store, toasts } = bed
  bed.host.setMayWrite(false)
  const { unmount } = render(PersonConsent, { store, person: bed.person(bed.member(2)), toasts })
  expect(screen.queryByRole('button')).toBeNull()
  unmount()
  const other = await begin({ readable: [0] })
  render(PersonConsent, { store: other.store, person: other.person(other.member(2)), toasts })
  expect(screen.queryByRole('heading')).toBeNull()
})
