export interface ToastAction {
  readonly label: string
  readonly run: () => void
  /** Whether it still does what the message says; followed as long as the message is shown. */
  readonly holds?: () => boolean
}

/** A short message at the foot of the window, with at most one thing to do about it. */
export interface Toast {
  readonly id: number
  readonly text: string
  /** `problem` stays until it is dismissed. */
  readonly kind: 'note' | 'problem'
  readonly action: ToastAction | null
}

const STAY_MS = 8000
const MOST = 3

/** The messages on show. One per window; made by the composition root and handed down by context. */
export class Toasts {
  list = $state.raw<readonly Toast[]>([])
  #next = 1

  note(text: string, action: Toast['action'] = null): void {
    this.#add('note', text, action)
  }

  problem(text: string, action: Toast['action'] = null): void {
    this.#add('problem', text, action)
  }

  #add(kind: Toast['kind'], text: string, action: Toast['action']): void {
    const id = this.#next++
    this.list = [...this.list, { id, text, kind, action }].slice(-MOST)
    if (kind === 'note') setTimeout(() => this.dismiss(id), STAY_MS)
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id)
  }
}
