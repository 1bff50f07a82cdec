import { BRIDGE_KEY, type Bridge } from '#shared/ipc/contract.ts'
import { coded } from './hostErrors.ts'
import type { Platform } from './platform.ts'

const plainly =
  <Asked extends unknown[], Told>(call: (...asked: Asked) => Promise<Told>) =>
  (...asked: Asked): Promise<Told> =>
    call(...asked).catch((error: unknown) => {
      throw coded(error)
    })

/** @returns the platform of the desktop app, or null outside of it */
export function electronPlatform(): Platform | null {
  const bridge = (globalThis as Record<string, unknown>)[BRIDGE_KEY] as Bridge | undefined
  if (!bridge) return null
  return {
    ...bridge,
    kind: 'electron',
    saveFile: plainly(bridge.saveFile),
    openFile: plainly(bridge.openFile),
    printPdf: plainly(bridge.printPdf),
    notify: plainly(bridge.notify),
    takeOpenedFile: plainly(bridge.takeOpenedFile),
  }
}
