/** Letters that have no mark to take off, yet are typed without it. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
}
// biome wants no control characters in a pattern, so: a first character outside of ASCII.
const FOREIGN = /[\u0080-\uffff]/

/** The text as it is compared: without case and marks, `Łukasz Müller` as `lukasz muller`. */
export function foldText(text: string): string {
  // Most of what is compared is plain, and 10,000 people are compared at each keystroke.
  if (!FOREIGN.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[ßæœøđðłþıħ]/gu, (letter) => PLAIN[letter] ?? letter)
}

/** Its words, folded, without anything that is neither letter nor digit. */
export const foldWords = (text: string): string[] =>
  foldText(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
