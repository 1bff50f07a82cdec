/** Seals what lies on the disk. `label` names the place: a row copied to another place does not open there. */
export interface RowSeal {
  seal(label: string, plain: Uint8Array): Uint8Array
  /** @returns null for anything that was not sealed under this key for this place */
  open(label: string, sealed: Uint8Array): Uint8Array | null
}
