import { expect, test } from '../fixtures/member.ts'
import { company } from '../pages/company.ts'
import { Events } from '../pages/event.ts'
import { Kith } from '../pages/kith.ts'
import { Plan } from '../pages/plan.ts'

/** A day some weeks from now, as one would type it: the list shows the next three months. */
const inWeeks = (weeks: number) =>
  new Date(Date.now() + weeks * 7 * 86_400_000).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  })

test('an event is planned whole on one computer: form, template, run of show, tasks, supplies, money, the day, copies', async ({
  launch,
}) => {
  const { page } = await launch()
  const [kith, events, plan] = [new Kith(page), new Events(page), new Plan(page)]
  const { main } = plan
  await kith.createCommunity('Riverside')

  // The full form: a template, a zone elsewhere, a place with how to get in.
  await kith.go('Events')
  await page.getByRole('button', { name: 'New event' }).first().click()
  const form = page.getByRole('dialog', { name: 'New event' })
  await form.getByLabel('Start from').selectOption('Clothes swap')
  await form.getByLabel('Title').fill('Winter clothes swap')
  await form.getByLabel('It has a date').check()
  await form.getByLabel('Starts on').fill('2027-11-27')
  await form.getByLabel('at', { exact: true }).fill('11:00')
  await expect(form.getByLabel('until')).toHaveValue('14:00')
  await form.getByLabel('Time zone').fill('America/New_York')
  await form.getByLabel('Place').fill('Mill Lane Hall')
  await form.getByLabel('Getting in').fill('Ramp from the yard')
  await form.getByRole('button', { name: 'Create event' }).click()
  await expect(events.heading('Winter clothes swap')).toBeVisible()
  await expect(
    main.getByText(/27 November 2027, 11:00–14:00 \(America\/New_York\), 16:00–19:00 your time/),
  ).toBeVisible()
  await main.getByText('About', { exact: true }).click()
  await expect(main.getByText('Ramp from the yard')).toBeVisible()

  // Draft, confirmed, cancelled.
  const marks = main.locator('.marks')
  await expect(marks).toContainText('Draft')
  await page.getByRole('button', { name: 'Confirm', exact: true }).click()
  await expect(marks).not.toContainText('Draft')
  await plan.act('Cancel the event')
  await expect(marks).toContainText('Cancelled')
  await plan.act('It takes place after all')
  await expect(marks).not.toContainText('Cancelled')

  // The run of show: a length, a time that is held, the mouse.
  const [first = '', second = '', third = ''] = await plan.items()
  expect([first, second, third]).toEqual([
    '09:30 Rails, tables, mirrors, signs',
    '10:30 Early hand-in',
    '11:00 Door opens, hand-in goes on',
  ])
  await plan.itemAct('Door opens, hand-in goes on', 'Let it follow')
  await plan.run.getByRole('button', { name: /^Rails/ }).click()
  await plan.run.getByLabel('Minutes').fill('90')
  await page.keyboard.press('Escape')
  await expect
    .poll(() => plan.items().then((all) => all.slice(0, 3)))
    .toEqual([first, '11:00 Early hand-in', '11:30 Door opens, hand-in goes on'])
  await plan.itemAct('Early hand-in', 'Hold it at this time')
  await expect(plan.item('Early hand-in').getByLabel('At a fixed time')).toBeVisible()
  await plan.dragBefore('Swapping', 'Welcome, and how it works')

  // Its tasks, here and among the boards; a checklist.
  await plan.tab('Tasks')
  await page.getByRole('button', { name: 'Add a checklist' }).click()
  const packs = page.getByRole('dialog', { name: 'Add a checklist' })
  await packs.getByRole('button', { name: /^Add.*Permits/ }).click()
  await expect(packs.getByRole('listitem').first()).toContainText('All of it is among the tasks.')
  await packs.getByRole('button', { name: 'Done' }).click()
  await kith.go('Boards')
  await main.getByRole('button', { name: 'Winter clothes swap' }).click()
  await expect(kith.list('To do')).toContainText('Apply for the permits')

  // Supplies and money.
  await plan.tab('Supplies')
  await plan.add('Add something that is needed', '12 lanterns')
  await main.getByRole('button', { name: /^I bring it.*lanterns/ }).click()
  await expect(main.getByRole('row', { name: /lanterns/ })).toContainText('Amara Okafor')
  await plan.tab('Budget')
  await plan.add('Add to expenses', 'Stage 1.234,50')
  await expect(main.getByLabel('Stage: planned')).toHaveValue('1234.50')
  await main.getByLabel('Spend at most').fill('1000')
  await page.keyboard.press('Tab')
  await expect(main.getByText(/above the limit/)).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(main.getByText(/above the limit/)).toBeHidden()

  // A template of one's own, and a copy of it all four weeks on.
  await plan.act('Make a template of it')
  const naming = page.getByRole('dialog', { name: 'Make a template of it' })
  await naming.getByLabel('Name of the template').fill('Our swap')
  await naming.getByRole('button', { name: 'Keep template' }).click()
  await plan.act('Duplicate…')
  const copy = page.getByRole('dialog', { name: 'Duplicate the event' })
  await copy.getByLabel('Title').fill('Swap again')
  await copy.getByRole('button', { name: 'Duplicate', exact: true }).click()
  await expect(events.heading('Swap again')).toBeVisible()
  await expect(main.getByText(/25 December 2027/)).toBeVisible()
  await expect.poll(() => plan.items().then((all) => all[1])).toBe('11:00 Early hand-in')
  await plan.tab('Supplies')
  await expect(main.getByRole('row', { name: /lanterns/ })).not.toContainText('Amara Okafor')

  // Several whole days; the template is there.
  await plan.edit(async (fields) => {
    await fields.getByLabel('All day').check()
    await fields.getByLabel('Last day').fill('2027-12-27')
  })
  await expect(main.getByText(/25.*27 December 2027/)).toBeVisible()
  await kith.go('Events')
  await page.getByRole('button', { name: 'New event' }).first().click()
  await expect(form.getByLabel('Start from').getByText('Our swap')).toBeAttached()
  await page.keyboard.press('Escape')
})

