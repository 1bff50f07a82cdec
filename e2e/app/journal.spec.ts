import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '../fixtures/member.ts'
import { Kith } from '../pages/kith.ts'

/** Where Chromium keeps the page's database. */
const database = (profile: string) => join(profile, 'IndexedDB/app_kith_0.indexeddb.leveldb')

async function filesOf(folder: string, like: RegExp): Promise<string[]> {
  const found = (await readdir(folder)).filter((name) => like.test(name))
  expect(found).not.toEqual([])
  return found.map((name) => join(folder, name))
}

/** Turns over a bit in every 64 bytes. */
async function garble(file: string): Promise<void> {
  const bytes = await readFile(file)
  for (let at = 7; at < bytes.length; at += 64) bytes[at] = (bytes[at] ?? 0) ^ 4
  await writeFile(file, bytes)
}

/** Ways in which a database comes to grief while the app is not running. */
const DAMAGE: Readonly<Record<string, (folder: string) => Promise<void>>> = {
  'is gone': (folder) => rm(folder, { recursive: true }),
  'has lost its manifest': async (folder) => {
    for (const file of await filesOf(folder, /^MANIFEST/)) await rm(file)
  },
  'points nowhere': (folder) => writeFile(join(folder, 'CURRENT'), 'nothing\n'),
  'is full of turned bits': async (folder) => {
    for (const file of await filesOf(folder, /^(MANIFEST.*|.*\.(log|ldb))$/)) await garble(file)
  },
  'is empty files': async (folder) => {
    for (const file of await filesOf(folder, /^(MANIFEST.*|.*\.(log|ldb))$/)) await truncate(file, 0)
  },
  'has lost half of its log': async (folder) => {
    for (const file of await filesOf(folder, /\.log$/))
      await truncate(file, Math.floor((await readFile(file)).length / 2))
  },
  'has turned bits in its log': async (folder) => {
    for (const file of await filesOf(folder, /\.log$/)) await garble(file)
  },
}

test('a community outlives its database', async ({ launch }) => {
  test.setTimeout(300_000)
  const first = await launch()
  const kith = new Kith(first.page)
  await kith.createCommunity('Riverside')
  await kith.makeBoard('Log')
  await kith.addCard('Done', 'one')
  await kith.addCard('Done', 'two')
  await expect(kith.sync).toContainText('Saved on this computer')
  await first.quit()
  for (const [name, damage] of Object.entries(DAMAGE))
    await test.step(`whose database ${name}`, async () => {
      const profile = await mkdtemp(join(tmpdir(), 'kith-profile-'))
      await cp(first.profile, profile, { recursive: true })
      await damage(database(profile))
      const again = await launch({ profile })
      const found = new Kith(again.page)
      await found.openBoard('Log')
      await expect.poll(() => found.cards('Done'), { message: name }).toEqual(['one', 'two'])
      const said = again.page.getByText('Kith rebuilt it from its journal; nothing was lost.')
      // Half a log of the database is a database that has lost its last changes: it is given them, without a word.
      if (!name.startsWith('has lost half')) await expect(said).toBeVisible()
      await found.addCard('Done', 'three')
      await expect(found.sync).toContainText('Saved on this computer')
      await again.quit()
      const last = await launch({ profile })
      const after = new Kith(last.page)
      await after.openBoard('Log')
      await expect.poll(() => after.cards('Done'), { message: name }).toEqual(['one', 'two', 'three'])
      await last.quit()
    })
})

