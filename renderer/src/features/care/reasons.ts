const REASONS: Readonly<Record<string, string>> = {
  role: 'Your role does not allow changing this any more.',
  removed: 'You were removed from the community before they arrived.',
  doc: 'The community does not know this document.',
  size: 'They are larger than one change may be.',
  update: 'The other computers refused them as damaged.',
  client: 'They came under a number that belongs to another computer.',
  gap: 'They build on something that the community does not have.',
  elsewhere: 'Somebody else wrote them; the relay lost them, and their computer may share them again.',
}

/** @param reason as the session gives it */
export const reasonWords = (reason: string): string => REASONS[reason] ?? `They were refused (${reason}).`
