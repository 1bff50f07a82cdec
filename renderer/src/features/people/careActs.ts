import type { PeopleStore } from '#renderer/stores/peopleStore.svelte.ts'
import { undoStep } from '#renderer/stores/undoStep.ts'
import { words } from '#renderer/ui/messages.ts'
import type { Toasts } from '#renderer/ui/toasts.svelte.ts'
import type { Result } from '#shared/domain/errors.ts'
import type { MemberId } from '#shared/domain/ids.ts'
import { type CareChange, changeCare, putNote } from '#shared/domain/people/personFate.ts'
import type { PersonRecord } from '#shared/domain/people/record.ts'
import { dayWords } from '#shared/domain/timeWords.ts'
import { namedFirst } from './namedFirst.ts'

/** What organizers do when they look after somebody: done, told, and offered to be taken back. */
export interface CareActs {
  greet(person: PersonRecord): boolean
  /** @param name of the buddy */
  giveBuddy(person: PersonRecord, buddy: MemberId | null, name: string): boolean
  /** Takes the follow-up, or sets another day for it. @param remind `YYYY-MM-DD`, '' for no reminder */
  followUp(person: PersonRecord, remind: string): boolean
  giveUp(person: PersonRecord): boolean
  /** They said whether they want to be asked why they have not come; a follow-up ends with that. */
  leaveAlone(person: PersonRecord, alone: boolean): boolean
  /** They are well, or said what they said: the follow-up ends, with a note if there is one to write. */
  done(person: PersonRecord, note: string): boolean
}

export function careActs(store: PeopleStore, toasts: Toasts): CareActs {
  const tell = (result: Result<unknown>, done: string): boolean => {
    if (result.ok) toasts.note(done, undoStep(store))
    else toasts.problem(words(result.error.code))
    return result.ok
  }
  /** Of a member of whom nothing stands here yet, the name is noted too. */
  const change = (person: PersonRecord, care: CareChange, note = '') =>
    store.run((docs, ctx) =>
      namedFirst(docs, person, ctx, () => {
        const noted = note.trim() === '' ? null : putNote(docs, person.id, note, ctx)
        return noted?.ok === false ? noted : changeCare(docs, person.id, care, ctx)
      }),
    )
  const nameOf = ({ name }: PersonRecord) => name || 'This person'
  return {
    greet: (person) => tell(change(person, { greeted: true }), `${nameOf(person)} was greeted by you.`),
    giveBuddy: (person, buddy, name) =>
      tell(
        change(person, { buddy }),
        buddy === null ? `${nameOf(person)} has no buddy now.` : `${name} is the buddy of ${nameOf(person)}.`,
      ),
    followUp: (person, remind) =>
      tell(
        change(person, { followUp: { remind } }),
        remind !== ''
          ? `You will be reminded of ${nameOf(person)} on ${dayWords(remind)}.`
          : person.care.followUp?.remind
            ? `You will not be reminded of ${nameOf(person)}.`
            : `You will get in touch with ${nameOf(person)}.`,
      ),
    leaveAlone: (person, alone) =>
      tell(
        change(person, { leaveAlone: alone, ...(alone && person.care.followUp ? { followUp: null } : {}) }),
        alone ? `Nobody will ask ${nameOf(person)} why they have not come.` : `${nameOf(person)} may be asked again.`,
      ),
    giveUp: (person) => tell(change(person, { followUp: null }), `Somebody else can ask after ${nameOf(person)} now.`),
    done: (person, note) =>
      tell(
        change(person, { followUp: null }, note),
        note.trim() === '' ? 'The follow-up is done.' : 'The follow-up is done, and noted.',
      ),
  }
}
