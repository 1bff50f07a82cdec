import { renderSVG } from 'uqr'

/** Width and height in mm that the title of a poster of A4 may take; A3 is the same, larger. */
const ROOM = { width: 174, height: 108 } as const
const LARGEST = 54
const SMALLEST = 7
/** Of the size of letters. */
const LEADING = 1.08

/** Letters that are as wide as they are high: Chinese, Japanese, Korean, and most pictures. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]|\p{Extended_Pictographic}/u

/** How wide a text is, in sizes of its letters; on the safe side. */
function widthOf(text: string): number {
  let width = 0
  for (const letter of text)
    width += WIDE.test(letter) ? 1.05 : /[mwMW@—]/.test(letter) ? 0.85 : /\p{Lu}/u.test(letter) ? 0.68 : 0.5
  return width
}

/** Size of a poster's title in mm, so that its longest word fits the width and all of it the room that titles have. */
export function titleSize(title: string): number {
  const words = title.split(/\s+/)
  const longest = Math.max(0.5, ...words.map((word) => (WIDE.test(word) ? 1 : widthOf(word))))
  // Lines are not filled to their ends: a fifth of the room is lost.
  const byRoom = Math.sqrt((ROOM.width * ROOM.height * 0.8) / (Math.max(1, widthOf(title)) * LEADING))
  return Math.max(SMALLEST, Math.min(LARGEST, ROOM.width / longest, byRoom))
}

/** At most `max` letters, ending at a word, with a sign that more was there. */
export function shortened(text: string, max: number): string {
  const letters = [...text.trim()]
  if (letters.length <= max) return letters.join('')
  const cut = letters.slice(0, max - 1).join('')
  const atWord = /\s/.test(letters[max - 1] ?? '') ? cut : cut.replace(/\s+\S{0,30}$/u, '')
  return `${atWord.trimEnd()}…`
}

/** The code as the address of a picture; null when there is nothing to encode, or too much. */
export function qrPicture(text: string | null): string | null {
  if (!text) return null
  try {
    return `data:image/svg+xml;utf8,${encodeURIComponent(renderSVG(text, { border: 0, ecc: 'M' }))}`
  } catch {
    return null
  }
}
