import { expect, test } from '../fixtures/member.ts'
import { company } from '../pages/company.ts'
import { Events } from '../pages/event.ts'
import { Kith } from '../pages/kith.ts'

test('two computers apart give the last place: both are told that it is not certain, and afterwards nobody has vanished', async ({
  launch,
  relay,
}) => {
  const { a, b } = await company(launch, relay)
  const [amara, jonas] = [new Events(a.page), new Events(b.page)]
  await amara.add('Bread course tomorrow 10-15', 'Bread course')
  await amara.tab('Guests')
  await amara.addGuests(['Ada Lovelace'])
  await amara.setPlaces(2)
  await jonas.open('Bread course')
  await jonas.tab('Guests')
  await expect(jonas.guest('Ada Lovelace')).toContainText('Has a place')
  await expect(a.sync).toContainText('All changes shared')

  await relay.kill()
  for (const kith of [a, b]) await expect(kith.sync).toContainText('Offline')
  for (const events of [amara, jonas]) {
    await events.answer('Going')
    await expect(events.page.getByRole('region', { name: 'Will you be there?' })).toContainText(
      'You have a place as far as this computer knows.',
    )
  }
  await expect(amara.guest('Amara Okafor')).toContainText('Has a place, not certain yet')

  await relay.restart()
  for (const kith of [a, b]) {
    await kith.retry()
    await expect(kith.sync).toContainText('All changes shared', { timeout: 40_000 })
  }
  for (const events of [amara, jonas]) {
    const twice = events.main.getByRole('region', { name: 'One more place was given than there are' })
    await expect(twice).toContainText(/Amara Okafor|Jonas Meyer/)
    await expect(twice).toContainText(/given .* by/)
    for (const name of ['Ada Lovelace', 'Amara Okafor', 'Jonas Meyer'])
      await expect(events.guest(name)).toContainText('Has a place')
  }
  await expect(jonas.main.getByRole('button', { name: /back to the waiting list/ })).toHaveCount(0)

  // an organizer decides
  await amara.main.getByRole('button', { name: /back to the waiting list/ }).click()
  for (const events of [amara, jonas]) {
    await expect(events.main.getByRole('region', { name: /given than there are/ })).toHaveCount(0)
    await expect(events.main.getByRole('region', { name: 'Waiting list' }).getByRole('listitem')).toHaveCount(1)
  }
})

test('what a member needs is read by organizers; another member reads totals that point at nobody', async ({
  launch,
  relay,
}) => {
  const { a, b } = await company(launch, relay)
  const link = await a.invite()
  const { page } = await launch()
  const c = new Kith(page)
  await c.join(link, 'Leila Karimi')
  const [amara, jonas, leila] = [new Events(a.page), new Events(b.page), new Events(page)]
  await amara.add('Bread course tomorrow 10-15', 'Bread course')
  await amara.tab('Guests')

  await jonas.open('Bread course')
  await jonas.answer('Going')
  const panel = jonas.page.getByRole('region', { name: 'Will you be there?' })
  await panel.getByText('What you need, for organizers only').click()
  await panel.getByLabel('Step-free access').check()
  await panel.getByLabel('Anything else').fill('My chair is 80 cm wide')
  await panel.getByRole('button', { name: 'Seal and send' }).click()
  await expect(panel).toContainText('Sealed. Organizers can read it.')

  await expect(amara.guest('Jonas Meyer')).toContainText('Step-free access: My chair is 80 cm wide')
  await leila.open('Bread course')
  await leila.tab('Guests')
  await expect(leila.guest('Jonas Meyer')).toContainText('Coming')
  const totals = leila.main.getByRole('region', { name: 'What guests need' })
  await expect(totals).toContainText('fewer than 3 step-free access')
  await expect(leila.page.getByText('80 cm')).toHaveCount(0)
  await expect(leila.guest('Jonas Meyer')).not.toContainText('Step-free')
  await expect(totals).toContainText('sealed for organizers')

  await amara.addGuests(['Ada Lovelace'])
  await amara.main.getByRole('button', { name: 'Actions for Ada Lovelace' }).click()
  await amara.page.getByRole('menuitem', { name: 'Edit…' }).click()
  const form = amara.page.getByRole('dialog', { name: 'Guest: Ada Lovelace' })
  await form.getByText('What they need, for organizers only').click()
  await form.getByLabel('Vegan').check()
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(amara.guest('Ada Lovelace')).toContainText('Vegan')
  await expect(totals).toContainText('fewer than 3 vegan')
  await expect(leila.guest('Ada Lovelace')).not.toContainText('Vegan')
})
