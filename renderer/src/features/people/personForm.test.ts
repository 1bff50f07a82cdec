import { render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import PersonForm from './PersonForm.svelte'
import { peopleBed } from './testing/peopleBed.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

it('a form begins with nothing of the person before', async () => {
  const bed = await peopleBed()
  ends.push(bed.close)
  const nora = bed.person(bed.add('Nora Quist', { emails: { put: [{ value: 'nora@example.org' }] } }))
  const known = { languages: [], skills: [], tags: [] }
  const fixed = { store: bed.store, toasts: bed.toasts, member: false, known, onsaved: () => {} }
  const { rerender } = render(PersonForm, { ...fixed, open: true, person: nora })
  expect(screen.getByLabelText<HTMLInputElement>('Email 1').value).toBe('nora@example.org')
  await rerender({ open: false })
  await rerender({ open: true, person: null })
  expect(screen.queryByLabelText('Email 1')).toBeNull()
  await userEvent.type(screen.getByLabelText('Name'), 'Jonas Brandt')
  await userEvent.click(screen.getByRole('button', { name: 'Add email' }))
  await userEvent.type(screen.getByLabelText('Email 1'), 'jonas@example.org')
  await userEvent.click(screen.getByRole('button', { name: 'Add' }))
  const added = bed.store.people.find(({ name }) => name === 'Jonas Brandt')
  expect(added?.emails.map(({ value }) => value)).toEqual(['jonas@example.org'])
})
