// `npm start`: from a fresh checkout to the running app with a relay beside it and a sample community in it.
//   --xvfb   run the real window on a virtual display      --page   serve the same app as a page, no window
import { spawn } from 'node:child_process'
import { ensureBuild } from './lib/build.mjs'
import { at, root, toolEnv } from './lib/paths.mjs'
import { runMain, StepError, say } from './lib/report.mjs'
import { ensurePackages, ensureRuntime, ensureSystem, handOver } from './lib/setup.mjs'

const options = process.argv.slice(2)
const xvfb = options.includes('--xvfb')
const display = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

await runMain(async () => {
  ensurePackages()
  if (Number(process.versions.node.split('.')[0]) < 24) return handOver([at('build', 'start.mjs'), ...options])
  const { startRelay } = await import('./lib/relay.mjs')
  ensureBuild()
  const relay = await startRelay()
  say(`relay on ${relay.url}`)
  if (options.includes('--page') || !(display || xvfb)) return servePage(relay)
  const runtime = await ensureRuntime()
  ensureSystem({ electron: runtime.path, xvfb })
  return openWindow(runtime.path, relay)
})

async function servePage(relay) {
  if (!options.includes('--page'))
    say('there is no display here, so the app is served as a page (a real window: npm start -- --xvfb)')
  const { servePage } = await import('./pageServer.mjs')
  const page = await servePage({ port: 47475, relays: [relay.url], suggestedRelay: relay.url, sample: true }).catch(
    (error) => {
      throw new StepError(
        `The page could not be served: ${error.message}.`,
        'Is another "npm start" running? Stop it first.',
      )
    },
  )
  say(`open ${page.url} in a browser on this computer; Ctrl+C stops everything`)
  await new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve))
  relay.stop()
  await page.close()
  return 0
}

async function openWindow(executable, relay) {
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  if (flags.length > 0) say('running as root, so without the system sandbox: development only')
  const [command, ...before] = xvfb
    ? ['xvfb-run', '-a', '-s', '-screen 0 1440x900x24 -noreset', executable]
    : [executable]
  const child = spawn(command, [...before, root, ...flags, ...options.filter((option) => option !== '--xvfb')], {
    cwd: root,
    env: { ...toolEnv(), KITH_SUGGESTED_RELAY: relay.url, KITH_SAMPLE: '1' },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  say('the app is open; close its window to stop')
  process.on('SIGINT', () => child.kill('SIGTERM'))
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  const code = await new Promise((resolve) => child.once('exit', (status) => resolve(status ?? 0)))
  relay.stop()
  return code
}
