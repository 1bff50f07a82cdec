import type { Access } from '#renderer/stores/access.ts'
import type { CalendarStore } from '#renderer/stores/calendarStore.svelte.ts'

type Calendar = Pick<CalendarStore, 'circleName'>

/** Who plans an event and who sees it. */
export function whoPlans(access: Access, calendar: Calendar): string {
  if (access === 'everyone') return 'Everyone plans it together'
  if (access === 'organizers') return 'Organizers plan, everyone sees it'
  if (access === 'private') return 'Organizers only, unreadable to others'
  return `“${calendar.circleName(access)}” and organizers, unreadable to others`
}
