import type { Page } from '@playwright/test'

/** What real presses of a key did, one value a press, in ms; `clicked` is by the clock of `performance.timeOrigin`. */
export interface Presses {
  readonly clicked: readonly number[]
  /** From the event to the end of the frame that shows it. */
  readonly drawn: readonly number[]
}

/**
 * Ticks a box by the space bar again and again. The presses come from outside, at any moment between two frames, as those of
 * people do; each waits until what the one before set off has come to rest.
 */
export async function pressing(page: Page, box: string, count: number): Promise<Presses> {
  await page.locator(box).first().focus()
  await page.evaluate((selector) => {
    const found = { clicked: [] as number[], drawn: [] as number[] }
    Object.assign(window, { presses: found })
    document.querySelector(selector)?.addEventListener(
      'click',
      ({ timeStamp }) => {
        found.clicked.push(performance.timeOrigin + timeStamp)
        requestAnimationFrame(() => {
          // A message that is posted in a frame comes when the frame is drawn.
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => found.drawn.push(performance.now() - timeStamp)
          port2.postMessage(null)
        })
      },
      { capture: true },
    )
  }, box)
  for (let i = 0; i < count; i++) {
    await page.keyboard.press('Space')
    await page.waitForTimeout(60 + ((i * 7) % 17))
  }
  return page.evaluate(() => (window as unknown as { presses: Presses }).presses)
}
