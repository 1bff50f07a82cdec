interface Somebody {
  readonly name: string
  /** Number of the role as in the log: 2 and above are organizers and stewards. */
  readonly role: number
  readonly me: boolean
}

/** A sentence that names those who could change one's role, or do for one what it does not allow. */
export function askWhom(people: readonly Somebody[]): string {
  const names = people.filter(({ role, me, name }) => role >= 2 && !me && name !== '').map(({ name }) => name)
  if (names.length === 0) return 'Ask an organizer if you need to.'
  const some = names.slice(0, 3)
  return `Ask ${some.length > 1 ? `${some.slice(0, -1).join(', ')} or ${some.at(-1)}` : some[0]} if you need to.`
}
