import { render, screen, waitFor } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { type OwnProfileHost as Host, OwnProfile } from '#renderer/stores/ownProfile.svelte.ts'
import { Toasts } from '#renderer/ui/toasts.svelte.ts'
import Dialog from './OwnProfile.svelte'
import WeekGrid from './WeekGrid.svelte'
import WordsField from './WordsField.svelte'

type Plain = Readonly<Record<string, unknown>>
interface Said {
  readonly own: Plain
  readonly sealed: Plain | null
  readonly quiet: boolean
}

function open(words: Said = { own: {}, sealed: {}, quiet: false }, outcome: 'done' | 'profile.box-full' = 'done') {
  const said: Said[] = []
  const names: string[] = []
  const profile = new OwnProfile({
    session: {
      member: 'aa00000000000001' as NonNullable<Host['session']['member']>,
      profilesOf: async () => [words],
      setMyProfile: async (next) => {
        said.push(next)
        return outcome
      },
      setMyName: async (name) => {
        names.push(name)
      },
    },
    name: () => 'Cleo',
    audienceOf: (field) =>
      ['phones', 'emails', 'free', 'birthday'].includes(field) ? 2 : field === 'addresses' ? 3 : 0,
  })
  const toasts = new Toasts()
  render(Dialog, { profile, open: true, toasts })
  return { said, names, toasts, profile }
}

it('each field goes to those who read it, and says who they are', async () => {
  const { said, names, toasts } = open()
  await userEvent.type(await screen.findByLabelText('Pronouns'), 'they/them')
  await userEvent.type(screen.getByLabelText('Languages'), 'Deutsch{Enter}Türkçe{Enter}')
  await userEvent.click(screen.getByRole('button', { name: 'Add telephone' }))
  await userEvent.type(screen.getByLabelText('Telephone 1'), '030 901820')
  await userEvent.click(screen.getByRole('button', { name: 'Monday evening' }))
  await userEvent.click(screen.getByLabelText('Do not ask me why I have not come'))
  expect(screen.queryByRole('button', { name: 'Add address' })).toBeNull()
  expect(screen.getAllByText('Organizers and stewards read this')).toHaveLength(4)
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(toasts.list.map(({ text }) => text)).toEqual(['Your profile is saved.']))
  expect(said).toEqual([
    {
      own: { pronouns: 'they/them', languages: ['Deutsch', 'Türkçe'] },
      sealed: { free: '4000000', phones: [{ value: '030 901820' }] },
      quiet: true,
    },
  ])
  expect(names).toEqual([])
})

it('what became stricter since it was filled in is moved when the form is opened', async () => {
  const { said } = open({ own: { phones: [{ value: '030 1' }], pronouns: 'she' }, sealed: {}, quiet: false })
  await waitFor(() =>
    expect(said).toEqual([{ own: { pronouns: 'she' }, sealed: { phones: [{ value: '030 1' }] }, quiet: false }]),
  )
})

it('what was sealed on another computer stays until it is filled in anew', async () => {
  const { said } = open({ own: {}, sealed: null, quiet: false })
  expect(await screen.findByText(/filled in on another computer of yours/)).toBeTruthy()
  await userEvent.type(screen.getByLabelText('Pronouns'), 'she')
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(said.at(-1)).toEqual({ own: { pronouns: 'she' }, sealed: null, quiet: false }))
})

it('what cannot be kept is said, and stays typed', async () => {
  const { toasts } = open(undefined, 'profile.box-full')
  await userEvent.type(await screen.findByLabelText('Pronouns'), 'she')
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect((await screen.findByRole('alert')).textContent).toContain('too much in the fields that only organizers read')
  expect(screen.getByLabelText<HTMLInputElement>('Pronouns').value).toBe('she')
  await userEvent.clear(screen.getByLabelText('Name'))
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect(await screen.findByText('Others need something to call you.')).toBeTruthy()
  expect(toasts.list).toEqual([])
})

it('a week is filled in by keys: arrows move, Space and Enter change', async () => {
  const weeks: string[] = []
  render(WeekGrid, { label: 'Free', value: '', onchange: (week: string) => weeks.push(week) })
  await userEvent.tab()
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Monday morning')
  await userEvent.keyboard('{ArrowRight}{ArrowDown} ')
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Tuesday afternoon')
  expect(document.activeElement?.getAttribute('aria-pressed')).toBe('true')
  await userEvent.keyboard('{End}{ArrowRight}{ArrowDown}{ArrowDown}{ArrowDown}{Enter}')
  await userEvent.keyboard('{Enter}{Home}{ArrowUp}{ArrowUp}{ArrowRight} ')
  expect(weeks).toEqual(['0200000', '0200008', '0200000', ''])
})

it('words become chips by Enter, each once; Backspace takes the last away', async () => {
  const lists: (readonly string[])[] = []
  render(WordsField, { label: 'Skills', words: ['van'], onchange: (words: readonly string[]) => lists.push(words) })
  await userEvent.type(screen.getByLabelText('Skills'), 'First aid{Enter}first  AID{Enter}{Backspace}')
  expect(lists).toEqual([['van', 'First aid'], ['van']])
  await userEvent.click(screen.getByRole('button', { name: 'Remove van' }))
  expect(lists.at(-1)).toEqual([])
})
