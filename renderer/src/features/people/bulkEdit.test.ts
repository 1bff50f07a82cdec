import { render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { flushSync } from 'svelte'
import { afterEach, expect, it, vi } from 'vitest'
import { addCircle } from '#shared/domain/people/circles.ts'
import { recordConsent } from '#shared/domain/people/personFate.ts'
import { must } from '#shared/domain/testkit.ts'
import BulkEdit from './BulkEdit.svelte'
import { deskOf } from './testing/deskOf.svelte.ts'
import { peopleBed } from './testing/peopleBed.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

async function begin(guests: readonly string[]) {
  const bed = await peopleBed()
  ends.push(bed.close)
  const ids = guests.map((name) => bed.add(name))
  return {
    ...bed,
    ids,
    show: () =>
      render(BulkEdit, {
        store: bed.store,
        desk: deskOf(bed),
        toasts: bed.toasts,
        open: true,
        people: [...bed.store.people],
      }),
    listed: () => bed.store.people.filter(({ id }) => ids.includes(id)),
  }
}
const choose = (label: string) => userEvent.selectOptions(screen.getByLabelText('What to do'), label)
const change = () => userEvent.click(screen.getByRole('button', { name: 'Change them' }))
const sum = () =>
  screen
    .getAllByRole('status')
    .map(({ textContent }) => textContent?.replace(/\s+/g, ' ').trim())
    .join(' ')

it('many get a tag: seen before, told after, and taken back as one', async () => {
  const bed = await begin(Array.from({ length: 120 }, (_, index) => `Guest ${index}`))
  bed.store.change(bed.ids[0] ?? bed.member(1), { tags: { add: ['press'] } })
  bed.show()
  await userEvent.type(screen.getByLabelText('Which'), 'Press')
  expect(sum()).toBe('122 of 123 people will change:')
  expect(screen.getByText('nothing → Press', { selector: 'li:first-child span' })).toBeTruthy()
  expect(screen.getByText('One person stays as they are: it is so already.')).toBeTruthy()
  await change()
  await vi.waitFor(() => expect(bed.said()).toEqual(['122 people changed.']))
  expect(bed.store.people.every(({ tags }) => tags.length === 1)).toBe(true)
  bed.takeUp()
  await vi.waitFor(() => {
    flushSync()
    expect(bed.store.people.filter(({ tags }) => tags.length > 0)).toHaveLength(1)
  })
})

it('a no is not overruled: who said no is counted and left out', async () => {
  const bed = await begin(['Ada', 'Bea'])
  const [ada, bea] = bed.ids
  if (!ada || !bea) throw new Error('nobody')
  must(bed.store.run(recordConsent, ada, 'email', { state: 'no', source: 'talk', on: '' }, []))
  bed.show()
  await choose('Consent: Email')
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Change them' }).disabled).toBe(true)
  await userEvent.type(screen.getByLabelText('Where you know it from'), 'List of May')
  expect(screen.getByText(/^One person said no, and is left out\./)).toBeTruthy()
  await change()
  await vi.waitFor(() => expect(bed.said()).toEqual(['4 people changed.']))
  expect(bed.person(ada).consent.get('email')?.state).toBe('no')
  expect(bed.person(bea).consent.get('email')?.current).toMatchObject({ state: 'yes', source: 'List of May' })
  // A member of whom nothing stood in the documents too.
  expect(bed.person(bed.member(2)).consent.get('email')?.state).toBe('yes')
})

it('who cannot be changed is told apart from who was', async () => {
  const bed = await begin(['Ada', 'Bea'])
  bed.show()
  await userEvent.type(screen.getByLabelText('Which'), 'press')
  const [ada] = bed.ids
  // Somebody else is quicker.
  if (ada) must(bed.store.forget(ada))
  await change()
  await vi.waitFor(() => expect(bed.said()).toHaveLength(2))
  expect(bed.said()[0]).toBe('4 people changed.')
  expect(bed.said()[1]).toMatch(/^One person could not be changed\./)
})

it('members are not put into the bin; circles are joined and left', async () => {
  const bed = await begin(['Ada', 'Bea'])
  const kitchen = must(bed.store.run(addCircle, { name: 'Kitchen', hue: 'moss' as const }))
  const { unmount } = bed.show()
  await choose('Put into a circle')
  await change()
  await vi.waitFor(() => expect(bed.store.people.every(({ circles }) => circles.get(kitchen) === 'in')).toBe(true))
  unmount()
  bed.show()
  await choose('Put into the bin')
  expect(sum()).toBe('2 of 5 people will change:')
  expect(screen.getByText(/^3 people have the app, and are left out/)).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Into the bin' }))
  await vi.waitFor(() => expect(bed.listed().every(({ binnedAt }) => binnedAt !== null)).toBe(true))
  expect(bed.person(bed.member(2)).binnedAt).toBeNull()
})

it('it can be stopped on the way, and what was done is one step back', async () => {
  const bed = await begin(Array.from({ length: 160 }, (_, index) => `Guest ${index}`))
  let go = () => {}
  const gate = new Promise<void>((resolve) => {
    go = resolve
  })
  Object.assign(bed.store.host, { breathe: () => gate })
  bed.show()
  await userEvent.type(screen.getByLabelText('Which'), 'x')
  await change()
  await userEvent.click(await screen.findByRole('button', { name: 'Stop' }))
  go()
  await vi.waitFor(() => expect(bed.said()).toEqual(['Stopped. 100 people of 163 had changed.']))
  bed.takeUp()
  await vi.waitFor(() => expect(bed.store.people.every(({ tags }) => tags.length === 0)).toBe(true))
})
