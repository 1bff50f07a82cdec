import { expect, test } from '../fixtures/member.ts'
import { company } from '../pages/company.ts'
import { Events } from '../pages/event.ts'

const FIRST = ['Ada', 'Bo', 'Cleo', 'Dan', 'Eva', 'Finn', 'Gül', 'Hana', 'Ivo', 'Jana']
const LAST = ['Lovelace', 'Øster']
const GUESTS = LAST.flatMap((last) => FIRST.map((first) => `${first} ${last}`))
const BOTH = GUESTS[10] ?? ''
const PLACES = 22

test('journey 5: two laptops at two doors without a connection; afterwards nobody is lost and nobody counts twice', async ({
  launch,
  relay,
}) => {
  const { a, b } = await company(launch, relay)
  const [amara, jonas] = [new Events(a.page), new Events(b.page)]
  await amara.add('Winter clothes swap tomorrow 10-15', 'Winter clothes swap')
  await amara.tab('Guests')
  await amara.addGuests(GUESTS)
  await amara.setPlaces(PLACES)
  await jonas.open('Winter clothes swap')
  await jonas.tab('Guests')
  await expect(jonas.main.getByRole('region', { name: 'Totals' })).toContainText(`20 coming of ${PLACES} places`)
  await expect(a.sync).toContainText('All changes shared')

  await relay.kill()
  for (const kith of [a, b]) await expect(kith.sync).toContainText('Offline')
  const [first, second] = [await amara.startCheckIn('Door 1'), await jonas.startCheckIn('Door 2')]
  for (const door of [first, second])
    await expect(door.dialog.getByRole('status', { name: 'Sync at this door' })).toContainText('none is needed')
  await Promise.all([
    (async () => {
      for (const name of [...GUESTS.slice(0, 11), 'Walter Walker', 'Wanda Walker']) await first.letIn(name)
    })(),
    (async () => {
      for (const name of [...GUESTS.slice(10), 'Zoe Zorn', 'Zack Zorn']) await second.letIn(name)
    })(),
  ])
  await expect(first.count('In now')).toHaveText('13')
  await expect(second.count('In now')).toHaveText('12')
  for (const door of [first, second]) await expect(door.twice).toHaveCount(0)

  await relay.restart()
  for (const door of [first, second]) {
    await expect(door.dialog.getByRole('status', { name: 'Sync at this door' })).toContainText(
      'shared with the other doors',
      { timeout: 40_000 },
    )
    await expect(door.count('In now')).toHaveText('24')
    await expect(door.count('Came')).toHaveText('24')
    await door.field.fill('')
    await expect(door.dialog.locator('[data-state=in]')).toHaveCount(24)
    await expect(door.twice.getByRole('listitem')).toHaveCount(1)
    await expect(door.twice).toContainText(BOTH)
    await expect(door.twice).toContainText(/\d\d:\d\d, Door 1/)
    await expect(door.twice).toContainText(/\d\d:\d\d, Door 2/)
    const over = door.dialog.getByRole('region', { name: `More than ${PLACES} in` })
    await expect(over).toContainText('24 people at most')
    await expect(over).toContainText(/since \d\d:\d\d, Door [12]/)
  }
  const over = await Promise.all(
    [first, second].map((door) => door.dialog.getByRole('region', { name: /^More than/ }).innerText()),
  )
  expect(over[0]).toBe(over[1])
})
