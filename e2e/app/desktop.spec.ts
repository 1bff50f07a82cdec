import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ElectronApplication, Page } from '@playwright/test'
import type { Bridge } from '../../src/shared/ipc/contract.ts'
import { test as base, expect } from '../fixtures/member.ts'

/** A folder of the person's own. */
const test = base.extend<{ folder: string }>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'kith-papers-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
})

/** The person chooses this file in every dialog from now on, or none. */
const choose = (app: ElectronApplication, path: string | null) =>
  app.evaluate(({ dialog }, chosen) => {
    const asked: unknown[] = []
    Object.assign(globalThis, { kithAsked: asked })
    dialog.showSaveDialog = (async (...args: unknown[]) => {
      asked.push(args.at(-1))
      return { canceled: chosen === null, filePath: chosen ?? '' }
    }) as typeof dialog.showSaveDialog
    dialog.showOpenDialog = (async (...args: unknown[]) => {
      asked.push(args.at(-1))
      return { canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] }
    }) as typeof dialog.showOpenDialog
  }, path)

const lastAsked = (app: ElectronApplication) =>
  app.evaluate(() => (globalThis as unknown as { kithAsked: { defaultPath?: string }[] }).kithAsked.at(-1))

/** Runs in the page; what it asks the bridge for comes back as text and numbers. */
const save = (page: Page, file: { name: string; kind: string; text: string }) =>
  page.evaluate(
    ({ name, kind, text }) =>
      (globalThis as unknown as { kithBridge: Bridge }).kithBridge
        .saveFile({ name, kind: kind as 'ics', bytes: new TextEncoder().encode(text) })
        .catch((error: Error) => error.message),
    file,
  )
const openCalendar = (page: Page) =>
  page.evaluate(() =>
    (globalThis as unknown as { kithBridge: Bridge }).kithBridge.openFile({ kinds: ['ics'] }).then(
      (file) => file && { name: file.name, text: new TextDecoder().decode(file.bytes) },
      (error: Error) => error.message,
    ),
  )
/** All that wait. */
const takeOpened = (page: Page) =>
  page.evaluate(async () => {
    const { kithBridge } = globalThis as unknown as { kithBridge: Bridge }
    const texts: string[] = []
    for (let file = await kithBridge.takeOpenedFile(); file; file = await kithBridge.takeOpenedFile())
      texts.push(`${file.name}: ${new TextDecoder().decode(file.bytes)}`)
    return texts
  })
const toPdf = (page: Page, name: string, pageNumbers: boolean) =>
  page.evaluate((pdf) => (globalThis as unknown as { kithBridge: Bridge }).kithBridge.printPdf(pdf), {
    name,
    pageNumbers,
  })

test('files are saved and opened where the person says, and sheets come out as PDF', async ({ launch, folder }) => {
  const { app, page } = await launch()
  const at = (name: string) => join(folder, name)

  await choose(app, at('fair.ics'))
  expect(await save(page, { name: 'Summer fair: 2027/06', kind: 'ics', text: 'BEGIN' })).toBe('saved')
  expect((await lastAsked(app))?.defaultPath).toMatch(/[/\\]Summer fair 2027 06\.ics$/)
  expect(await readFile(at('fair.ics'), 'utf8')).toBe('BEGIN')
  expect(await openCalendar(page)).toEqual({ name: 'fair.ics', text: 'BEGIN' })
  await choose(app, null)
  expect(await save(page, { name: 'a', kind: 'ics', text: 'other' })).toBe('cancelled')
  expect(await openCalendar(page)).toBeNull()
  await choose(app, at('not/there.ics'))
  expect(await save(page, { name: 'a', kind: 'ics', text: 'other' })).toMatch(/file\.gone$/)
  expect(await openCalendar(page)).toMatch(/file\.gone$/)
  expect(await readdir(folder)).toEqual(['fair.ics'])

  await page.goto('app://kith/gallery.html#paper')
  const print = async (title: string, pageNumbers: boolean) => {
    const file = at(`${title}.pdf`)
    await page.getByRole('button', { name: title, exact: true }).click()
    await expect(page.getByText(/^On paper:/)).toBeVisible()
    await choose(app, file)
    expect(await toPdf(page, title, pageNumbers)).toBe('saved')
    const pdf = await readFile(file, 'latin1')
    expect(pdf.slice(0, 5)).toBe('%PDF-')
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? []
    return {
      pages: pdf.match(/\/Type \/Page\b/g)?.length,
      width: Math.round(Number(width) / 10),
      height: Math.round(Number(height) / 10),
      bytes: pdf.length,
    }
  }
  const A4 = { width: 59, height: 84 }
  const short = await print('Sign-in sheet, 60', true)
  const long = await print('Sign-in sheet, 200', true)
  expect(short).toMatchObject({ pages: 3, ...A4 })
  expect(long).toMatchObject({ pages: 8, ...A4 })
  // Words and the letters for them: a bare page has a few hundred bytes.
  expect(short.bytes).toBeGreaterThan(15_000)
  expect(long.bytes).toBeGreaterThan(short.bytes)
  expect(await print('Poster', false)).toMatchObject({ pages: 1, ...A4 })
  expect(await print('Poster, A3', false)).toMatchObject({ pages: 1, width: 84, height: 119 })
})

