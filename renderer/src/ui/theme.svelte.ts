export type ThemeChoice = 'system' | 'light' | 'dark'

const KEY = 'kith.theme'
const read = (): ThemeChoice => {
  const stored = localStorage.getItem(KEY)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

/** Light, dark, or as the system has it; kept on this computer. */
export class Theme {
  #choice = $state<ThemeChoice>(read())
  readonly #system = matchMedia('(prefers-color-scheme: dark)')

  constructor() {
    this.#system.addEventListener('change', () => this.#apply())
    this.#apply()
  }

  get choice(): ThemeChoice {
    return this.#choice
  }

  set choice(choice: ThemeChoice) {
    this.#choice = choice
    localStorage.setItem(KEY, choice)
    this.#apply()
  }

  #apply(): void {
    const dark = this.#choice === 'dark' || (this.#choice === 'system' && this.#system.matches)
    document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  }
}
