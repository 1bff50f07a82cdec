import { screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import { readComments } from '#shared/domain/comment.ts'
import { liveCard } from '#shared/domain/lookup.ts'
import { must } from '#shared/domain/testkit.ts'
import CardComments from './CardComments.svelte'
import { sitDown } from './testing/desk.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

async function begin() {
  const bed = await sitDown({ 'To do': ['Soup'] })
  ends.push(() => bed.host.destroy())
  const id = bed.board.lists[0]?.cards[0]
  if (!id) throw new Error('no card')
  const open = () => bed.show(CardComments as never, () => ({ detail: bed.board.detail(id), writable: true }))
  const { unmount } = open()
  const said = () => readComments(must(liveCard(bed.board.doc, id)))
  return {
    ...bed,
    said,
    open,
    unmount,
    area: () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'New comment' }),
  }
}
const offered = () => screen.queryAllByRole('option').map(({ textContent }) => textContent?.trim())

it('@ offers people; arrows and Enter take one, and the comment names them', async () => {
  const { area, said } = await begin()
  await userEvent.type(area(), 'Ask @')
  expect(offered()).toEqual(['Amara Okafor', 'Jonas Meyer', 'Leila Karimi'])
  await userEvent.keyboard('{ArrowDown}{Enter}')
  expect(area().value).toBe('Ask @Jonas Meyer ')
  expect(offered()).toEqual([])
  await userEvent.keyboard('please{Control>}{Enter}{/Control}')
  expect(said()).toMatchObject([
    { text: 'Ask @Jonas Meyer please', mentions: [{ kind: 'member', name: 'Jonas Meyer' }] },
  ])
  expect(screen.getByText('@Jonas Meyer').className).toContain('named')
})

it('names are found without marks, from the beginning of any of their words; nobody is said to be found', async () => {
  const { area } = await begin()
  await userEvent.type(area(), '@kari')
  expect(offered()).toEqual(['Leila Karimi'])
  await userEvent.type(area(), 'x')
  expect(offered()).toEqual([])
  expect(screen.getByText('Nobody here is called that.')).toBeTruthy()
  // Escape leaves the question, not the card.
  const heard: string[] = []
  const hear = ({ key }: KeyboardEvent) => void heard.push(key)
  window.addEventListener('keydown', hear)
  await userEvent.keyboard('{Escape}')
  window.removeEventListener('keydown', hear)
  expect([heard, screen.queryByText('Nobody here is called that.')]).toEqual([[], null])
})

it('Escape leaves it as text; an address is no question', async () => {
  const { area, said } = await begin()
  await userEvent.type(area(), '@Jon')
  expect(offered()).toEqual(['Jonas Meyer'])
  await userEvent.keyboard('{Escape}')
  expect(offered()).toEqual([])
  await userEvent.type(area(), ' or ann@le')
  expect(offered()).toEqual([])
  await userEvent.click(screen.getByRole('button', { name: 'Send' }))
  expect(said()).toMatchObject([{ text: '@Jon or ann@le', mentions: [] }])
})

it('whoever is taken out of the text again is not named', async () => {
  const { area, said } = await begin()
  await userEvent.type(area(), '@Jonas{Enter}')
  await userEvent.clear(area())
  await userEvent.type(area(), 'Done')
  await userEvent.click(screen.getByRole('button', { name: 'Send' }))
  expect(said()).toMatchObject([{ text: 'Done', mentions: [] }])
})

it('a comment that was begun is there again when its card is, with who it names, until it is sent', async () => {
  const { area, said, open, unmount } = await begin()
  await userEvent.type(area(), 'Ask @Jon')
  await userEvent.keyboard('{Enter}soon')
  unmount()
  const again = open()
  expect(area().value).toBe('Ask @Jonas Meyer soon')
  await userEvent.type(area(), '{Control>}{Enter}{/Control}')
  expect(said()).toMatchObject([{ text: 'Ask @Jonas Meyer soon', mentions: [{ name: 'Jonas Meyer' }] }])
  again.unmount()
  open()
  expect(area().value).toBe('')
})
