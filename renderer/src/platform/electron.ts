import { BRIDGE_KEY, type Bridge } from '#shared/ipc/contract.ts'
import type { Platform } from './platform.ts'

/** @returns the platform of the desktop app, or null outside of it */
export function electronPlatform(): Platform | null {
  const bridge = (globalThis as Record<string, unknown>)[BRIDGE_KEY] as Bridge | undefined
  return bridge ? { ...bridge, kind: 'electron' } : null
}
