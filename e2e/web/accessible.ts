import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** The levels we hold; advice beyond them is not counted. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

const ONLY_OBJECTIONS: Parameters<AxeBuilder['options']>[0] = { resultTypes: ['violations'] }

/** What a colour scheme can change; names, roles and order are the same in all. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block']

/**
 * @param what `all`, or only what depends on colours: for a page that was looked at whole in another scheme
 * @returns what axe objects to on the page as it stands, one line each with the places
 */
export async function objections(page: Page, what: 'all' | 'colours' = 'all'): Promise<string[]> {
  // Looked at in the page itself, which has no frames of others: else axe opens a second page each time to sum up in. It is
  // brought into a page once, and writes out only what it objects to.
  const there = await page.evaluate(() => 'axe' in globalThis)
  const axe = new AxeBuilder({ page, ...(there && { axeSource: ';' }) }).setLegacyMode().options(ONLY_OBJECTIONS)
  const { violations } = await (what === 'all' ? axe.withTags(TAGS) : axe.withRules(OF_COLOUR)).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary ?? ''}`),
  )
}

/**
 * Moves under way are over: colours are read as they stay. A page learns of another colour scheme when its next frame is made,
 * and begins to move then, so that a look before would see nothing to wait for.
 */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready
    const frame = () => new Promise((done) => requestAnimationFrame(done))
    await frame()
    await frame()
    for (const animation of document.getAnimations())
      if (animation.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY) animation.finish()
  })
}

/** What axe objects to on a page that stands in light: there as to everything, and in dark as to colours. */
export async function objectionsInBoth(page: Page): Promise<string[]> {
  await settled(page)
  const found = await objections(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await settled(page)
  found.push(...(await objections(page, 'colours')).map((one) => `in dark: ${one}`))
  await page.emulateMedia({ colorScheme: 'light' })
  await settled(page)
  return found
}
