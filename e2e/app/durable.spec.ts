import { expect, test } from '../fixtures/member.ts'
import { Kith } from '../pages/kith.ts'

test('ten crashes during writes lose no edit that was said to be saved', async ({ launch }) => {
  test.setTimeout(120_000)
  let member = await launch()
  let kith = new Kith(member.page)
  await kith.createCommunity('Riverside')
  await kith.makeBoard('Log')
  const saved: string[] = []
  for (let round = 0; round < 10; round++) {
    await kith.list('Done').getByRole('button', { name: 'Add a card' }).click()
    const field = member.page.getByLabel('Name of the new card in Done')
    for (let i = 0; i < 3; i++) {
      await field.fill(`card ${round}.${i}`)
      await field.press('Enter')
      // What the foot says is what the member goes by.
      await expect(kith.sync).toContainText('Saved on this computer')
      saved.push(`card ${round}.${i}`)
    }
    await field.fill(`unfinished ${round}`)
    await Promise.all([field.press('Enter').catch(() => {}), member.kill()])
    member = await launch({ profile: member.profile })
    kith = new Kith(member.page)
    await kith.openBoard('Log')
    await expect
      .poll(async () => (await kith.cards('Done')).filter((title) => !title.startsWith('unfinished')))
      .toEqual(saved)
  }
})
