/** What a cell looks like by itself, where nobody says what stands in its column. */

export type Looks = 'empty' | 'email' | 'phone' | 'date' | 'link' | 'number' | 'text'

const EMAIL = /^[^\s@<>,;:"]{1,64}@[^\s@<>,;:"]{1,190}\.[^\s@<>,;:".]{2,63}$/u
const DATE = /^(?:\d{4}-\d{1,2}-\d{1,2}(?:[T ][\d:.+Z-]+)?|\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2}))$/
const PHONE = /^(?:\+|00|\(?0)[\d\s()/.-]{5,24}$/
const GROUPED = /^\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}$/
const LINK = /^(?:https?:\/\/|www\.)\S+$/i
const NUMBER = /^-?\d+(?:[.,]\d+)?$/

export function looksLike(cell: string): Exclude<Looks, 'empty'> {
  const text = cell.trim()
  if (text.length > 300) return 'text'
  if (isEmail(text)) return 'email'
  if (DATE.test(text)) return 'date'
  if ((PHONE.test(text) && (text.match(/\d/g)?.length ?? 0) >= 6) || GROUPED.test(text)) return 'phone'
  if (LINK.test(text)) return 'link'
  return NUMBER.test(text) ? 'number' : 'text'
}

export const isEmail = (text: string): boolean => EMAIL.test(text)

/** What most of a column's cells look like; text unless four in five agree. */
export function columnLooksLike(cells: readonly string[]): Looks {
  const counts = new Map<Looks, number>()
  let filled = 0
  for (const cell of cells) {
    if (cell.trim() === '') continue
    filled++
    const looks = looksLike(cell)
    counts.set(looks, (counts.get(looks) ?? 0) + 1)
  }
  if (filled === 0) return 'empty'
  for (const [looks, count] of counts) if (count >= filled * 0.8) return looks
  return 'text'
}
