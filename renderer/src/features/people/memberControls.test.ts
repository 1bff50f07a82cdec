import { render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { type Answers, memoryCommunity } from '#renderer/stores/memoryCommunity.ts'
import { Toasts } from '#renderer/ui/toasts.svelte.ts'
import MemberControls from './MemberControls.svelte'

type Role = 0 | 1 | 2 | 3

function open({
  who = 1,
  roles = [3, 1],
  answers = {},
  reachable = true,
}: {
  who?: number
  roles?: Role[]
  answers?: Answers
  reachable?: boolean
} = {}) {
  const community = memoryCommunity({ names: ['Amara', 'Jonas'], roles, answers, reachable })
  const toasts = new Toasts()
  const person = community.people[who]
  if (!person) throw new Error('nobody there')
  render(MemberControls, { community, person, toasts, onclose: () => {} })
  return { toasts, said: () => toasts.list.map(({ text }) => text) }
}
const offered = () => screen.getAllByRole('option').map((option) => option.textContent?.split(':')[0])

it('C6 a steward gives any role, an organizer moves members and guests only, a member gives none', () => {
  open()
  expect(offered()).toEqual(['Guest', 'Member', 'Organizer', 'Steward'])
  document.body.replaceChildren()
  open({ roles: [2, 1] })
  expect(offered()).toEqual(['Guest', 'Member'])
  document.body.replaceChildren()
  open({ roles: [2, 2] })
  expect(screen.queryByRole('combobox')).toBeNull()
  expect(screen.getByText('Only a steward changes this role.')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Remove from the community…' })).toBeNull()
})

it('nothing is changed before the question is answered, and Cancel leaves the role as it was', async () => {
  let asked = 0
  open({
    answers: {
      setRole: async () => {
        asked += 1
        return 'done'
      },
    },
  })
  await userEvent.selectOptions(screen.getByLabelText('Role'), '2')
  expect(screen.getByRole('dialog').textContent).toContain('can read what is private to it, from the beginning')
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(screen.getByLabelText<HTMLSelectElement>('Role').value).toBe('1')
  expect(asked).toBe(0)
})

it('C8 the last steward who wants to leave is told why not and what to do first', async () => {
  const { said } = open({ who: 0, answers: { leave: async () => 'last' } })
  await userEvent.click(screen.getByRole('button', { name: 'Leave the community…' }))
  await userEvent.click(screen.getByRole('button', { name: 'Leave' }))
  expect(screen.getByRole('alert').textContent).toContain('Make somebody else a steward first')
  expect(said()).toEqual([])
})

it('an act that breaks off says so instead of ending in silence', async () => {
  open({
    answers: {
      removeMember: async () => {
        throw new Error('storage.failed')
      },
    },
  })
  await userEvent.click(screen.getByRole('button', { name: 'Remove from the community…' }))
  await userEvent.click(screen.getByRole('button', { name: 'Remove' }))
  expect(screen.getByRole('alert').textContent).toContain('could not save')
})

it('without the relay nobody is removed, and the reason stands there', () => {
  open({ reachable: false })
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Remove from the community…' }).disabled).toBe(true)
  expect(screen.getByText(/need the relay; it cannot be reached now/)).toBeTruthy()
})
