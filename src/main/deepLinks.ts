import { app, type BrowserWindow } from 'electron'
import { channel } from '../shared/ipc/contract.ts'

const LINK = /^kith:\/\/join\/?#[\w-]{1,2000}$/i

/** @param argv of a process @returns the first thing in it that looks like one of our links */
export function linkIn(argv: readonly string[]): string | null {
  return argv.find((argument) => LINK.test(argument)) ?? null
}

/** Holds the link the app was opened with until the page asks for it; nothing is done with it here. */
export class DeepLinks {
  #waiting: string | null
  #window: BrowserWindow | null = null
  /** A locked page has not asked yet: it gets the link once it is open. */
  #listening = false

  constructor(argv: readonly string[]) {
    this.#waiting = linkIn(argv)
    app.on('open-url', (event, url) => {
      event.preventDefault()
      this.open(linkIn([url]))
    })
  }

  attach(window: BrowserWindow): void {
    this.#window = window
    window.webContents.on('did-start-loading', () => {
      this.#listening = false
    })
  }

  open(link: string | null): void {
    if (link === null) return
    if (this.#window && this.#listening) this.#window.webContents.send(channel.send.deepLink, link)
    else this.#waiting = link
  }

  take(): string | null {
    this.#listening = true
    const link = this.#waiting
    this.#waiting = null
    return link
  }
}
