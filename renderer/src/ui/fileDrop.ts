import type { Attachment } from 'svelte/attachments'

/**
 * Takes a file that is dropped anywhere on an element, which has `data-over` while one is above it. What a place inside takes
 * for itself stays its own. For everybody without a mouse there is a button or an entry of a menu beside it.
 * @param may whether one is taken at this moment
 */
export function takesFile(may: () => boolean, take: (file: File) => void): Attachment<HTMLElement> {
  return (element) => {
    const carries = (event: DragEvent) =>
      !event.defaultPrevented && event.dataTransfer?.types.includes('Files') === true && may()
    const show = (over: boolean) => element.toggleAttribute('data-over', over)
    const above = (event: DragEvent) => {
      show(carries(event))
      if (carries(event)) event.preventDefault()
    }
    const leave = ({ relatedTarget }: DragEvent) => {
      if (!(relatedTarget instanceof Node && element.contains(relatedTarget))) show(false)
    }
    const drop = (event: DragEvent) => {
      show(false)
      if (!carries(event)) return
      event.preventDefault()
      const [file] = event.dataTransfer?.files ?? []
      if (file) take(file)
    }
    element.addEventListener('dragover', above)
    element.addEventListener('dragleave', leave)
    element.addEventListener('drop', drop)
    return () => {
      element.removeEventListener('dragover', above)
      element.removeEventListener('dragleave', leave)
      element.removeEventListener('drop', drop)
    }
  }
}
