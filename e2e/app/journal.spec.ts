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
