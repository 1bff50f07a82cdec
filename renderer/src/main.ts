import './startSession.ts'
import './ui/style.ts'
import { mount, unmount } from 'svelte'
import App from './app/App.svelte'
import StartFailed from './app/StartFailed.svelte'
import Unlock from './features/settings/Unlock.svelte'
import { browserPlatform } from './platform/browser.ts'
import { electronPlatform } from './platform/electron.ts'
import { askForJournal } from './platform/journalPort.ts'
import type { Stretcher } from './session/appLock.ts'
import { breather } from './session/breather.ts'
import { CommunityHost } from './session/communityHost.ts'
import type { Begin } from './sessionWorker.ts'
import { sessionWorker } from './startSession.ts'
import type { Restored } from './storage/journaledStorage.ts'
import { AppStore } from './stores/appStore.svelte.ts'
import { LockStore } from './stores/lockStore.svelte.ts'
import { Theme } from './ui/theme.svelte.ts'

const target = document.getElementById('app') ?? document.body

/** Each passphrase is worked on by a thread of its own, whose memory ends with it. */
const stretch: Stretcher = (what) =>
  new Promise((done, failed) => {
    const worker = new Worker(new URL('./lockWorker.ts', import.meta.url), { type: 'module', name: 'lock' })
    worker.onmessage = ({ data }: MessageEvent<Uint8Array | null>) => {
      worker.terminate()
      done(data)
    }
    worker.onerror = (event) => failed(new Error(event.message || 'lock.failed'))
    worker.postMessage(what)
  })

/** Waits for the passphrase. */
const unlocked = (lock: LockStore) =>
  new Promise<Uint8Array>((done) => {
    const screen = mount(Unlock, {
      target,
      props: {
        lock,
        onopen: (key) => {
          void unmount(screen)
          done(key)
        },
      },
    })
  })

/** The composition root of the window: platform, the session's other end, and stores are made here. */
async function compose(told: (restored: Restored) => void): Promise<AppStore> {
  const platform = electronPlatform() ?? browserPlatform()
  const [info, local] = await Promise.all([platform.info(), platform.localKey()])
  const lock = new LockStore(platform, local, stretch)
  const key = local.key ?? (await unlocked(lock))
  const journal = platform.kind === 'electron' ? askForJournal() : null
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = ({ data }: MessageEvent<Restored>) => told(data)
  const begin: Begin = { key: new Uint8Array(key), journal, told: port2 }
  sessionWorker.postMessage(begin, journal ? [journal, port2] : [port2])
  const randomBytes = (length: number) => crypto.getRandomValues(new Uint8Array(length))
  const breathe = breather(() => performance.now())
  const communities = new CommunityHost(sessionWorker, {
    randomId: () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
    breathe,
  })
  const app = new AppStore(platform, info, local.protection, lock, communities, { now: Date.now, randomBytes, breathe })
  await app.start()
  return app
}

/** A session that cannot even be loaded would else keep the window waiting for ever. */
const broken = new Promise<never>((_, failed) => {
  sessionWorker.onerror = (event) => failed(new Error(event.message || 'session.failed'))
})

const theme = new Theme()
// The session tells it before it answers anything.
let restored: Restored = { whole: [], partly: [] }
const opening = compose((told) => {
  restored = told
})
Promise.race([opening, broken]).then(
  (app) => mount(App, { target, props: { app, theme, restored } }),
  (error: unknown) => {
    console.error(error)
    mount(StartFailed, { target, props: { error } })
  },
)