test('a notification opens the app, and so does a calendar file', async ({ launch, folder }) => {
  const [first, second] = [join(folder, 'first.ics'), join(folder, 'zweite Datei.ics')]
  await writeFile(first, 'one')
  await writeFile(second, 'two')
  const { app, page, openSecond } = await launch()
  // The app would take what it is opened with at once (eventFiles.spec.ts): here the host is asked.
  await page.goto('app://kith/gallery.html')
  const told = page.evaluate(
    () =>
      new Promise<string>((done) =>
        (globalThis as unknown as { kithBridge: Bridge }).kithBridge.onOpenedFile(() => done('a file waits')),
      ),
  )
  await openSecond(first)
  expect(await told).toBe('a file waits')
  // Once more while it runs, as file managers do: by its address.
  await openSecond(pathToFileURL(second).href)
  expect(await takeOpened(page)).toEqual(['first.ics: one', 'zweite Datei.ics: two'])
  await openSecond('/etc/passwd')
  expect(await takeOpened(page)).toEqual([])

  // The system of a test may show none: they are caught on their way to it.
  await app.evaluate(({ BrowserWindow, Notification }) => {
    const shown: unknown[] = []
    Object.assign(globalThis, { kithShown: shown })
    Notification.isSupported = () => true
    Notification.prototype.show = function show(this: unknown) {
      shown.push(this)
    }
    BrowserWindow.getAllWindows()[0]?.hide()
  })
  const notify = () =>
    page.evaluate(() =>
      (globalThis as unknown as { kithBridge: Bridge }).kithBridge.notify({
        id: 'r1',
        title: 'Kith',
        body: 'An event in one of your communities begins in 1 hour.',
      }),
    )
  await notify()
  const clicked = await app.evaluate(({ BrowserWindow }) => {
    const [notice] = (globalThis as unknown as { kithShown: Electron.Notification[] }).kithShown
    const hidden = BrowserWindow.getAllWindows()[0]?.isVisible() === false
    notice?.emit('click')
    return { body: notice?.body, hidden, visible: BrowserWindow.getAllWindows()[0]?.isVisible() }
  })
  expect(clicked).toEqual({
    body: 'An event in one of your communities begins in 1 hour.',
    hidden: true,
    visible: true,
  })
  // The page had not listened yet: it is told as soon as it does.
  const heard = await page.evaluate(
    () =>
      new Promise<string>((done) =>
        (globalThis as unknown as { kithBridge: Bridge }).kithBridge.onNotificationClick(done),
      ),
  )
  expect(heard).toBe('r1')
  const refused = await page.evaluate(async () => {
    const { kithBridge } = globalThis as unknown as { kithBridge: Bridge }
    for (let n = 2; n <= 30; n++) await kithBridge.notify({ id: `r${n}`, title: 'Kith', body: '' })
    return kithBridge.notify({ id: 'r31', title: 'Kith', body: '' }).catch((error: Error) => error.message)
  })
  expect(refused).toMatch(/notice\.too-many$/)
})
