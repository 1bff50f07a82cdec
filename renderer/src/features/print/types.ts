/** What the sheets of paper show: plain words, as they are to be read. Times and days are words already. */

export interface SheetHeading {
  readonly title: string
  /** "Saturday 28 November 2026, 10:00–15:00"; '' while there is no date. */
  readonly when: string
  readonly where: string
}

export interface SignInRow {
  readonly name: string
  /** How many come under this name, 1 or more. */
  readonly heads: number
}

export interface SignIn extends SheetHeading {
  readonly rows: readonly SignInRow[]
  /** Empty rows for those who come without having said so. */
  readonly blank: number
  /** What people do: write their name, or are ticked off at the door. */
  readonly mark: 'signature' | 'tick'
}

export interface RotaShift {
  /** "Saturday 28 November 2026"; shifts of one day follow each other. */
  readonly day: string
  /** "08:00–10:00" */
  readonly time: string
  readonly role: string
  /** Where to be, what to bring; '' for nothing. */
  readonly note: string
  readonly needed: number
  readonly names: readonly string[]
}

export interface Rota extends SheetHeading {
  readonly shifts: readonly RotaShift[]
}

export interface RunItem {
  /** '' for an event of one day. */
  readonly day: string
  /** "10:00" */
  readonly time: string
  /** How long; 0 is not shown. */
  readonly minutes: number
  readonly title: string
  readonly owner: string
  readonly notes: string
}

export interface RunOfShow extends SheetHeading {
  readonly items: readonly RunItem[]
}

export interface PosterFacts extends SheetHeading {
  /** How to get in; '' for nothing. */
  readonly access: string
  readonly about: string
  /** Who invites. */
  readonly by: string
  /** Address or text of the code; null for none. What is too long for one is left out. */
  readonly qr: string | null
  readonly size: 'a4' | 'a3'
}

/** One sheet to print. `name` is suggested for the file, without ending. */
export type PrintJob = { readonly name: string } & (
  | { readonly kind: 'sign-in'; readonly sheet: SignIn }
  | { readonly kind: 'rota'; readonly sheet: Rota }
  | { readonly kind: 'run'; readonly sheet: RunOfShow }
  | { readonly kind: 'poster'; readonly sheet: PosterFacts }
)