test('a series: one time is moved, later ones are renamed, how it repeats is changed; now and next on the day', async ({
  launch,
}) => {
  const { page } = await launch()
  const [kith, events, plan] = [new Kith(page), new Events(page), new Plan(page)]
  const { main } = plan
  await kith.createCommunity('Riverside')
  await events.add('Choir 4 May 2027 19:30-21:00', 'Choir')
  await plan.edit(async (form) => {
    await form.getByLabel('Repeats').selectOption('Every week')
    await form.getByLabel('Ends', { exact: true }).selectOption('After so many times')
    await form.getByLabel('Times').fill('4')
    await page.keyboard.press('Tab')
    await expect(form.getByRole('status')).toContainText(/4 times/)
  })
  await expect(main.getByText(/Every.*Tuesday.*4 times/)).toBeVisible()
  await main.getByRole('button', { name: '11 May 2027' }).click()
  await expect(main.getByText(/^Tuesday,? 11 May 2027, 19:30–21:00/)).toBeVisible()
  await plan.edit(async (form) => form.getByLabel('Starts on').fill('2027-05-12'))
  await plan.times('This one only')
  await expect(main.getByText(/^Wednesday,? 12 May 2027, 19:30–21:00/)).toBeVisible()
  await main.getByRole('button', { name: '18 May 2027' }).click()
  await plan.edit(async (form) => form.getByLabel('Title').fill('Film night'))
  await plan.times('This and all later ones')
  await expect(events.heading('Film night')).toBeVisible()
  await expect(main.getByText(/Every.*Tuesday.*2 times/)).toBeVisible()
  // How it repeats is not asked for one time.
  await plan.edit(async (form) => form.getByLabel('Times').fill('3'))
  await expect(page.getByRole('dialog').getByRole('button', { name: 'This one only' })).toHaveCount(0)
  await plan.times('All of them')
  await expect(main.getByText(/Every.*Tuesday.*3 times/)).toBeVisible()

  // On the day itself: it has begun five minutes ago.
  await kith.go('Events')
  const [from, until] = await page.evaluate(() => {
    const here = Date.now() - new Date().getTimezoneOffset() * 60_000
    return [-5, 175].map((minutes) => new Date(here + minutes * 60_000).toISOString())
  })
  await page.getByRole('button', { name: 'New event' }).first().click()
  const form = page.getByRole('dialog', { name: 'New event' })
  await form.getByLabel('Title').fill('Today')
  await form.getByLabel('It has a date').check()
  await form.getByLabel('Starts on').fill(from?.slice(0, 10) ?? '')
  await form.getByLabel('at', { exact: true }).fill(from?.slice(11, 16) ?? '')
  await form.getByLabel('Ends on').fill(until?.slice(0, 10) ?? '')
  await form.getByLabel('until').fill(until?.slice(11, 16) ?? '')
  await form.getByRole('button', { name: 'Create event' }).click()
  await expect(events.heading('Today')).toBeVisible()
  for (const line of ['Doors 60', 'Soup 20', 'Talk 30']) await plan.add('Add to the run of show', line)
  await plan.itemAct('Soup', '5 min later')
  await expect(main.getByText('5 min late', { exact: true })).toBeVisible()
  await main.getByRole('tabpanel').getByRole('button', { name: 'Now and next' }).click()
  const live = page.getByRole('dialog', { name: 'Now and next' })
  const now = live.getByRole('region', { name: 'Now', exact: true })
  const next = live.getByRole('region', { name: 'Next', exact: true })
  await expect(now).toContainText('Doors')
  await expect(next).toContainText('Soup')
  await next.getByRole('button', { name: '15 min later' }).click()
  await expect(live.getByText('20 min late').first()).toBeVisible()
  await next.getByRole('button', { name: 'As planned' }).click()
  await expect(live.getByText('On time')).toBeVisible()
  await now.getByRole('button', { name: 'Done' }).click()
  await expect(now).toContainText('A pause')
  await next.getByRole('button', { name: /^Begin now/ }).click()
  await expect(now).toContainText('Soup')
  await expect(next).toContainText('Talk')
  await expect(live.getByText(/min early/).first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(live).toBeHidden()
})

test('two plan together: a shift changes hands, notes are typed at once, and what is made without a relay arrives later', async ({
  launch,
  relay,
}) => {
  const { a, b } = await company(launch, relay)
  const [here, there] = [new Plan(a.page), new Plan(b.page)]
  await new Events(a.page).add(`Street fair ${inWeeks(6)} 11-18`, 'Street fair')
  await here.tab('Shifts')
  await here.addShift('Door', '11:00', '14:00', 1)
  await here.shift('Door').getByRole('button', { name: 'Sign up' }).click()
  await here.shift('Door').getByRole('button', { name: 'Ask for cover' }).click()
  await new Events(b.page).open('Street fair')
  await there.tab('Shifts')
  await expect(there.shift('Door')).toContainText('Amara Okafor')
  await there.shift('Door').getByRole('button', { name: 'Take over' }).click()
  await expect(here.shift('Door')).toContainText('Jonas Meyer')
  await expect(here.shift('Door')).not.toContainText('Amara Okafor')
  await there.shift('Door').getByRole('button', { name: 'Drop' }).click()
  await expect(here.shift('Door').getByRole('button', { name: 'Sign up' })).toBeVisible()

  for (const plan of [here, there]) await plan.tab('Notes')
  const notes = (plan: Plan) => plan.main.getByRole('textbox', { name: 'Notes' })
  for (const plan of [here, there]) await expect(notes(plan)).toBeEditable()
  await notes(here).pressSequentially('The school lends chairs.')
  await expect(notes(there)).toHaveValue(/lends chairs\.$/)
  await notes(there).press('Control+End')
  await Promise.all([notes(there).pressSequentially(' Ask for forty.'), notes(here).press('Control+Home')])
  await notes(here).pressSequentially('Monday: ')
  for (const plan of [here, there])
    await expect(notes(plan)).toHaveValue(/Monday: The school lends chairs\. Ask for forty\./)

  await relay.kill()
  await expect(a.sync).toContainText('Offline')
  await new Events(a.page).add(`Picnic ${inWeeks(7)} 12-16`, 'Picnic')
  await here.add('Add to the run of show', 'Blankets out 30')
  await relay.restart()
  for (const kith of [a, b]) {
    await kith.retry()
    await expect(kith.sync).toContainText('All changes shared', { timeout: 40_000 })
  }
  await new Events(b.page).open('Picnic')
  await expect.poll(() => there.items()).toEqual(['12:00 Blankets out'])
})
