import { SvelteMap } from 'svelte/reactivity'
import type { PersonId } from '#shared/domain/ids.ts'
import type { Decision, PlanChoices } from '#shared/formats/peoplePlan.ts'
import type { FieldChoice } from '#shared/formats/peopleWeigh.ts'

/** Somebody of the list who may be here already, and whom they are most like. */
type Possible = { readonly row: number; readonly like: PersonId | null }

/** What somebody has decided about a list: who is who, and which value counts where two differ. */
export class ImportChoices {
  readonly #changed: () => Promise<void>
  readonly people = new SvelteMap<number, Decision>()
  readonly #fields = new SvelteMap<number, ReadonlyMap<string, FieldChoice>>()
  otherwise: FieldChoice = $state('here')

  /** @param changed works out anew what the list would bring */
  constructor(changed: () => Promise<void>) {
    this.#changed = changed
  }

  get forPlan(): PlanChoices {
    return { people: new Map(this.people), fields: new Map(this.#fields), otherwise: this.otherwise }
  }

  clear(): void {
    this.people.clear()
    this.#fields.clear()
    this.otherwise = 'here'
  }

  /** Somebody who may be here already is one of those here, somebody new, or left out. */
  decide(row: number, decision: Decision | null): Promise<void> {
    if (decision === null) this.people.delete(row)
    else this.people.set(row, decision)
    return this.#changed()
  }

  /** The same for all who are not decided yet. */
  decideAll(open: readonly Possible[], as: 'same' | 'new' | 'skip'): Promise<void> {
    for (const { row, like } of open) {
      const decision: Decision | null = as === 'same' ? like : as
      if (decision !== null) this.people.set(row, decision)
    }
    return this.#changed()
  }

  choiceOf(row: number, field: string): FieldChoice | undefined {
    return this.#fields.get(row)?.get(field)
  }

  /** Fields of somebody about which somebody has said something. */
  chosenFields(row: number): readonly string[] {
    return [...(this.#fields.get(row)?.keys() ?? [])]
  }

  choose(row: number, field: string, choice: FieldChoice): Promise<void> {
    this.#fields.set(row, new Map([...(this.#fields.get(row) ?? []), [field, choice]]))
    return this.#changed()
  }

  chooseAll(choice: FieldChoice): Promise<void> {
    this.otherwise = choice
    return this.#changed()
  }
}
