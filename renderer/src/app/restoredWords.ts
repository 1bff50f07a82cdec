/**
 * What a member is told when the database had to be made again from the journal.
 * @param whole number of communities that are as they were @param partly number of those that are not
 * @returns null when there is nothing to tell
 */
export function restoredWords(whole: number, partly: number): string | null {
  if (whole + partly === 0) return null
  const damaged = 'Part of this computer’s storage was damaged.'
  if (partly === 0) return `${damaged} Kith rebuilt it from its journal; nothing was lost.`
  const some = partly === 1 ? 'one community' : `${partly} communities`
  return `${damaged} Kith rebuilt what it could from its journal; in ${some} the newest changes may be missing. What was shared comes back from the relay.`
}
