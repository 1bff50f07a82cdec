import type { Temporal } from 'temporal-polyfill'
import type { When } from '#shared/domain/when.ts'

export interface Understood {
  readonly title: string
  readonly when: When | null
}

/** Reads a title and a date out of one line. What reads dates is loaded when somebody types one. */
export async function understand(line: string, now: Temporal.ZonedDateTime): Promise<Understood> {
  const { readQuickEvent } = await import('#shared/formats/quickEvent.ts')
  return readQuickEvent(line, now)
}
