import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Member, test } from '../fixtures/member.ts'
import { Kith } from '../pages/kith.ts'

const WORDS = 'tall ship blue kettle'
const keyFiles = ['key', 'key.previous'] as const

async function askForPassphrase({ page }: Member): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Ask for a passphrase…' }).click()
  await page.getByLabel('New passphrase').fill(WORDS)
  await page.getByLabel('The same again').fill(WORDS)
  await page.getByRole('button', { name: 'Use this passphrase' }).click()
  await expect(page.getByRole('button', { name: 'Lock now' })).toBeVisible()
}

async function unlock({ page }: Member, words: string): Promise<void> {
  await page.getByLabel('Passphrase').fill(words)
  await page.getByRole('button', { name: 'Unlock' }).click()
}

test('a locked app opens with its passphrase only, now, after the screen was locked and after a restart', async ({
  launch,
}) => {
  const member = await launch()
  const kith = new Kith(member.page)
  await kith.createCommunity('Riverside Neighbours')
  await askForPassphrase(member)

  // Locking forgets the key and everything that was open.
  await member.page.getByRole('button', { name: 'Lock now' }).click()
  const locked = member.page.getByRole('heading', { name: 'Kith is locked' })
  await expect(locked).toBeVisible()
  const given = await member.page.evaluate(() => {
    const { kithBridge } = globalThis as unknown as { kithBridge: { localKey(): Promise<{ key: unknown }> } }
    return kithBridge.localKey()
  })
  expect(given.key).toBeNull()
  await unlock(member, 'tall ship blue kettles')
  await expect(member.page.getByText('That is not the passphrase')).toBeVisible()
  await unlock(member, WORDS)
  await expect(member.page.getByRole('navigation', { name: 'Riverside Neighbours', exact: true })).toBeVisible()

  await member.app.evaluate(({ powerMonitor }) => powerMonitor.emit('lock-screen'))
  await expect(locked).toBeVisible()
  await member.quit()

  const again = await launch({ profile: member.profile })
  await expect(again.page.getByRole('heading', { name: 'Kith is locked' })).toBeVisible()
  await unlock(again, WORDS)
  await expect(again.page.getByRole('navigation', { name: 'Riverside Neighbours', exact: true })).toBeVisible()
  await again.quit()
})

test('neither generation of the key file opens without the passphrase, also after a change that was cut off', async ({
  launch,
}) => {
  const member = await launch()
  await new Kith(member.page).createCommunity('Riverside Neighbours')
  const [newest, previous] = keyFiles.map((file) => join(member.profile, 'secrets', file)) as [string, string]
  const unlocked = join(member.profile, 'unlocked')
  await copyFile(previous, unlocked)
  await askForPassphrase(member)
  await member.quit()
  for (const file of [newest, previous]) {
    const { lock } = JSON.parse(await readFile(file, 'utf8'))
    expect(lock).toMatchObject({ ops: 3, memory: 268_435_456 })
  }

  // As a crash between the two files would leave it.
  await copyFile(unlocked, previous)
  const again = await launch({ profile: member.profile })
  await expect(again.page.getByRole('heading', { name: 'Kith is locked' })).toBeVisible()
  expect(await readFile(previous, 'utf8')).toBe(await readFile(newest, 'utf8'))
  await again.quit()

  // One damaged generation loses nothing.
  await writeFile(newest, 'torn')
  const third = await launch({ profile: member.profile })
  await unlock(third, WORDS)
  await expect(third.page.getByRole('navigation', { name: 'Riverside Neighbours', exact: true })).toBeVisible()
  await third.page.getByRole('button', { name: 'Settings' }).click()
  await third.page.getByRole('button', { name: 'Ask no more…' }).click()
  await third.page.getByLabel('Your passphrase now').fill(WORDS)
  await third.page.getByRole('button', { name: 'Ask no more', exact: true }).click()
  await expect(third.page.getByRole('button', { name: 'Ask for a passphrase…' })).toBeVisible()
  await third.quit()
  const open = await launch({ profile: member.profile })
  await expect(open.page.getByRole('navigation', { name: 'Riverside Neighbours', exact: true })).toBeVisible()
})
