import { render, screen } from '@testing-library/svelte'
import { describe, expect, it, vi } from 'vitest'
import { PAYLOADS } from '#shared/formats/injectionPayloads.ts'
import Poster from './Poster.svelte'
import PrintHost from './PrintHost.svelte'
import { qrPicture, shortened, titleSize } from './poster.ts'
import RotaSheet from './RotaSheet.svelte'
import RunSheet from './RunSheet.svelte'
import SignInSheet from './SignInSheet.svelte'
import type { PosterFacts, PrintJob, Rota, RunOfShow, SignIn } from './types.ts'

const heading = (text: string) => ({ title: text, when: text, where: text })
const signIn = (text: string, more: Partial<SignIn> = {}): SignIn => ({
  ...heading(text),
  rows: [{ name: text, heads: 2 }],
  blank: 1,
  mark: 'signature',
  ...more,
})
const rota = (text: string): Rota => ({
  ...heading(text),
  shifts: [
    { day: text, time: text, role: text, note: text, needed: 3, names: [text] },
    { day: `${text} 2`, time: text, role: text, note: text, needed: 1, names: [] },
  ],
})
const run = (text: string): RunOfShow => ({
  ...heading(text),
  items: [{ day: text, time: text, minutes: 5, title: text, owner: text, notes: text }],
})
const poster = (text: string): PosterFacts => ({
  ...heading(text),
  access: text,
  about: text,
  by: text,
  qr: text,
  size: 'a4',
})

describe('sheets of paper', () => {
  const tags = (container: HTMLElement) => [...container.querySelectorAll('*')].map(({ localName }) => localName)
  const attributes = (container: HTMLElement) =>
    [...container.querySelectorAll('*')].flatMap((one) =>
      one.getAttributeNames().map((name) => `${one.localName} ${name}`),
    )

  it.each([
    ['sign-in sheet', (text: string) => render(SignInSheet, { sheet: signIn(text) })],
    ['rota', (text: string) => render(RotaSheet, { sheet: rota(text) })],
    ['run of show', (text: string) => render(RunSheet, { sheet: run(text) })],
    ['poster', (text: string) => render(Poster, { sheet: poster(text) })],
  ])('%s: what people wrote stays text, in every field', (_, show) => {
    const plain = show('Words')
    const [ownTags, ownAttributes] = [tags(plain.container), attributes(plain.container)]
    plain.unmount()
    for (const payload of PAYLOADS) {
      const { container, unmount } = show(payload)
      // A code is left out where it cannot be, and an address stands below it only if it is one.
      const known = (names: string[]) => names.filter((name) => !/^(figure|img|figcaption)\b/.test(name))
      expect(known(tags(container)), payload).toEqual(known(ownTags))
      expect(known(attributes(container)), payload).toEqual(known(ownAttributes))
      const words = payload.trim().replace(/\s+/g, ' ')
      expect((container.textContent ?? '').replace(/\s+/g, ' '), payload).toContain(words)
      for (const picture of container.querySelectorAll('img'))
        expect(picture.getAttribute('src')).toMatch(/^data:image\/svg\+xml;utf8,[\w%.!~*'()-]+$/)
      unmount()
    }
  })

  it('a sign-in sheet has a row for each name, numbered on into the empty ones, and counts people', () => {
    const rows = [
      { name: 'Amara', heads: 1 },
      { name: 'Jonas', heads: 3 },
    ]
    render(SignInSheet, { sheet: signIn('Fair', { rows, blank: 2, mark: 'tick' }) })
    const numbers = screen
      .getAllByRole('row')
      .slice(2)
      .map((row) => row.querySelector('td')?.textContent)
    expect(numbers).toEqual(['1', '2', '3', '4'])
    expect(screen.getByText(/2\s+names,\s+4\s+people/)).toBeTruthy()
  })

  it('a rota has a line for each free place', () => {
    render(RotaSheet, { sheet: rota('Fair') })
    expect(screen.getAllByText('free place')).toHaveLength(3)
    expect(screen.getByText('1 of 3')).toBeTruthy()
  })

  it('a shift that needs a million does not draw a million lines', () => {
    const shift = { day: '', time: '', role: '', note: '', needed: 1e6, names: [] }
    render(RotaSheet, { sheet: { ...heading('Fair'), shifts: [shift] } })
    expect(screen.getAllByText('free place')).toHaveLength(30)
    expect(screen.getByText(/and 999970 more places/)).toBeTruthy()
  })
})

describe('a poster', () => {
  it('has a smaller title the longer it is, within its room', () => {
    const sizes = ['Fair', 'Riverside street fair', 'Riverside street fair '.repeat(5), 'x'.repeat(240)].map(titleSize)
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
    for (const size of sizes) expect(size).toBeGreaterThanOrEqual(7)
    expect(titleSize('Nachbarschaftsversammlungsvorbereitung')).toBeLessThan(12)
    expect(titleSize('')).toBeLessThanOrEqual(54)
  })

  it('shortens what is too long at a word, and no letter in two', () => {
    expect(shortened('Bring something to share', 16)).toBe('Bring something…')
    expect(shortened('🎉'.repeat(10), 5)).toBe('🎉🎉🎉🎉…')
    expect(shortened(' short ', 16)).toBe('short')
  })

  it('leaves out a code that cannot be made', () => {
    expect(qrPicture('x'.repeat(10_000))).toBeNull()
    expect(qrPicture('')).toBeNull()
    expect(qrPicture('https://example.com')).toContain('data:image/svg+xml')
  })
})

describe('printing', () => {
  const job: PrintJob = { name: 'Fair: rota', kind: 'rota', sheet: rota('Fair') }
  /** jsdom has no fonts. */
  function stage() {
    Object.assign(document, { fonts: { load: async () => [], ready: Promise.resolve() } })
  }

  it('puts the sheet beside the app, prints it with the numbers of its pages, and takes it away', async () => {
    stage()
    const there = () => document.querySelector('body > .kith-paper')
    const seen: unknown[] = []
    const print = vi.fn(async (asked: object) => {
      seen.push(asked, there()?.textContent?.includes('Rota'), document.adoptedStyleSheets.length)
      return 'saved' as const
    })
    const [ondone, onfail] = [vi.fn(), vi.fn()]
    const host = render(PrintHost, { job, print, ondone, onfail })
    await vi.waitFor(() => expect(ondone).toHaveBeenCalledWith('saved'))
    expect(seen).toEqual([{ name: 'Fair: rota', pageNumbers: true }, true, 1])
    await host.rerender({ job: null })
    expect(there()).toBeNull()
    expect(document.adoptedStyleSheets).toHaveLength(0)
    expect(onfail).not.toHaveBeenCalled()
  })

  it('tells the code of what went wrong', async () => {
    stage()
    const onfail = vi.fn()
    const print = async () => {
      throw new Error('file.full')
    }
    render(PrintHost, { job, print, ondone: vi.fn(), onfail })
    await vi.waitFor(() => expect(onfail).toHaveBeenCalledWith('file.full'))
  })
})
