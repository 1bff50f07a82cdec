/** Yes and no, as lists say them. What is neither is no statement: nobody has agreed by a word that we do not know. */
const YES = new Set(
  'yes y true 1 x ok on ja j wahr oui o vrai si s verdadero sim subscribed opted-in opt-in granted agreed accepted given zugestimmt erteilt eingewilligt accorde consenti otorgado ✓ ✔ ☑'.split(
    ' ',
  ),
)
const NO = new Set(
  'no n false 0 off nein falsch non faux falso nao unsubscribed opted-out opt-out refused denied revoked withdrawn declined spam-complaint abgelehnt widerrufen abgemeldet refuse retire rechazado'.split(
    ' ',
  ),
)

export function yesOrNo(value: string): 'yes' | 'no' | null {
  const word = value
    .trim()
    .slice(0, 40)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
  if (YES.has(word)) return 'yes'
  return NO.has(word) ? 'no' : null
}
