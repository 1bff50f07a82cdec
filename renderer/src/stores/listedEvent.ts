import type { EventHead } from '#shared/domain/eventHead.ts'
import type { DocId } from '#shared/domain/ids.ts'
import type { Access } from './access.ts'

/** An event as the calendar lists it. */
export interface ListedEvent extends EventHead {
  readonly calendar: DocId
  /** Who plans it and who sees it; `access` is how to get into the building. */
  readonly openTo: Access
  /** Whether this member may change the event itself. */
  readonly mayWrite: boolean
}
