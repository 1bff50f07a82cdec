import type { CommunityStore, RegisterRow } from '#renderer/storage/store.ts'
import type { MemberId } from '#shared/log/ids.ts'
import type { Folded } from './folding.ts'
import type { RowSeal } from './rowSeal.ts'

const label = (name: string, member: string) => `register/${name}/${member}`

/** The latest value of each member's registers. */
export class Registers {
  readonly #seal: RowSeal
  readonly #rows: Map<string, RegisterRow>
  /** Opened once: the same value is the same bytes to whoever has read it before. */
  readonly #values = new WeakMap<RegisterRow, Uint8Array>()

  private constructor(seal: RowSeal, rows: readonly RegisterRow[]) {
    this.#seal = seal
    this.#rows = new Map(rows.map((row) => [label(row.name, row.member), row]))
  }

  static async open(store: CommunityStore, seal: RowSeal): Promise<Registers> {
    return new Registers(seal, await store.registers())
  }

  /** Values of one register, by member. */
  values(name: string): Map<MemberId, Uint8Array> {
    const found = [...this.#rows.values()].filter((row) => row.name === name)
    return new Map(found.map((row) => [row.member as MemberId, this.#value(row)]))
  }

  #value(row: RegisterRow): Uint8Array {
    const known = this.#values.get(row)
    if (known) return known
    const value = this.#seal.open(label(row.name, row.member), row.sealed) ?? new Uint8Array(0)
    this.#values.set(row, value)
    return value
  }

  /** Rows for the registers that are among these entries; `take` them once they are on the disk. */
  rowsIn(folded: readonly Folded[]): RegisterRow[] {
    return folded.flatMap(({ verdict }) => {
      if (!verdict.ok || verdict.body.kind !== 'register') return []
      const { name, subject, value } = verdict.body
      const member = subject ?? verdict.member
      return [{ name, member, sealed: this.#seal.seal(label(name, member), value) }]
    })
  }

  /** Rows for exactly these values: whatever else is held is blanked. `take` them once they are on the disk. */
  rowsForAll(
    values: readonly { readonly name: string; readonly member: MemberId; readonly value: Uint8Array }[],
  ): RegisterRow[] {
    const next = new Map<string, RegisterRow>()
    const put = (name: string, member: string, value: Uint8Array) =>
      next.set(label(name, member), { name, member, sealed: this.#seal.seal(label(name, member), value) })
    for (const { name, member } of this.#rows.values()) put(name, member, new Uint8Array(0))
    for (const { name, member, value } of values) put(name, member, value)
    return [...next.values()]
  }

  take(rows: readonly RegisterRow[]): void {
    for (const row of rows) this.#rows.set(label(row.name, row.member), row)
  }
}
