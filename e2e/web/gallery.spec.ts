import { expect, test } from '../fixtures/page.ts'
import { objections, settled } from './accessible.ts'

const SECTIONS = [
  'buttons',
  'faces',
  'fields',
  'switches',
  'menu',
  'dialog',
  'messages',
  'waiting',
  'people',
  'people-care',
  'people-dialogs',
  'people-import',
  'naming',
  'member-sheet',
  'kit',
  'paper',
  'set-aside',
  'locked',
  'board-access',
  'board-authors',
  'events',
  'event-full',
  'event-empty',
  'event-read-only',
  'board-full',
  'board-empty',
  'board-read-only',
  'board-newer',
  'board-company',
  'board-filtered',
  'board-long',
  'board-rtl',
  'board-crowded',
  'card-sheet',
  'card-company',
  'card-read-only',
  'table',
  'table-empty',
  'table-crowded',
]

// A page that stands still needs no trace: the pictures are attached.
test.use({ viewport: { width: 1360, height: 860 }, trace: 'off' })

test('the gallery lists exactly the sections that are looked at here', async ({ page }) => {
  await page.goto('gallery.html')
  const links = page.getByRole('navigation', { name: 'Sections' }).getByRole('link')
  expect(await links.evaluateAll((all) => all.map((one) => one.getAttribute('href')))).toEqual(
    SECTIONS.map((id) => `#${id}`),
  )
})

/** So many sections are looked at in one page after another: opening a page costs as much as looking at two of them. */
const AT_ONCE = 6
const groups = Array.from({ length: Math.ceil(SECTIONS.length / AT_ONCE) }, (_, index) =>
  SECTIONS.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
)

for (const group of groups)
  test(`gallery, ${group.join(', ')}: axe objects to nothing in light or dark, and no error is told`, async ({
    page,
    complaints,
  }, info) => {
    for (const section of group) {
      await page.goto(`gallery.html#${section}`)
      await expect(page.locator(`main[data-section="${section}"]`)).toBeVisible()
      await expect(page.getByRole('status', { name: 'Setting the scene' })).toHaveCount(0)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await settled(page)
        const name = `${section}-${colorScheme}.png`
        await info.attach(name, { body: await page.screenshot(), contentType: 'image/png' })
        expect(await objections(page, colorScheme === 'light' ? 'all' : 'colours'), name).toEqual([])
      }
      expect(complaints.list, section).toEqual([])
    }
  })
