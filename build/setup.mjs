// `npm run setup`: everything that start and test need, installed and nothing run.
import { runMain, say } from './lib/report.mjs'
import { ensurePackages, ensureRuntime, ensureSystem } from './lib/setup.mjs'

await runMain(async () => {
  ensurePackages()
  const runtime = await ensureRuntime()
  ensureSystem({ electron: runtime.path, xvfb: true, chromium: true })
  say(`ready: Electron ${runtime.version} (${runtime.kind})`)
})
