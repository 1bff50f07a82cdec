import { render, screen, waitFor, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { memoryHost } from '#renderer/stores/memoryHost.ts'
import { deskHere, germanList, memoryViews } from '#renderer/stores/peopleImportKit.ts'
import { PeopleStore } from '#renderer/stores/peopleStore.svelte.ts'
import { Toasts } from '#renderer/ui/toasts.svelte.ts'
import type { DocId } from '#shared/domain/ids.ts'
import { addPerson } from '#shared/domain/people/changePerson.ts'
import { must, seededBytes } from '#shared/domain/testkit.ts'
import ImportPeople from './ImportPeople.svelte'

const stores: PeopleStore[] = []
afterEach(() => {
  for (const store of stores.splice(0)) store.close()
})

async function open(bytes: Uint8Array | string, mayWrite = true, before: (store: PeopleStore) => void = () => {}) {
  const host = memoryHost({ now: () => Date.UTC(2026, 10, 1, 12), randomBytes: seededBytes(1) })
  const store = PeopleStore.open({
    ...host,
    documents: () => [0, 2].map((audience) => ({ id: `${audience}`.repeat(16) as DocId, audience })),
    members: () => [],
    ownWords: () => undefined,
  })
  stores.push(store)
  while (!store.ready) await Promise.resolve()
  before(store)
  host.setMayWrite(mayWrite)
  const toasts = new Toasts()
  let closed = 0
  let imported = 0
  render(ImportPeople, {
    store,
    toasts,
    kept: memoryViews(),
    file:
      bytes === ''
        ? null
        : { name: 'list.csv', bytes: typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes },
    onclose: () => closed++,
    onimported: () => imported++,
    desk: () => deskHere(),
  })
  return { store, toasts, closed: () => closed, imported: () => imported }
}

/** Tabs until something has the focus, as somebody without a mouse does. */
async function tabTo(element: HTMLElement): Promise<void> {
  for (let i = 0; i < 60 && document.activeElement !== element; i++) await userEvent.tab()
  expect(document.activeElement).toBe(element)
}
const step = () => document.querySelector('[aria-current=step]')?.textContent

describe('bringing in a list of people', () => {
  it('is matched, looked at and brought in by keys alone', async () => {
    const { store, imported } = await open(
      'Wer,Post,Seit\nAnn Lee,ann@example.org,03/04/2019\nBob Ray,bob@example.org,05/06/2019',
    )
    await waitFor(() => expect(step()).toBe('2 Match'))
    // The title says where one is, and the next key goes on from there.
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'list.csv' })))
    const button = screen.getByRole('button', { name: 'Look at it' })
    const name = screen.getByRole('combobox', { name: 'Wer becomes' })
    await tabTo(name)
    await userEvent.selectOptions(name, 'Name')
    const since = screen.getByRole('combobox', { name: 'Seit becomes' })
    await tabTo(since)
    await userEvent.selectOptions(since, 'Joined')
    const order = await screen.findByRole('group', { name: 'What comes first in 03/04/2019?' })
    expect((button as HTMLButtonElement).disabled).toBe(true)
    expect(screen.getByText('Say in which order the parts of the dates stand.')).toBeTruthy()
    await tabTo(within(order).getByRole('radio', { name: 'Day, month, year' }))
    await userEvent.keyboard(' ')
    await tabTo(button)
    await userEvent.keyboard('{Enter}')
    const write = await screen.findByRole('button', { name: 'Bring in 2 people' })
    expect(step()).toBe('3 Look')
    await tabTo(write)
    await userEvent.keyboard('{Enter}')
    await screen.findByText('Done.')
    expect(store.people.map(({ joined }) => joined).sort()).toEqual(['2019-04-03', '2019-06-05'])
    await tabTo(screen.getByRole('button', { name: 'Show the people' }))
    await userEvent.keyboard('{Enter}')
    expect(imported()).toBe(1)
  })

  it('shows ten at a time, and takes all of it back with a word', async () => {
    const { store, toasts } = await open(germanList(300, 12))
    await userEvent.click(await screen.findByRole('button', { name: 'Look at it' }))
    const sample = await screen.findByRole('region', { name: 'New' })
    expect(await within(sample).findAllByRole('listitem')).toHaveLength(10)
    await userEvent.click(within(sample).getByRole('button', { name: 'Further' }))
    await within(sample).findByText('11 to 20 of 288')
    expect(screen.getByText(/12\s+rows are\s+in the list twice/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Bring in 288 people' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Take it back' }))
    await waitFor(() => expect(toasts.list.map(({ text }) => text)).toEqual(['The import is taken back.']))
    expect(store.people).toEqual([])
    expect(step()).toBe('1 Choose')
  })

  it('asks who is who, and what counts where both say something', async () => {
    const { store } = await open(
      'Name,Email,Role\nMueller Juergen,,Driver\nAnn Lee,ann@example.org,Cook',
      true,
      (here) => {
        must(here.run(addPerson, { name: 'Jürgen Müller' }))
        must(here.run(addPerson, { name: 'Ann Lee', role: 'Chair', emails: { put: [{ value: 'ann@example.org' }] } }))
      },
    )
    await userEvent.click(await screen.findByRole('button', { name: 'Look at it' }))
    const who = await screen.findByRole('combobox', { name: 'Who Mueller Juergen is' })
    await userEvent.selectOptions(who, 'The same as Jürgen Müller, a like name')
    await userEvent.click(await screen.findByRole('button', { name: 'Says something else than here' }))
    await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'Task of Ann Lee' }), 'The list’s')
    await userEvent.click(await screen.findByRole('button', { name: 'Bring 2 up to date' }))
    await screen.findByText('Done.')
    expect(store.people.map(({ role }) => role).sort()).toEqual(['Cook', 'Driver'])
  })

  it('a file that is no list is refused in words, and another can be chosen', async () => {
    const { closed } = await open('')
    const input = screen.getByLabelText('List of people')
    await userEvent.upload(input, new File([Uint8Array.of(0x50, 0x4b, 3, 4, 1)], 'a.csv'))
    expect((await screen.findByRole('alert')).textContent).toContain('This workbook cannot be read.')
    await userEvent.upload(screen.getByLabelText('List of people'), new File(['Name\nAnn Lee'], 'b.csv'))
    await waitFor(() => expect(step()).toBe('2 Match'))
    await userEvent.click(screen.getByRole('button', { name: 'Another file' }))
    await userEvent.keyboard('{Escape}')
    expect(closed()).toBe(1)
  })

  it('whoever may only read is told so', async () => {
    await open('', false)
    expect(screen.getByRole('alert').textContent).toContain('Your role here is to read.')
    expect((screen.getByLabelText('List of people') as HTMLInputElement).disabled).toBe(true)
  })
})
