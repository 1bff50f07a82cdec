import type { Access } from '#renderer/stores/access.ts'

/** Who plans an event and who sees it. */
export const WHO: Readonly<Record<Access, string>> = {
  everyone: 'Everyone plans it together',
  organizers: 'Organizers plan, everyone sees it',
  private: 'Organizers only, unreadable to others',
}
