import type { MemberView } from '#renderer/session/roster.ts'
import type { Hue } from '#shared/domain/hue.ts'

/** Somebody with the app. */
export interface Person extends MemberView {
  /** Colour of the face: one of the label hues, the same as where only the name stands on a card. */
  readonly hue: Hue
}
