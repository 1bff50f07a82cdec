import type { EventTemplate } from './template.ts'
import { actionDay } from './templates/actionDay.ts'
import { clothesSwap } from './templates/clothesSwap.ts'
import { meeting } from './templates/meeting.ts'
import { streetFair } from './templates/streetFair.ts'
import { workshop } from './templates/workshop.ts'

/** What an event can start from, in the order in which they are offered. */
export const EVENT_TEMPLATES: readonly EventTemplate[] = [meeting, workshop, streetFair, actionDay, clothesSwap]

export function findEventTemplate(id: string): EventTemplate | undefined {
  return EVENT_TEMPLATES.find((template) => template.id === id)
}
