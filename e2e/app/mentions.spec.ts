import { expect, test } from '../fixtures/member.ts'
import { catchNotices, clickLast, notices } from '../fixtures/notices.ts'
import { Circles } from '../pages/circles.ts'
import { company } from '../pages/company.ts'
import { ForYou } from '../pages/forYou.ts'
import { Kith } from '../pages/kith.ts'

test('whoever is named in a comment is told, finds it, and has seen it for good; so is a circle they are in', async ({
  launch,
  relay,
}) => {
  const { amara, a, jonas, b } = await company(launch, relay)
  await catchNotices(jonas.app)
  const [hers, his] = [new ForYou(amara.page), new ForYou(jonas.page)]
  await b.go('People')
  await expect(his.count).toBeHidden()
  // As when he looks at something else: a test's window always has the focus.
  await jonas.page.evaluate(() => window.dispatchEvent(new Event('blur')))

  await a.openCard('One')
  await hers.comment(['@Jon', 'could you bring the big pot?'])
  await expect(his.count).toHaveText('1 new')
  await expect.poll(() => notices(jonas.app)).toEqual(['Kith: Somebody named you in one of your communities.'])
  await clickLast(jonas.app)
  await expect(his.rows).toHaveCount(1)
  await expect(his.rows).toContainText('New: Amara Okafor')
  await expect(his.rows).toContainText('@Jonas Meyer could you bring the big pot?')
  await expect(his.rows).toContainText('One · Plans')
  await jonas.page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await his.rows.click()
  await expect(b.page.getByRole('complementary').getByText('could you bring the big pot?')).toBeVisible()
  await expect(his.count).toBeHidden()

  // A circle means whoever is in it, and not whoever names it.
  await a.closeSheet()
  const circles = new Circles(amara.page)
  await circles.open()
  await circles.make('Kitchen')
  await circles.put('Jonas Meyer', 'jon', 'Kitchen')
  await circles.make('Garden')
  await circles.close()
  await a.openBoard('Plans')
  await a.openCard('Two')
  await hers.comment(['@Gard', 'is not about him'])
  await hers.comment(['@Kit', 'is'])
  await b.closeSheet()
  await expect(his.count).toHaveText('1 new')
  await his.go()
  await expect(his.rows).toHaveCount(2)
  await expect(his.rows.first()).toContainText('@Kitchen is')
  await his.page.getByRole('button', { name: 'Mark all as seen' }).click()
  await expect(his.count).toBeHidden()
  await expect(hers.count).toBeHidden()

  // What is written while he is away is there when he comes back; what he has seen stays seen.
  await jonas.quit()
  await hers.comment(['@Jon', 'and a ladle'])
  await expect(a.sync).toContainText('All changes shared')
  const back = await launch({ profile: jonas.profile })
  const again = new ForYou(back.page)
  await expect(again.count).toHaveText('1 new')
  await again.go()
  await expect(again.rows).toHaveCount(3)
  await expect(again.rows.filter({ hasText: 'New:' })).toHaveText([/and a ladle/])
  await expect(new Kith(back.page).sync).toContainText('All changes shared')
})
