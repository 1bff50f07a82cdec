import { hangUpDoorbell } from '../fixtures/doorbell.ts'
import { expect, test } from '../fixtures/member.ts'
import { Kith } from '../pages/kith.ts'

test('a link opens the app, shows community and relay, and nothing connects before consent', async ({
  launch,
  relay,
}) => {
  const amara = await launch()
  const a = new Kith(amara.page)
  await a.createCommunity('Riverside')
  await a.chooseRelay(relay.url)
  const link = await a.invite('Member', { uses: 5 })
  await a.go('Settings')
  const number = await amara.page.getByTestId('community-number').innerText()
  await amara.quit()
  await relay.kill()
  const doorbell = await hangUpDoorbell(relay.url)

  const jonas = await launch({ args: [link] })
  const b = new Kith(jonas.page)
  await expect(b.joining).toContainText(new URL(relay.url).host)
  await expect(b.joining).toContainText(number)
  await b.joining.getByLabel('Your name there').fill('Jonas Meyer')
  await b.joining.getByRole('button', { name: 'Cancel' }).click()
  await expect(b.joining).toBeHidden()
  expect(doorbell.knocks).toBe(0)

  // Opened once more while the app runs: the first one answers, and the second one ends.
  await jonas.openSecond(link)
  await expect(b.joining).toContainText(number)
  await expect(b.joining.getByLabel('Invitation')).toHaveValue(link)
  expect(doorbell.knocks).toBe(0)
  await b.joining.getByLabel('Your name there').fill('Jonas Meyer')
  await b.joining.getByRole('button', { name: 'Join', exact: true }).click()
  await expect(b.joining).toContainText('The relay of this community cannot be reached')
  expect(doorbell.knocks).toBeGreaterThan(0)

  await doorbell.close()
  await relay.restart()
  await b.joining.getByRole('button', { name: 'Join', exact: true }).click()
  await expect(b.joining).toBeHidden()
  await expect(b.sync).toContainText('All changes shared')
})

test('a mistyped link that the app is opened with says what is wrong with it', async ({ launch }) => {
  const member = await launch({ args: ['kith://join#AQAOcmVsYXkuZXhhbXBsZQ'] })
  const kith = new Kith(member.page)
  await expect(kith.joining).toContainText('a piece is missing or mistyped')
  await member.page.keyboard.press('Escape')
  await expect(kith.joining).toBeHidden()
})
