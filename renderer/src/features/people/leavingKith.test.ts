import { render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import type { PersonId } from '#shared/domain/ids.ts'
import { recordConsent } from '#shared/domain/people/personFate.ts'
import { must } from '#shared/domain/testkit.ts'
import ExportPeople from './ExportPeople.svelte'
import { inPortions } from './portions.ts'
import { deskOf } from './testing/deskOf.svelte.ts'
import { peopleBed } from './testing/peopleBed.ts'
import WriteTo from './WriteTo.svelte'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

async function begin() {
  const bed = await peopleBed({ names: ['Amara Okafor'] })
  ends.push(bed.close)
  const put = (value: string) => ({ emails: { put: [{ value }] } })
  const ids = {
    yes: bed.add('Leila Karimi', {
      ...put('yes@x.org'),
      phones: { put: [{ value: '030 1' }] },
      skills: { add: ['van'] },
    }),
    no: bed.add('=Nora', { ...put('no@x.org'), home: 2 }),
    unasked: bed.add('Una', put('una@x.org')),
  }
  const say = (id: PersonId, state: 'yes' | 'no') =>
    must(bed.store.run(recordConsent, id, 'email', { state, source: 'form', on: '' }, []))
  say(ids.yes, 'yes')
  say(ids.no, 'no')
  const people = bed.store.people.filter(({ id }) => Object.values(ids).includes(id))
  return { ...bed, ids, say, props: { store: bed.store, desk: deskOf(bed), toasts: bed.toasts, open: true, people } }
}

it('a file holds what was chosen, after a warning that names it; the table’s columns are chosen first', async () => {
  const bed = await begin()
  const saveFile = vi.fn(async (_file: { name: string; kind: string; bytes: Uint8Array }) => 'saved' as const)
  render(ExportPeople, { ...bed.props, saveFile })
  await userEvent.click(await screen.findByLabelText('Email'))
  await userEvent.click(screen.getByLabelText('Phone'))
  await userEvent.click(screen.getByLabelText('Circles'))
  expect(
    screen.getByText(/^Names, telephone numbers, mail addresses and skills of 3 people will stand in a file/),
  ).toBeTruthy()
  expect(screen.getByText(/One of them is not known to everyone here/)).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Save the file…' }))
  await vi.waitFor(() => expect(saveFile).toHaveBeenCalledOnce())
  const text = new TextDecoder().decode(saveFile.mock.calls[0]?.[0].bytes)
  expect(text).toContain('Leila Karimi')
  expect(text).toContain('una@x.org')
  expect(text).not.toMatch(/Pronouns|Notes|Consent/)
  expect(text).not.toMatch(/(^|,)"?=Nora/m)
  expect(bed.said()).toEqual(['3 people are in the file.'])
})

it('contacts and workbooks are written too, and a dialogue that was closed says nothing', async () => {
  const bed = await begin()
  const saveFile = vi.fn(async (_file: { name: string; kind: string; bytes: Uint8Array }) => 'cancelled' as const)
  render(ExportPeople, { ...bed.props, saveFile })
  for (const kind of ['vcf', 'xlsx']) {
    await userEvent.selectOptions(await screen.findByLabelText('As'), kind)
    await userEvent.click(screen.getByRole('button', { name: 'Save the file…' }))
    await vi.waitFor(() => expect(saveFile).toHaveBeenLastCalledWith(expect.objectContaining({ kind })))
  }
  expect(new TextDecoder().decode(saveFile.mock.calls[0]?.[0].bytes)).toMatch(/^BEGIN:VCARD\r\nVERSION:4.0/)
  expect(new TextDecoder().decode(saveFile.mock.calls[1]?.[0].bytes.slice(0, 2))).toBe('PK')
  expect(bed.said()).toEqual([])
})

it('only who said yes is written to: no address of another is shown, copied or opened', async () => {
  const bed = await begin()
  const copied: string[] = []
  const opened: string[] = []
  render(WriteTo, {
    desk: bed.props.desk,
    toasts: bed.toasts,
    open: true,
    people: bed.props.people,
    copyText: async (text: string) => void copied.push(text),
    openExternal: async (url: string) => void opened.push(url),
  })
  expect(screen.getByText('1 of 3 can be written to.')).toBeTruthy()
  expect(screen.getByText(/Left out: one was not asked; one said no/)).toBeTruthy()
  await userEvent.type(screen.getByLabelText('Subject'), 'Hello')
  await userEvent.type(screen.getByLabelText('Text'), 'Dear {{first name|friend}!')
  expect(screen.getByText('Dear Leila!')).toBeTruthy()
  for (const name of ['Copy the addresses', 'Copy the text for each', 'Open in the mail program'])
    await userEvent.click(screen.getByRole('button', { name }))
  expect(copied).toEqual(['yes@x.org', 'Leila Karimi · yes@x.org\n\nDear Leila!'])
  expect(opened).toEqual(['mailto:?bcc=yes@x.org&subject=Hello'])
  expect(document.body.textContent).not.toMatch(/no@x|una@x/)
})

it('whoever is in the bin is not written to', async () => {
  const bed = await begin()
  const people = bed.props.people.map((person) => ({ ...person, binnedAt: 1 }))
  const nothing = async () => {}
  render(WriteTo, {
    ...{ desk: bed.props.desk, toasts: bed.toasts, open: true, people },
    ...{ copyText: nothing, openExternal: nothing },
  })
  expect(screen.getByText('0 of 3 can be written to.')).toBeTruthy()
})

it('a field that is not known is told, and by another channel nobody is asked', async () => {
  const bed = await begin()
  const nothing = async () => {}
  const { desk, people } = bed.props
  render(WriteTo, { desk, toasts: bed.toasts, open: true, people, copyText: nothing, openExternal: nothing })
  await userEvent.type(screen.getByLabelText('Text'), 'Dear {{nickname}')
  expect(screen.getByText('There is no field “nickname”. It stays as it is typed.')).toBeTruthy()
  await userEvent.selectOptions(screen.getByLabelText('By'), 'sms')
  expect(screen.getByText('0 of 3 can be written to.')).toBeTruthy()
  expect(screen.queryByRole('button', { name: /Copy/ })).toBeNull()
})

it('long lists are copied in portions of which none is too long, and nothing is lost', () => {
  const texts = Array.from({ length: 100 }, (_, index) => `añb${index}`)
  const portions = inPortions(texts, ', ', 64)
  expect(portions.length).toBeGreaterThan(5)
  for (const portion of portions) expect(new TextEncoder().encode(portion).length).toBeLessThanOrEqual(64)
  expect(portions.join(', ').split(', ')).toEqual(texts)
})
