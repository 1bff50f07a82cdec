import { expect, test } from '../fixtures/member.ts'
import { company } from '../pages/company.ts'
import { Kith } from '../pages/kith.ts'

test('a relay that was restored from an old backup is said to be so, and both computers end with everything', async ({
  launch,
  relay,
}) => {
  const { b, ...others } = await company(launch, relay)
  let { amara, a } = others
  const backup = await relay.backUp()
  for (const kith of [a, b]) await kith.openBoard('Plans')
  await a.addCard('To do', 'After the backup, by Amara')
  await b.addCard('Done', 'After the backup, by Jonas')
  await expect(a.card('After the backup, by Jonas')).toBeVisible()
  await expect(b.card('After the backup, by Amara')).toBeVisible()

  await amara.quit()
  await relay.setBack(backup)
  await expect(b.sync).toContainText('Offline')
  await relay.restart()
  await b.retry()
  await expect(b.sync).toContainText('The relay was set back', { timeout: 40_000 })
  await expect(b.sync).toContainText('Nothing is missing here')
  await expect(b.card('After the backup, by Amara')).toBeVisible()

  amara = await launch({ profile: amara.profile })
  a = new Kith(amara.page)
  await a.openBoard('Plans')
  for (const kith of [a, b]) {
    await expect(kith.sync).toContainText('All changes shared', { timeout: 30_000 })
    await expect(kith.card('After the backup, by Jonas')).toBeVisible()
    await expect(kith.card('After the backup, by Amara')).toBeVisible()
  }
  await a.addCard('Done', 'And on it goes')
  await expect(b.card('And on it goes')).toBeVisible()
})

test('a relay that lost everything is said to be so, and a steward brings the community back', async ({
  launch,
  relay,
}) => {
  const { a, b } = await company(launch, relay)
  await b.openBoard('Plans')
  await relay.setBack(null)
  for (const kith of [a, b]) await expect(kith.sync).toContainText('Offline')
  await b.addCard('Done', 'Written meanwhile')
  await relay.restart()
  for (const kith of [a, b]) {
    await kith.retry()
    await expect(kith.sync).toContainText('The relay does not know this community', { timeout: 40_000 })
  }
  await b.go('Settings')
  await expect(b.page.getByText('Only a steward can bring it back')).toBeVisible()
  await a.go('Settings')
  await a.page.getByRole('button', { name: 'Bring the community back' }).click()
  await expect(a.sync).toContainText('All changes shared')
  await b.retry()
  await expect(b.sync).toContainText('All changes shared', { timeout: 40_000 })
  await a.openBoard('Plans')
  await expect(a.card('Written meanwhile')).toBeVisible()
})
