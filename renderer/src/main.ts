import './ui/style.ts'
import { mount } from 'svelte'
import App from './app/App.svelte'
import StartFailed from './app/StartFailed.svelte'
import { browserPlatform } from './platform/browser.ts'
import { electronPlatform } from './platform/electron.ts'
import { Communities } from './session/communities.ts'
import { openStorage } from './storage/dexieStorage.ts'
import { AppStore } from './stores/appStore.svelte.ts'
import { relayDial } from './sync/relayLink.ts'
import { Theme } from './ui/theme.svelte.ts'

const FRAME_MS = 12

/** @returns waits for the next task once the running one has taken most of a frame, else not at all */
function breather(): () => Promise<void> {
  let began = 0
  return async () => {
    const now = performance.now()
    if (began === 0) began = now
    if (now - began < FRAME_MS) return
    await new Promise<void>((done) => setTimeout(done))
    began = performance.now()
  }
}

/** The composition root: the only place where platform, storage, session and stores are made. */
async function compose(): Promise<AppStore> {
  const platform = electronPlatform() ?? browserPlatform()
  const info = await platform.info()
  const { key, protection } = await platform.localKey()
  const storage = await openStorage()
  const communities = await Communities.open(storage, new Uint8Array(key), {
    timer: {
      after: (ms, work) => {
        const timer = setTimeout(work, ms)
        return () => clearTimeout(timer)
      },
      random: Math.random,
    },
    now: Date.now,
    dialRelay: relayDial,
    breathe: breather(),
  })
  const randomBytes = (length: number) => crypto.getRandomValues(new Uint8Array(length))
  const app = new AppStore(platform, info, protection, communities, { now: Date.now, randomBytes })
  await app.start()
  return app
}

const target = document.getElementById('app') ?? document.body
const theme = new Theme()
compose().then(
  (app) => mount(App, { target, props: { app, theme } }),
  (error: unknown) => {
    console.error(error)
    mount(StartFailed, { target, props: { error } })
  },
)
