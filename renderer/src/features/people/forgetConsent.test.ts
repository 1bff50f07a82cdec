import { render, screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
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
const forgetButton = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Forget for ever' })

it('somebody is forgotten only after their name is typed; a steward’s computer then writes a checkpoint', async () => {
  const checkpointNow = vi.fn(async () => 'done' as const)
  const bed = await begin({ answers: { checkpointNow } })
  const id = bed.add('Nora Quist', { emails: { put: [{ value: 'n@x.org' }] } })
  const onforgotten = vi.fn()
  const { store, community, toasts } = bed
  render(ForgetPerson, { store, community, toasts, person: bed.person(id), open: true, onforgotten })
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

it('of a member the own profile is emptied first; where that cannot be done nothing is', async () => {
  const blankProfile = vi.fn(async (): Promise<'offline' | 'done'> => 'offline')
  const bed = await begin({ answers: { blankProfile } })
  bed.store.change(bed.member(2), { role: 'Cook' })
  const { store, community, toasts } = bed
  const person = bed.person(bed.member(2))
  render(ForgetPerson, { store, community, toasts, person, open: true, onforgotten: () => {} })
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
