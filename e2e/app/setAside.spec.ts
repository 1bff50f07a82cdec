import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '../fixtures/member.ts'
import { company } from '../pages/company.ts'
import { Kith } from '../pages/kith.ts'
import { People } from '../pages/people.ts'

test('what was written offline and is refused is listed, saved as a file, and sent again when the role is back', async ({
  launch,
  relay,
}) => {
  const { a, ...others } = await company(launch, relay)
  let { jonas, b } = others
  await b.openBoard('Plans')

  // Jonas writes while the relay is away from him, and meanwhile the board is made one for organizers.
  await jonas.quit()
  await relay.kill()
  jonas = await launch({ profile: jonas.profile })
  b = new Kith(jonas.page)
  await b.openBoard('Plans')
  await b.addCard('To do', 'Written in the train')
  await expect(b.sync).toContainText('waits here')
  await jonas.quit()
  await relay.restart()
  await a.retry()
  await expect(a.sync).toContainText('All changes shared')
  await a.openBoard('Plans')
  await a.whoMayChange('organizers')

  jonas = await launch({ profile: jonas.profile })
  b = new Kith(jonas.page)
  await expect(b.sync).toContainText('not taken')
  await b.openBoard('Plans')
  await expect.poll(() => b.cards('To do')).toEqual(['One', 'Two', 'Three'])
  await b.page.getByRole('button', { name: 'Look…' }).click()
  const list = b.page.getByRole('dialog', { name: 'Changes that were not taken' })
  await expect(list.getByRole('listitem')).toContainText('“Plans”')
  await expect(list.getByRole('listitem')).toContainText('Your role does not allow changing this any more.')
  await expect(list).toContainText('send them to Amara Okafor')
  await expect(list.getByRole('button', { name: 'Send again' })).toHaveCount(0)

  const file = join(jonas.profile, 'saved.json')
  const saved = jonas.app.evaluate(
    ({ session }, path) =>
      new Promise<string>((done) => {
        session.defaultSession.once('will-download', (_event, item) => {
          item.setSavePath(path)
          item.once('done', (_late, state) => done(`${state} ${item.getFilename()}`))
        })
      }),
    file,
  )
  await list.getByRole('button', { name: 'Save as a file…' }).click()
  expect(await saved).toBe('completed Riverside changes not taken.json')
  expect(await readFile(file, 'utf8')).toContain('Written in the train')
  await list.getByRole('button', { name: 'Copy the words' }).click()
  await expect(new People(b.page).said('The words are on the clipboard.')).toBeVisible()
  expect(await jonas.app.evaluate(({ clipboard }) => clipboard.readText())).toContain('Written in the train')

  await a.whoMayChange('everyone')
  await list.getByRole('button', { name: 'Send again' }).click()
  await expect(list).toContainText('There are none. Everything you wrote has been taken.')
  await b.page.keyboard.press('Escape')
  await expect(list).toBeHidden()
  await expect(b.sync).toContainText('All changes shared')
  for (const kith of [a, b]) await expect(kith.card('Written in the train')).toBeVisible()
  await expect(new People(b.page).said('on their way again')).toBeVisible()
})
