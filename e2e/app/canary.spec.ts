import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Canaries } from '../fixtures/canaries.ts'
import { expect, type Member, test } from '../fixtures/member.ts'
import { listenOn } from '../fixtures/wire.ts'
import { Events } from '../pages/event.ts'
import { Kith } from '../pages/kith.ts'
import { Plan } from '../pages/plan.ts'

// docs/threat-model.md: whoever has the relay, the wire or the disk of a computer reads no word of a community.

const CARDS = 6

async function fillBoard(kith: Kith, { page }: Member, canaries: Canaries): Promise<void> {
  const list = canaries.next('list')
  await kith.addList(list)
  for (let i = 0; i < CARDS; i++) {
    const title = canaries.next('card')
    await kith.addCard(list, title)
    const sheet = await kith.openCard(title)
    await sheet.getByRole('textbox', { name: 'Description' }).fill(`${canaries.next('description')} for all of us`)
    await sheet.getByLabel('New step').fill(canaries.next('step'))
    await sheet.getByLabel('New step').press('Enter')
    await sheet.getByLabel('New comment').fill(canaries.next('comment'))
    await sheet.getByRole('button', { name: 'Send' }).click()
    await sheet.getByRole('button', { name: 'Change labels' }).click()
    await page.getByRole('menuitem', { name: 'Edit labels…' }).click()
    await page.getByLabel('Name of the new label').fill(canaries.next('label'))
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await kith.closeSheet()
  }
  await page.getByLabel('Filter cards').fill(canaries.next('filter'))
  await page.getByLabel('Filter cards').press('Escape')
  await page.keyboard.press('Control+k')
  await page
    .getByPlaceholder(/find|type|search/i)
    .first()
    .fill(canaries.next('search'))
  await page.keyboard.press('Escape')
}

/** An event of two days ago, so that there is a debrief, with a word in each of its fields. */
async function fillEvent(kith: Kith, { page }: Member, canaries: Canaries): Promise<void> {
  const [events, plan, dialog] = [new Events(page), new Plan(page), page.getByRole('dialog')]
  const { main } = plan
  const title = canaries.next('event')
  await kith.go('Events')
  await page.getByRole('button', { name: 'New event' }).first().click()
  await dialog.getByLabel('Title').fill(title)
  await dialog.getByLabel('It has a date').check()
  await dialog.getByLabel('Starts on').fill(new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10))
  await dialog.getByLabel('Place').fill(canaries.next('place'))
  await dialog.getByLabel('Getting in').fill(canaries.next('getting in'))
  await dialog.getByLabel('What it is about').fill(canaries.next('about'))
  await dialog.getByLabel('Link').fill(`https://example.org/${canaries.next('event link')}`)
  await dialog.getByRole('button', { name: 'Create event' }).click()
  await expect(events.heading(title)).toBeVisible()
  const item = canaries.next('run item')
  await plan.add('Add to the run of show', item)
  await plan.run.getByRole('button', { name: item }).first().click()
  await plan.run.getByLabel('Note').fill(canaries.next('run note'))
  await page.keyboard.press('Escape')
  await plan.tab('Tasks')
  await kith.addCard('To do', canaries.next('task'))
  await plan.tab('Shifts')
  await plan.addShift(canaries.next('shift'), '10:00', '12:00', 1)
  await plan.tab('Supplies')
  await plan.add('Add something that is needed', `3 ${canaries.next('supply')}`)
  await main.getByRole('button', { name: /^Who brings/ }).click()
  await page.getByRole('menuitem', { name: 'Somebody without the app…' }).click()
  await main.getByLabel('Name', { exact: true }).fill(canaries.next('who brings it'))
  await page.keyboard.press('Enter')
  await plan.tab('Budget')
  await plan.add('Add to expenses', `${canaries.next('budget line')} 40`)
  await plan.tab('Guests')
  await events.addGuests([canaries.next('guest')])
  await main.getByRole('button', { name: 'Questions…' }).click()
  const question = canaries.next('question')
  await dialog.getByLabel('New question').fill(question)
  await dialog.getByRole('button', { name: 'Add the question' }).click()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await events.answer('Going')
  await main.getByLabel(question).first().fill(canaries.next('reply'))
  await page.keyboard.press('Tab')
  await main.getByText('What you need, for organizers only').click()
  await main.getByLabel('Anything else').fill(canaries.next('private need'))
  await main.getByRole('button', { name: 'Seal and send' }).click()
  await expect(main.getByText('Sealed. Organizers can read it.')).toBeVisible()
  await plan.tab('Notes')
  await main.getByRole('textbox', { name: 'Notes' }).fill(canaries.next('notes'))
  await plan.tab('Debrief')
  await plan.add('Something to keep', canaries.next('debrief'))
  await plan.act('Make a template of it')
  await dialog.getByLabel('Name of the template').fill(canaries.next('template'))
  await dialog.getByRole('button', { name: 'Keep template' }).click()
  await main.getByRole('button', { name: 'Start check-in' }).click()
  await dialog.getByLabel('Or call it').fill(canaries.next('door'))
  await dialog.getByRole('button', { name: 'Use it' }).click()
  const field = dialog.getByRole('searchbox')
  await field.fill(canaries.next('walk-in'))
  await field.press('Enter')
  await expect(dialog.getByRole('status', { name: 'Last' })).toContainText('is in')
  await page.keyboard.press('Escape')
}

