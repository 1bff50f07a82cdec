import { render, screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { flushSync } from 'svelte'
import { afterEach, expect, it } from 'vitest'
import { addCircle } from '#shared/domain/people/circles.ts'
import { inCircle } from '#shared/domain/people/inCircle.ts'
import { must } from '#shared/domain/testkit.ts'
import CirclesDialog from './CirclesDialog.svelte'
import { peopleBed } from './testing/peopleBed.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

async function begin(circles: readonly string[] = [], writable = true) {
  const bed = await peopleBed()
  ends.push(bed.close)
  const ids = circles.map((name) => must(bed.store.run(addCircle, { name, hue: 'moss' as const })))
  bed.add('Tomasz Bąk')
  bed.host.setMayWrite(writable)
  const { store, toasts } = bed
  render(CirclesDialog, { store, toasts, open: true })
  return {
    ...bed,
    ids,
    /** Who is in the nth circle, leads marked. */
    inside: (index: number) => {
      const id = ids[index] ?? store.circles[index]?.id
      if (!id) throw new Error('no such circle')
      return inCircle(store.people, id).map(({ name, circles }) => `${name}${circles.get(id) === 'lead' ? ' ★' : ''}`)
    },
  }
}

it('a circle is made with a colour and who may know of it', async () => {
  const bed = await begin()
  await userEvent.type(screen.getByLabelText('New circle'), 'Kitchen')
  await userEvent.selectOptions(screen.getByLabelText('Colour'), 'honey')
  await userEvent.selectOptions(screen.getByLabelText('Who may know of it'), 'organizers and stewards')
  await userEvent.click(screen.getByRole('button', { name: 'Make it' }))
  expect(bed.store.circles).toMatchObject([{ name: 'Kitchen', hue: 'honey', audience: 2, archived: false }])
  expect(screen.getByRole('region', { name: 'Kitchen' })).toBeTruthy()
})

it('people come in by typing a part of a name, lead, and are taken out, each to be taken back', async () => {
  const bed = await begin(['Kitchen'])
  const field = () => screen.getByRole('combobox', { name: 'Add somebody to Kitchen' })
  await userEvent.type(field(), 'bak{Enter}')
  await userEvent.type(field(), 'a')
  const offered = within(screen.getByRole('listbox', { name: 'Add somebody to Kitchen' }))
  expect(offered.getAllByRole('option').map(({ textContent }) => textContent?.trim())).toEqual([
    'Amara Okafor',
    'Jonas Meyer',
    'Leila Karimi',
  ])
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}')
  expect(bed.inside(0)).toEqual(['Leila Karimi', 'Tomasz Bąk'])
  await userEvent.click(screen.getByRole('button', { name: 'Tomasz Bąk leads' }))
  expect(bed.inside(0)).toEqual(['Tomasz Bąk ★', 'Leila Karimi'])
  await userEvent.click(screen.getByRole('button', { name: 'Take Leila Karimi out' }))
  expect(bed.inside(0)).toEqual(['Tomasz Bąk ★'])
  bed.takeUp()
  flushSync()
  expect(bed.inside(0)).toEqual(['Tomasz Bąk ★', 'Leila Karimi'])
})

it('a circle is renamed, coloured, archived and brought back with everybody in it', async () => {
  const bed = await begin(['Kitchen', 'Press'])
  await userEvent.click(screen.getByRole('button', { name: /^Press/ }))
  const name = screen.getByLabelText('Name')
  await userEvent.clear(name)
  await userEvent.type(name, 'Newsletter{Tab}')
  await userEvent.type(screen.getByRole('combobox', { name: 'Add somebody to Newsletter' }), 'leila{Enter}')
  expect(bed.store.circles.map(({ name }) => name)).toEqual(['Kitchen', 'Newsletter'])
  await userEvent.click(screen.getByRole('button', { name: 'Archive the circle' }))
  expect(bed.store.circles.map(({ archived }) => archived)).toEqual([false, true])
  await userEvent.click(screen.getByText('Archived'))
  await userEvent.click(screen.getByRole('button', { name: 'Bring back' }))
  expect(bed.store.circles.map(({ archived }) => archived)).toEqual([false, false])
  expect(bed.inside(1)).toEqual(['Leila Karimi'])
})

it('an empty name is refused, and the old one stands there again', async () => {
  const bed = await begin(['Kitchen'])
  const name = screen.getByLabelText('Name')
  await userEvent.clear(name)
  await userEvent.tab()
  expect(bed.said()).toEqual(['Please type a name.'])
  expect((name as HTMLInputElement).value).toBe('Kitchen')
})

it('members read who is in which circle, and change nothing', async () => {
  const bed = await begin(['Kitchen'], false)
  const dialog = within(screen.getByRole('dialog'))
  expect(dialog.getByRole('heading', { name: 'Kitchen' })).toBeTruthy()
  expect(dialog.queryByRole('combobox')).toBeNull()
  expect(dialog.queryByLabelText('New circle')).toBeNull()
  expect(dialog.queryByRole('button', { name: 'Archive the circle' })).toBeNull()
  expect(bed.inside(0)).toEqual([])
})

it('who may know of a circle is changed after a question, with who is in it', async () => {
  const bed = await begin(['Kitchen'])
  await userEvent.type(screen.getByRole('combobox', { name: 'Add somebody to Kitchen' }), 'Tomasz{Enter}')
  await userEvent.selectOptions(screen.getByLabelText('Who may know of it'), 'organizers and stewards')
  expect(bed.store.circles[0]?.audience).toBe(0)
  await userEvent.click(screen.getByRole('button', { name: 'Leave it' }))
  expect(screen.getByLabelText<HTMLSelectElement>('Who may know of it').value).toBe('0')
  await userEvent.selectOptions(screen.getByLabelText('Who may know of it'), 'organizers and stewards')
  await userEvent.click(screen.getByRole('button', { name: 'Change it' }))
  expect(bed.store.circles[0]?.audience).toBe(2)
  expect(bed.inside(0)).toEqual(['Tomasz Bąk'])
  expect(bed.toasts.list.at(-1)?.text).toBe('“Kitchen” is known to organizers and stewards from now on.')
})
