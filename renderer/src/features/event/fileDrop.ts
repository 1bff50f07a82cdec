/** Takes a file that is dropped on an element; anything else that is dragged over it is none of its business. */
export const fileDrop =
  (options: {
    readonly enabled: () => boolean
    readonly onover: (over: boolean) => void
    readonly onfile: (file: File) => void
  }) =>
  (element: HTMLElement): (() => void) => {
    const carries = (event: DragEvent) => options.enabled() && event.dataTransfer?.types.includes('Files') === true
    const over = (event: DragEvent) => {
      if (!carries(event)) return
      event.preventDefault()
      options.onover(true)
    }
    const leave = ({ relatedTarget }: DragEvent) => {
      if (!(relatedTarget instanceof Node && element.contains(relatedTarget))) options.onover(false)
    }
    const drop = (event: DragEvent) => {
      options.onover(false)
      const file = event.dataTransfer?.files[0]
      if (!carries(event) || !file) return
      event.preventDefault()
      event.stopPropagation()
      options.onfile(file)
    }
    element.addEventListener('dragover', over)
    element.addEventListener('dragleave', leave)
    element.addEventListener('drop', drop)
    return () => {
      element.removeEventListener('dragover', over)
      element.removeEventListener('dragleave', leave)
      element.removeEventListener('drop', drop)
    }
  }
