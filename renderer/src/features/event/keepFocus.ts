const FOCUSABLE = 'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled)'

/** Keeps the Tab key within a screen that covers all others, and gives the focus back when it goes. */
export function keepFocus(element: HTMLElement): () => void {
  const before = document.activeElement
  const turn = (pressed: KeyboardEvent) => {
    if (pressed.key !== 'Tab') return
    const all = [...element.querySelectorAll<HTMLElement>(FOCUSABLE)]
    const [first, end] = [all[0], all.at(-1)]
    const at = document.activeElement
    const leaves = pressed.shiftKey ? at === first || at === element : at === end
    if (!leaves && element.contains(at)) return
    pressed.preventDefault()
    ;(pressed.shiftKey ? end : first)?.focus()
  }
  window.addEventListener('keydown', turn)
  return () => {
    window.removeEventListener('keydown', turn)
    // What was covered is drawn again first.
    if (before instanceof HTMLElement) queueMicrotask(() => before.focus())
  }
}
