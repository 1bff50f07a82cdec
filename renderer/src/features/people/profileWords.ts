import { words } from '#renderer/ui/messages.ts'

const PROBLEMS: Readonly<Record<string, string>> = {
  'profile.box-full': 'There is too much in the fields that only organizers read. Shorten an address or take one away.',
  'profile.too-large': 'That is more than a profile holds. Take some words or the photo away.',
  'profile.failed': 'It could not be kept on this computer. What you typed is still here: try again.',
  'photo.too-large': 'That picture is too large. Choose one below 30 MB and 50 megapixels.',
  'photo.unreadable': 'That is no picture that Kith can read. JPEG, PNG and WebP work.',
  role: 'You are no member of this community any more, so nothing can be shared with it.',
  'date.invalid': 'There is no such day. Write 1990-05-17, or --05-17 without the year.',
}

/** What went wrong with a profile, and what to do. */
export const profileProblem = (code: string): string => PROBLEMS[code] ?? words(code)

export const READERS = {
  everyone: 'Everyone here reads this',
  organizers: 'Organizers and stewards read this',
  nobody: 'Only organizers fill this in',
} as const

export const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
