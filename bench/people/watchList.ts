import type { Locator, Page } from '@playwright/test'

/** ms since the click. */
export interface ListOpened {
  readonly firstRows: number
  /** When the list says how many there are. */
  readonly ready: number
}

/** Clicks on People and watches until the list is whole. */
export const openList = (page: Page): Promise<ListOpened> =>
  page.evaluate(
    () =>
      new Promise<ListOpened>((done) => {
        const began = performance.now()
        let firstRows = 0
        const look = () => {
          if (firstRows === 0 && document.querySelector('[data-person]')) firstRows = performance.now() - began
          const count = document.querySelector('main p.count')?.textContent ?? ''
          if (firstRows === 0 || !/\d people/.test(count)) return requestAnimationFrame(look)
          const ready = performance.now() - began
          return setTimeout(() => done({ firstRows, ready }), 300)
        }
        ;[...document.querySelectorAll<HTMLElement>('nav button')]
          .find(({ innerText }) => innerText.startsWith('People'))
          ?.click()
        requestAnimationFrame(look)
      }),
  )

/** ms. */
export interface Step {
  /** Until what the step made the app work out is worked out and put into the page. */
  readonly script: number
  /** Until the frame after that is drawn. */
  readonly drawn: number
}

/** Types a whole text into the line that finds people. */
export const filterBy = (page: Page, text: string): Promise<Step> =>
  page.evaluate(async (value) => {
    const frame = () => new Promise<number>((done) => requestAnimationFrame(done))
    const line = document.querySelector<HTMLInputElement>('main input[type=search]')
    await frame()
    const began = performance.now()
    if (line) line.value = value
    line?.dispatchEvent(new InputEvent('input', { bubbles: true }))
    // The app works it out in a microtask that was asked for before this one.
    await Promise.resolve()
    const script = performance.now() - began
    await frame()
    await new Promise((done) => setTimeout(done))
    const drawn = performance.now() - began
    await new Promise((done) => setTimeout(done, 150))
    return { script, drawn }
  }, text)

/** Presses something that is on the page already. */
export const press = (button: Locator): Promise<Step> =>
  button.evaluate(async (element: HTMLElement) => {
    const frame = () => new Promise<number>((done) => requestAnimationFrame(done))
    await frame()
    const began = performance.now()
    element.click()
    await Promise.resolve()
    const script = performance.now() - began
    await frame()
    await new Promise((done) => setTimeout(done))
    const drawn = performance.now() - began
    await new Promise((done) => setTimeout(done, 150))
    return { script, drawn }
  })

export interface Scrolled {
  readonly frames: number
  /** Frames that came more than one and a half, and more than two and a half, frames of 60 Hz after the one before. */
  readonly late: number
  readonly veryLate: number
  readonly nodes: number
}

/** Scrolls the list from its top. */
export const scrollList = (page: Page, step: number, frames = 300): Promise<Scrolled> =>
  page.evaluate(
    async ([pixels, count]) => {
      const frame = () => new Promise<number>((done) => requestAnimationFrame(done))
      const list = document.querySelector('table[aria-label=People]')?.parentElement
      list?.scrollTo(0, 0)
      await frame()
      let before = await frame()
      let [late, veryLate, nodes] = [0, 0, 0]
      for (let i = 0; i < count; i++) {
        list?.scrollBy(0, pixels)
        const now = await frame()
        if (now - before > 25) late += 1
        if (now - before > 41.7) veryLate += 1
        before = now
        nodes = Math.max(nodes, document.querySelectorAll('*').length)
      }
      return { frames: count, late, veryLate, nodes }
    },
    [step, frames] as const,
  )