test('T1 T2 T8 no word typed into a community is in the relay’s files, on the wire, in a profile or in what a crash leaves', async ({
  launch,
  relay,
}) => {
  test.setTimeout(180_000)
  const temporary = await mkdtemp(join(tmpdir(), 'kith-temporary-'))
  const wire = await listenOn(relay.url)
  const canaries = new Canaries()
  try {
    const env = { TMPDIR: temporary }
    const amara = await launch({ env })
    const a = new Kith(amara.page)
    await a.createCommunity(canaries.next('community'), 'Neighbourhood group', canaries.next('my name'))
    await a.makeBoard(canaries.next('board'))
    await fillBoard(a, amara, canaries)
    await fillEvent(a, amara, canaries)

    // An import, with a word in each kind of thing.
    const file = join(amara.profile, '..', `${canaries.next('file name')}.json`)
    await writeFile(file, JSON.stringify(trello(canaries)))
    await amara.page.getByRole('navigation').getByRole('button', { name: 'Boards', exact: true }).click()
    await amara.page.getByRole('button', { name: 'Import from Trello…' }).click()
    await amara.page.getByLabel('Trello board file').setInputFiles(file)
    await amara.page.getByRole('button', { name: 'Import', exact: true }).click()
    await amara.page.getByRole('button', { name: 'Open the board' }).click()
    await rm(file)

    await a.chooseRelay(wire.url)
    const link = await a.invite()
    const jonas = await launch({ env })
    const b = new Kith(jonas.page)
    await b.join(link, canaries.next('their name'))
    const shared = canaries.next('shared board')
    await a.makeBoard(shared)
    await b.openBoard(shared)
    const late = canaries.next('late card')
    await b.addCard('To do', late)
    await expect.poll(() => a.cards('To do')).toContain(late)
    await a.renameCard(late, canaries.next('new title'))
    for (const kith of [a, b]) await expect(kith.sync).toContainText('All changes shared')
    expect(canaries.count).toBeGreaterThanOrEqual(70)

    // One ends in the middle; the other quits, which writes what was still in memory, and then its window crashes.
    await jonas.kill()
    await amara.quit()
    const again = await launch({ profile: amara.profile, env })
    await new Kith(again.page).openBoard(shared)
    await again.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    )
    await again.kill()
    await relay.kill()

    const seen = wire.bytes()
    expect(seen.length).toBeGreaterThan(10_000)
    expect(canaries.in(seen, 'the wire')).toEqual([])
    for (const folder of [amara.profile, jonas.profile, relay.folder]) {
      const { found, files } = await canaries.inFolder(folder)
      expect(files).toBeGreaterThan(0)
      expect(found).toEqual([])
    }
    expect((await canaries.inFolder(temporary)).found).toEqual([])
  } finally {
    await wire.close()
    await rm(temporary, { recursive: true, force: true })
  }
})

test('the search for words finds them where they are', () => {
  const canaries = new Canaries()
  const word = canaries.next('field')
  const hidden = [
    Buffer.from(`before ${word} after`),
    Buffer.from(word, 'utf16le'),
    Buffer.from(JSON.stringify({ x: word })),
    Buffer.from(`xy${word}z`).toString('base64'),
    Buffer.from(word).toString('hex'),
  ]
  for (const place of hidden) expect(canaries.in(Buffer.from(place), 'here')).toEqual(['field in here'])
  expect(canaries.in(Buffer.from('nothing'), 'here')).toEqual([])
})

/** A small export of Trello's with a word in each field that comes over. */
function trello(canaries: Canaries) {
  const id = (number: number) => number.toString(16).padStart(24, '0')
  const action = {
    id: id(9),
    type: 'commentCard',
    date: '2026-05-27T22:12:36.000Z',
    idMemberCreator: id(8),
    memberCreator: { id: id(8), fullName: canaries.next('imported person'), username: canaries.next('imported user') },
    data: { text: canaries.next('imported comment'), card: { id: id(3) }, board: { id: id(1) } },
  }
  return {
    id: id(1),
    name: canaries.next('imported board'),
    desc: canaries.next('imported about'),
    lists: [{ id: id(2), name: canaries.next('imported list'), closed: false, pos: 1 }],
    labels: [{ id: id(4), name: canaries.next('imported label'), color: 'green' }],
    members: [{ id: id(8), fullName: canaries.next('imported member'), username: 'x' }],
    cards: [
      {
        id: id(3),
        idList: id(2),
        name: canaries.next('imported card'),
        desc: canaries.next('imported description'),
        closed: false,
        pos: 1,
        idLabels: [id(4)],
        idMembers: [id(8)],
        idChecklists: [id(5)],
        attachments: [
          {
            id: id(6),
            name: canaries.next('imported link'),
            url: `https://example.org/${canaries.next('imported url')}`,
          },
        ],
      },
    ],
    checklists: [
      {
        id: id(5),
        idCard: id(3),
        name: canaries.next('imported checklist'),
        checkItems: [{ id: id(7), name: canaries.next('imported step'), state: 'incomplete', pos: 1 }],
      },
    ],
    actions: [action],
  }
}
