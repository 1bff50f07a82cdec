import type { PrintJob } from './types.ts'

/** Paper and margins of each sheet. The numbers of pages stand in the lower margin. */
const TABLE = '@page { size: A4; margin: 13mm 14mm 17mm }'
const PAGES = {
  a4: '@page { size: A4; margin: 18mm }',
  a3: '@page { size: A3; margin: 25mm }',
} as const

/** The rule for the paper that a sheet is for. */
export const pageRule = (job: PrintJob): string => (job.kind === 'poster' ? PAGES[job.sheet.size] : TABLE)

/** Families of the sheets, as a canvas would name them. */
const FACES = ['400 16px "Inter Variable"', '600 16px "Inter Variable"', '500 16px "Newsreader Variable"'] as const

/**
 * Waits until the letters of a text are there: what is shown on paper only has asked for none on the screen. A font that
 * cannot be had is no reason not to print.
 */
export async function lettersOf(text: string): Promise<void> {
  await Promise.all(FACES.map((face) => document.fonts.load(face, text))).catch(() => {})
  await document.fonts.ready
}

/** Until what was just put there has been laid out. */
export async function twoFrames(): Promise<void> {
  for (let i = 0; i < 2; i++) await new Promise((done) => requestAnimationFrame(done))
}
