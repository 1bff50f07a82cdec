/** When one can be reminded, in minutes before the start. Nearest first. */
export const REMINDED = [
  { minutes: 0, label: 'When it begins' },
  { minutes: 10, label: '10 minutes before' },
  { minutes: 60, label: '1 hour before' },
  { minutes: 1440, label: '1 day before' },
] as const

/** "1 day and 1 hour before"; "not at all". @param minutes largest first */
export function remindedWords(minutes: readonly number[]): string {
  const parts = minutes.map((one) => {
    if (one === 0) return 'when it begins'
    const [count, name] = one % 1440 === 0 ? [one / 1440, 'day'] : one % 60 === 0 ? [one / 60, 'hour'] : [one, 'minute']
    return `${count} ${name}${count === 1 ? '' : 's'} before`
  })
  return parts.length === 0 ? 'not at all' : parts.join(' and ')
}
