import { render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { flushSync } from 'svelte'
import { afterEach, expect, it } from 'vitest'
import { recordConsent } from '#shared/domain/people/personFate.ts'
import { must } from '#shared/domain/testkit.ts'
import FindDuplicates from './FindDuplicates.svelte'
import MergeTwo from './MergeTwo.svelte'
import { deskOf } from './testing/deskOf.svelte.ts'
import { peopleBed } from './testing/peopleBed.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

async function begin() {
  const bed = await peopleBed()
  ends.push(bed.close)
  return { ...bed, props: { store: bed.store, desk: deskOf(bed), toasts: bed.toasts, open: true } }
}
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }))

it('two with one address are laid side by side, chosen field by field, made one, and two again', async () => {
  const bed = await begin()
  const one = bed.add('Tomasz Bąk', { role: 'Cook', emails: { put: [{ value: 't@x.org' }] }, skills: { add: ['van'] } })
  const two = bed.add('T. Bąk', { role: 'Treasurer', emails: { put: [{ value: 't@x.org' }, { value: 'u@x.org' }] } })
  must(bed.store.run(recordConsent, two, 'email', { state: 'no', source: '', on: '' }, []))
  render(FindDuplicates, bed.props)
  await screen.findByText('Very likely one person:')
  expect(screen.getByText(/a no of either counts for email/)).toBeTruthy()
  await userEvent.click(screen.getByRole('radio', { name: 'Cook' }))
  await press('Make them one')
  expect(bed.store.people).toHaveLength(4)
  expect(bed.person(two)).toMatchObject({ id: one, name: 'Tomasz Bąk', role: 'Cook', skills: ['van'] })
  expect(bed.person(one).emails).toHaveLength(2)
  expect(bed.person(one).consent.get('email')?.state).toBe('no')
  expect(screen.getByText('Nobody seems to be listed twice.')).toBeTruthy()
  bed.takeUp()
  flushSync()
  expect(bed.person(two)).toMatchObject({ id: two, role: 'Treasurer' })
})

it('whoever has the app stays, under the name that they say', async () => {
  const bed = await begin()
  const guest = bed.add('Jonas Meyer-Schulz', { phones: { put: [{ value: '030 1234567' }] }, role: 'Cook' })
  bed.store.change(bed.member(2), { phones: { put: [{ value: '030/1234567' }] } })
  render(FindDuplicates, bed.props)
  await screen.findByText('has the app, so stays')
  for (const radio of screen.getAllByRole<HTMLInputElement>('radio', { name: /^Jonas Meyer/ }))
    expect(radio.disabled).toBe(true)
  await press('Make them one')
  expect(bed.person(guest)).toMatchObject({ id: bed.member(2), name: 'Jonas Meyer', role: 'Cook' })
})

it('two people told apart are not asked about again, here or by the next search, until it is taken back', async () => {
  const bed = await begin()
  for (const _ of [1, 2]) bed.add('Anna Berg')
  const first = render(FindDuplicates, bed.props)
  await screen.findByText('Likely one person:')
  await press('They are different people')
  expect(screen.getByText('Nobody seems to be listed twice.')).toBeTruthy()
  first.unmount()
  const second = render(FindDuplicates, bed.props)
  await screen.findByText('Nobody seems to be listed twice.')
  second.unmount()
  bed.takeUp()
  render(FindDuplicates, bed.props)
  await screen.findByText('Likely one person:')
})

it('three of one name are asked about pair by pair, and one left for later comes no more this time', async () => {
  const bed = await begin()
  for (const _ of [1, 2, 3]) bed.add('Anna Berg')
  render(FindDuplicates, bed.props)
  await screen.findByText('2 more after this.')
  await press('Make them one')
  expect(screen.getByText('The last one.')).toBeTruthy()
  await press('Decide later')
  expect(screen.getByText('Nobody seems to be listed twice.')).toBeTruthy()
})

it('two chosen people become one; two members do not', async () => {
  const bed = await begin()
  const [ada, bea] = [bed.add('Ada', { role: 'Cook' }), bed.add('Ada Lovelace', { role: 'Treasurer' })]
  const { unmount } = render(MergeTwo, { ...bed.props, people: [bed.person(ada), bed.person(bea)] })
  const [whoStays] = screen.getAllByRole('radio', { name: 'Ada' })
  if (whoStays) await userEvent.click(whoStays)
  await userEvent.click(screen.getByRole('radio', { name: 'Cook' }))
  await press('Make them one')
  expect(bed.person(bea)).toMatchObject({ id: ada, name: 'Ada Lovelace', role: 'Cook' })
  unmount()
  render(MergeTwo, { ...bed.props, people: [bed.person(bed.member(1)), bed.person(bed.member(2))] })
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Make them one' }).disabled).toBe(true)
})
