import type { LocalKey, Platform } from '#renderer/platform/platform.ts'
import type { Stretcher } from '#renderer/session/appLock.ts'

/** Shorter ones are guessed in an afternoon, whatever a guess costs. */
export const LEAST_LETTERS = 10

const AFTER = 'kith.lock-after'
/** Minutes without a key or a pointer; 0 for never. */
export const LOCK_AFTER = ['0', '5', '15', '60'] as const
export type LockAfter = (typeof LOCK_AFTER)[number]

/** Only whoever has a passphrase waits for the cryptography to be loaded here; the session has its own. */
const crypto = () => import('#renderer/session/appLock.ts')

/** The passphrase of this profile: whether there is one, and when it is asked for again. */
export class LockStore {
  readonly #platform: Platform
  readonly #stretch: Stretcher
  #local: LocalKey = $state.raw({ key: null, lock: null, protection: 'none' })
  #after: LockAfter = $state('15')

  constructor(platform: Platform, local: LocalKey, stretch: Stretcher) {
    this.#platform = platform
    this.#stretch = stretch
    this.#local = local
    const stored = localStorage.getItem(AFTER)
    this.#after = LOCK_AFTER.find((minutes) => minutes === stored) ?? '15'
  }

  /** A page has no host that could keep a sealed key. */
  get possible(): boolean {
    return this.#platform.kind === 'electron'
  }

  get isSet(): boolean {
    return this.#local.lock !== null
  }

  get after(): LockAfter {
    return this.#after
  }

  set after(minutes: LockAfter) {
    this.#after = minutes
    localStorage.setItem(AFTER, minutes)
  }

  /** @returns the profile's key, or null for a wrong passphrase. Takes about a second */
  async open(passphrase: string): Promise<Uint8Array | null> {
    const { lock, key } = this.#local
    return lock === null ? key : (await crypto()).openLock(lock, passphrase, this.#stretch)
  }

  /**
   * Asks for a passphrase from now on, for another one, or for none.
   * @param current '' when there is none yet @param next '' for none
   * @returns null, or the code of what went wrong; then everything is as before
   */
  async change(current: string, next: string): Promise<string | null> {
    if (next !== '' && [...next.normalize('NFKC')].length < LEAST_LETTERS) return 'lock.short'
    const { makeLock, openLock } = await crypto()
    const key = await this.open(current)
    if (key === null) return 'lock.wrong'
    const lock = next === '' ? null : await makeLock(key, next, this.#stretch)
    // A key that cannot be opened again is lost, so it is opened once before the old way in is closed.
    if (lock !== null && (await openLock(lock, next, this.#stretch)) === null) return 'lock.failed'
    try {
      await this.#platform.setLock(lock, key)
    } catch {
      return 'lock.failed'
    }
    this.#local = { ...this.#local, key: lock === null ? key : null, lock }
    return null
  }

  /**
   * Calls `lock` when nothing was touched for as long as was chosen.
   * @returns ends it
   */
  watchIdle(lock: () => void): () => void {
    let timer = 0
    const touched = () => {
      window.clearTimeout(timer)
      const minutes = Number(this.#after)
      if (this.isSet && minutes > 0) timer = window.setTimeout(lock, minutes * 60_000)
    }
    const events = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const
    for (const event of events) window.addEventListener(event, touched, { passive: true, capture: true })
    touched()
    return () => {
      window.clearTimeout(timer)
      for (const event of events) window.removeEventListener(event, touched, { capture: true })
    }
  }
}
