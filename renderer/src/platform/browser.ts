import type { HostInfo } from '#shared/ipc/contract.ts'
import { browserFiles } from './browserFiles.ts'
import { browserNotices, noticesAllowed } from './browserNotices.ts'
import type { Platform } from './platform.ts'

const KEY_NAME = 'kith.local-key'
const NONE = () => () => {}

/** The key of a page lives beside its data: it protects nothing, which `protection: 'none'` says in the app. */
function pageKey(): Uint8Array {
  const stored = localStorage.getItem(KEY_NAME)
  if (stored !== null) return Uint8Array.from(atob(stored), (character) => character.charCodeAt(0))
  const key = crypto.getRandomValues(new Uint8Array(32))
  localStorage.setItem(KEY_NAME, btoa(String.fromCharCode(...key)))
  return key
}

async function hostFile(): Promise<Pick<HostInfo, 'suggestedRelay' | 'sample'>> {
  try {
    const found = (await (await fetch('/host.json')).json()) as Partial<HostInfo>
    return { suggestedRelay: found.suggestedRelay ?? null, sample: found.sample === true }
  } catch {
    return { suggestedRelay: null, sample: false }
  }
}

/** The same app as a plain web page: for the gallery, for tests, and where there is no display for a window. */
export function browserPlatform(): Platform {
  return {
    kind: 'browser',
    ...browserFiles,
    ...browserNotices,
    info: async () => ({
      version: '',
      electron: '',
      os: 'linux',
      notificationsAvailable: noticesAllowed(),
      ...(await hostFile()),
    }),
    localKey: async () => ({ key: pageKey(), lock: null, protection: 'none' }),
    setLock: () => Promise.reject(new Error('lock.failed')),
    allowRelay: async () => {}, // whoever serves the page decides where it may connect
    copyText: (text) => navigator.clipboard.writeText(text),
    openExternal: async (url) => {
      window.open(url, '_blank', 'noopener,noreferrer')
    },
    takeDeepLink: async () => null,
    onDeepLink: NONE,
    onMenu: NONE,
    onBeforeClose: (listener) => {
      const hide = () => void listener()
      window.addEventListener('pagehide', hide)
      return () => window.removeEventListener('pagehide', hide)
    },
  }
}
