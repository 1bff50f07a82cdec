import type { Doc } from 'yjs'
import { readAttendance } from '#shared/domain/event/attendance.ts'
import { readClaims } from '#shared/domain/event/claims.ts'
import { readGuests } from '#shared/domain/event/guestList.ts'
import type { MemberId } from '#shared/domain/ids.ts'
import type { TakenPart } from '#shared/domain/people/participation.ts'
import { nameMark } from '#shared/domain/people/sought.ts'

/** What the answers to an event say of somebody: a member, or (null) whoever has that name. */
export interface AnswerPart {
  readonly member: MemberId | null
  /** As `nameMark` gives it; '' for a member. */
  readonly name: string
  readonly kind: Exclude<TakenPart['kind'], 'missed'>
}

/** Who said yes, who was let in at a door, and who is down for a shift. */
export function readParts(answers: Doc): readonly AnswerPart[] {
  const found: AnswerPart[] = []
  const { guests: present } = readAttendance(answers, null)
  for (const { id, member, name: written, answer } of readGuests(answers)) {
    const name = nameMark(written)
    if (answer === 'yes') found.push({ member, name, kind: 'signed-up' })
    if (present.has(id)) found.push({ member, name, kind: 'came' })
  }
  for (const claims of readClaims(answers).values())
    for (const { person } of claims) found.push({ member: person.member, name: nameMark(person.name), kind: 'shift' })
  return found
}
