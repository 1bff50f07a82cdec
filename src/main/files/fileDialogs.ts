import { join } from 'node:path'
import { app, BrowserWindow, dialog, type FileFilter, type WebContents } from 'electron'
import type { FileToSave, OpenedFile, PdfToSave, SaveOutcome } from '../../shared/ipc/contract.ts'
import { cleanFileName, type FileKind, KIND_WORDS } from '../../shared/ipc/files.ts'
import { readWhole, saveAt } from './personFiles.ts'

const filter = (kind: FileKind): FileFilter => ({
  name: KIND_WORDS[kind],
  extensions: kind === 'html' ? ['html', 'htm'] : [kind],
})

/** Numbers only: no text of the page gets into it. */
const PAGE_NUMBERS = `<div style="width:100%;font:8px sans-serif;color:#444;text-align:center">
  <span class="pageNumber"></span> / <span class="totalPages"></span></div>`

/** Asks the person about files, in the system's own words; one question at a time. */
export class FileDialogs {
  #asking = false

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.#asking) throw new Error('file.busy')
    this.#asking = true
    try {
      return await work()
    } finally {
      this.#asking = false
    }
  }

  save(page: WebContents, file: FileToSave): Promise<SaveOutcome> {
    return this.#alone(() => askAndSave(page, file))
  }

  open(page: WebContents, kinds: readonly FileKind[]): Promise<OpenedFile | null> {
    return this.#alone(async () => {
      const [first = 'ics'] = kinds
      const own = kinds.map(filter)
      const together = { name: 'All of these', extensions: own.flatMap(({ extensions }) => extensions) }
      const options = {
        title: kinds.length === 1 ? `Open: ${KIND_WORDS[first]}` : 'Open a file',
        filters: own.length > 1 ? [together, ...own] : own,
        properties: ['openFile' as const],
      }
      const window = BrowserWindow.fromWebContents(page)
      const { canceled, filePaths } = await (window
        ? dialog.showOpenDialog(window, options)
        : dialog.showOpenDialog(options))
      const [path] = filePaths
      return canceled || !path ? null : readWhole(path)
    })
  }

  print(page: WebContents, { name, pageNumbers }: PdfToSave): Promise<SaveOutcome> {
    return this.#alone(async () => {
      const bytes = await page
        .printToPDF({
          pageSize: 'A4',
          preferCSSPageSize: true,
          printBackground: true,
          generateTaggedPDF: true,
          ...(pageNumbers
            ? { displayHeaderFooter: true, headerTemplate: '<span></span>', footerTemplate: PAGE_NUMBERS }
            : {}),
        })
        .catch(() => {
          throw new Error('file.print-failed')
        })
      return askAndSave(page, { name, kind: 'pdf', bytes })
    })
  }
}

async function askAndSave(page: WebContents, { name, kind, bytes }: FileToSave): Promise<SaveOutcome> {
  const options = {
    defaultPath: join(app.getPath('downloads'), cleanFileName(name, kind)),
    filters: [filter(kind)],
    properties: ['createDirectory' as const, 'showOverwriteConfirmation' as const],
  }
  const window = BrowserWindow.fromWebContents(page)
  const { canceled, filePath } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options))
  if (canceled || !filePath) return 'cancelled'
  await saveAt(filePath, kind, bytes)
  return 'saved'
}
