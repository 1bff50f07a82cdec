import { type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron'
import { ORIGIN } from './appProtocol.ts'

/** A refused call rejects in the page with this code as its message. */
export const refuse = (code: string): never => {
  throw new Error(code)
}

/** Whether our own page asks, and no frame in it. */
export function fromOurPage(event: IpcMainInvokeEvent | IpcMainEvent): boolean {
  const frame = event.senderFrame
  return frame !== null && frame === event.sender.mainFrame && frame.url.startsWith(`${ORIGIN}/`)
}

/**
 * Answers a call of the page: who asks is checked here, what is asked by `answer`, which gets the one argument.
 * @param name of the channel
 */
export function handle(name: string, answer: (argument: unknown, page: WebContents) => unknown): void {
  ipcMain.handle(name, (event, ...rest: unknown[]) => {
    if (!fromOurPage(event)) return refuse('ipc.sender')
    if (rest.length > 1) return refuse('ipc.arguments')
    return answer(rest[0], event.sender)
  })
}
