import { shortFingerprint } from '#shared/domain/fingerprint.ts'

/**
 * Importing the same board again brings what changed in Trello since, but never overwrites what was changed here. To
 * tell, each imported thing keeps under `sourceMarks` a mark of every value as an import last wrote it or found it:
 *
 * - the value here still has that mark: nobody has touched it here, so it takes what the file says;
 * - it has not: it was changed here, and stays. If the file's value changed as well since the last import, that is
 *   counted as kept, for the report.
 *
 * Stored they are one text of ten digits for each key, five for the key and five for its value, since a checklist has
 * many keys. Thirty bits each: that two keys of one card are taken for each other is possible, rare, and does no harm
 * but to that rule.
 */
export class Marks {
  readonly #marks: Map<string, string>

  private constructor(marks: Map<string, string>) {
    this.#marks = marks
  }

  /** From what is stored, be it what it may. */
  static read(stored: unknown): Marks {
    const marks = new Map<string, string>()
    if (typeof stored !== 'string') return new Marks(marks)
    for (let i = 0; i + 2 * LENGTH <= stored.length; i += 2 * LENGTH) {
      marks.set(stored.slice(i, i + LENGTH), stored.slice(i + LENGTH, i + 2 * LENGTH))
    }
    return new Marks(marks)
  }

  copy(): Marks {
    return new Marks(new Map(this.#marks))
  }

  get(key: string): string | undefined {
    return this.#marks.get(digits(key))
  }

  /** Notes a mark for the key; undefined takes it away. */
  set(key: string, mark: string | undefined): void {
    if (mark === undefined) this.#marks.delete(digits(key))
    else this.#marks.set(digits(key), mark)
  }

  /** As it is stored: one value that is replaced as a whole, since only imports write it. */
  get stored(): string {
    return [...this.#marks]
      .map((pair) => pair.join(''))
      .sort()
      .join('')
  }
}

const LENGTH = 5
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_'

/** Five digits that stand for a text. */
function digits(text: string): string {
  let bits = shortFingerprint(text) >>> 2
  let all = ''
  for (let i = 0; i < LENGTH; i++, bits >>>= 6) all += DIGITS.charAt(bits & 63)
  return all
}

/** The mark of a value; none for no value. */
export function markOf(value: unknown): string | undefined {
  return value === undefined ? undefined : digits(JSON.stringify(value) ?? '')
}

/** What to do about one value: take the file's, leave it as it is, or keep ours although Trello has another one now. */
export type Decision = 'take' | 'leave' | 'keep'

/** Decides about one value, and notes its mark unless it was changed here. */
export function decide(key: string, here: unknown, wanted: unknown, marks: Marks): Decision {
  const [now, next, before] = [markOf(here), markOf(wanted), marks.get(key)]
  if (now !== next && now !== before) return next === before ? 'leave' : 'keep'
  marks.set(key, next)
  return now === next ? 'leave' : 'take'
}
