import { cut, oneLine } from '#shared/domain/value.ts'
import type { FoundMention } from './mentionNote.ts'
import type { ReminderSettings } from './reminderNotes.ts'
import { quietUntil } from './reminderTimes.ts'

/** What a notification about names is called; what it is about stands on the page “For you”. */
export const MENTION_NOTICE = 'mentions'

const SHORT = 180

/**
 * What the system is to tell of comments in which one is named; null in quiet hours, or where that is not wanted. Systems keep
 * notifications unsealed: without leave it says neither who nor where (decision 0036).
 * @param now ms since 1970 @param zone IANA name @param nameOf whoever wrote it, as they are called today
 */
export function mentionNotice(
  fresh: readonly FoundMention[],
  settings: ReminderSettings,
  now: number,
  zone: string,
  nameOf: (one: FoundMention) => string,
): { readonly id: string; readonly title: string; readonly body: string } | null {
  const [first, ...more] = fresh
  if (!first || !settings.mentions || quietUntil(now, settings.quiet, zone) !== null) return null
  if (more.length > 0)
    return { id: MENTION_NOTICE, title: 'Kith', body: `${fresh.length} comments name you, in one of your communities.` }
  if (!settings.names)
    return { id: MENTION_NOTICE, title: 'Kith', body: 'Somebody named you in one of your communities.' }
  const words = first.excerpt.map((piece) => (typeof piece === 'string' ? piece : `@${piece.name}`)).join('')
  const shown = (text: string, most: number) => cut(oneLine(text.replace(/\p{Cc}/gu, ' ')), most)
  return {
    id: MENTION_NOTICE,
    title: shown(`${nameOf(first)} named you`, SHORT),
    body: shown(`${first.title}: ${words}`, SHORT),
  }
}
