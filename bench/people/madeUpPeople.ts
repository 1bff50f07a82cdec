/** Made-up people as a list in a file, the same ones each time; no two have one name. */

const GIVEN = 'Amara,Bo,Cem,Dörte,Emil,Fatma,Grete,Hanne,Igor,Jadwiga,Käthe,Lorenz,Mareike,Nuri,Ottilie,Pawel'.split(
  ',',
)
const FAMILY = 'Adebayo,Bąk,Costa,Dlamini,Eriksen,Fuchs,Groß,Horvat,Ito,Jäger,Karimi,Lindqvist,Müller,Nowak'.split(',')
const SKILLS = 'Van,Cooking,First aid,Carpentry,Electrics,Sound,Translation,Accounts,Layout,Baking'.split(',')
const TAGS = 'street party,tool library,school,choir,garden'.split(',')

const of = (list: readonly string[], n: number): string => list[n % list.length] ?? ''
const two = (n: number): string => String(n).padStart(2, '0')

/** A word that no other number has. */
const word = (n: number): string =>
  [0, 1, 2, 3]
    .map((place) => of([...'bdfgklmnprst'], Math.floor(n / 12 ** place)) + of([...'aeiou'], n + place))
    .join('')

/**
 * CSV with seven columns, whose headings every import knows.
 * @param role of everybody, in a column more; '' for none
 */
export function madeUpPeople(count: number, role = ''): string {
  const rows = Array.from({ length: count }, (_, n) =>
    [
      `${of(GIVEN, n)} ${word(n)} ${of(FAMILY, Math.floor(n / 16))}`,
      `person${n}@example.org`,
      `+4930${1_000_000 + n}`,
      `20${two(10 + (n % 16))}-${two(1 + (n % 12))}-${two(1 + (n % 28))}`,
      `"${of(SKILLS, n)}, ${of(SKILLS, 3 + Math.floor(n / 10))}"`,
      n % 3 === 0 ? of(TAGS, n) : '',
      n % 5 === 0 ? 'no' : 'yes',
      ...(role === '' ? [] : [role]),
    ].join(','),
  )
  const head = `Name,Email,Phone,Joined,Skills,Tags,Newsletter${role === '' ? '' : ',Role'}`
  return [head, ...rows].join('\r\n')
}