test('a computer whose database is gone goes on with the others, without loss and without doubles', async ({
  launch,
  relay,
}) => {
  test.setTimeout(180_000)
  let first = await launch()
  let amara = new Kith(first.page)
  await amara.createCommunity('Riverside')
  await amara.makeBoard('Log')
  await amara.chooseRelay(relay.url)
  const link = await amara.invite()
  const second = await launch()
  const bo = new Kith(second.page)
  await bo.join(link, 'Bo')
  await bo.openBoard('Log')
  await amara.openBoard('Log')
  await amara.addCard('Done', 'shared')
  await expect(bo.card('shared')).toBeVisible()
  await relay.kill()
  // This one waits in the outbox while the database is lost, and Bo writes meanwhile.
  await amara.addCard('Done', 'waiting')
  await expect(amara.sync).not.toContainText('Saving')
  await first.quit()
  await rm(database(first.profile), { recursive: true })
  await bo.addCard('Done', 'of Bo')
  first = await launch({ profile: first.profile })
  amara = new Kith(first.page)
  await amara.openBoard('Log')
  await expect.poll(() => amara.cards('Done')).toEqual(['shared', 'waiting'])
  await amara.addCard('Done', 'after')
  await relay.restart()
  const all = ['after', 'of Bo', 'shared', 'waiting']
  for (const kith of [amara, bo]) {
    await expect(kith.sync).toContainText('All changes shared', { timeout: 60_000 })
    await expect.poll(async () => (await kith.cards('Done')).sort(), { timeout: 60_000 }).toEqual(all)
  }
  expect(await bo.cards('Done')).toEqual(await amara.cards('Done'))
  // What is written after that counts for the other: the client id was not used for two things.
  await amara.addCard('Done', 'again')
  await expect(bo.card('again')).toBeVisible()
  await first.quit()
  first = await launch({ profile: first.profile })
  amara = new Kith(first.page)
  await amara.openBoard('Log')
  await expect.poll(async () => (await amara.cards('Done')).sort()).toEqual([...all, 'again'].sort())
})

test('the journal answers our page only, and only what is asked rightly', async ({ launch }) => {
  const { app, page } = await launch()
  // The same preload in a window that is not ours.
  const foreign = await app.evaluate(async ({ app: host, BrowserWindow, ipcMain }) => {
    const did: string[] = []
    const heard = new Promise<void>((done) => {
      ipcMain.prependListener('kith:journal', ({ ports, sender }) => {
        if (!sender.getURL().startsWith('data:')) return
        for (const port of ports)
          for (const name of ['start', 'close'] as const) {
            const method = port[name].bind(port)
            port[name] = () => {
              did.push(name)
              method()
            }
          }
        // After whoever listens besides.
        setImmediate(done)
      })
    })
    const preload = `${host.getAppPath()}/out/preload/index.cjs`
    const window = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } })
    await window.loadURL('data:text/html,<p>not ours')
    await window.webContents.executeJavaScript(`
      const { port1, port2 } = new MessageChannel()
      window.postMessage('kith:journal', '*', [port2])`)
    await heard
    window.destroy()
    return did
  })
  expect(foreign).toEqual(['close'])
  /** Runs in our page: gives a port to the journal, asks, and waits for so many answers. */
  const asking = `(questions, enough) => new Promise((done) => {
    const { port1, port2 } = new MessageChannel()
    const answers = []
    port1.onmessage = ({ data }) => {
      answers.push(data)
      if (answers.length === enough) done(answers)
    }
    window.postMessage('kith:journal', location.origin, [port2])
    for (const question of questions) port1.postMessage(question)
  })`
  const room = 'a'.repeat(64)
  const questions = [
    { id: 1, call: 'forget', args: ['../../../etc'] },
    { id: 2, call: 'read', args: [room, -1] },
    { id: 3, call: 'fill', args: [room, [{ key: 'about', bytes: 'text' }]] },
    { id: 4, call: 'append', args: [room, '', 1, {}] },
    { id: 5, call: 'close', args: [] },
    { id: 6, call: 'list', args: [] },
  ]
  const answers = await page.evaluate(`(${asking})(${JSON.stringify(questions)}, 5)`)
  const wrong = [1, 2, 3, 4].map((id) => ({ id, failed: 'ipc.arguments' }))
  expect(answers).toEqual([...wrong, { id: 6, value: [] }])
})
