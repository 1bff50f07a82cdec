// `npm run package`: the app as a folder, tar.gz and deb.   --dir   the folder only   --e2e   drivable by the tests
// `npm run release`: the same for members; refuses the stand-in Electron.
import { chmodSync } from 'node:fs'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { path7za } from '7zip-bin'
import { build, Platform } from 'electron-builder'
import { ensureBuild } from './lib/build.mjs'
import { at, root } from './lib/paths.mjs'
import { runMain, StepError, say } from './lib/report.mjs'
import { ensureRuntime } from './lib/setup.mjs'

const options = process.argv.slice(2)
const forTests = options.includes('--e2e')
const DISABLED = 48 // '0' in the fuse wire
const ENABLED = 49

await runMain(async () => {
  const runtime = await ensureRuntime()
  if (options.includes('--release') && runtime.kind === 'fallback')
    throw new StepError(
      'This machine has only the stand-in Electron, which is old and was packed by a third party.',
      'Build a release where the official download of Electron is reachable.',
    )
  ensureBuild()
  process.env.KITH_E2E_BUILD = forTests ? '1' : '0'
  prepareOfflineTools()
  const targets =
    options.includes('--dir') || forTests ? Platform.current().createTarget('dir') : Platform.current().createTarget()
  await build({ projectDir: root, targets, config: at('build', 'builder.config.mjs') })
  if (process.platform === 'linux') await checkFuses(at('dist', 'linux-unpacked', 'kith'))
  return 0
})

/** electron-builder would download these tools; npm and the checkout have them. */
function prepareOfflineTools() {
  if (process.platform !== 'linux') return
  chmodSync(path7za, 0o755)
  process.env.ELECTRON_BUILDER_7ZIP_PATH = path7za
  process.env.ELECTRON_BUILDER_COMPRESSION_LEVEL ??= '1'
  process.env.CUSTOM_FPM_PATH = at('build', 'fpm.mjs')
}

/** Reads the fuses back from the executable: what was asked for must be what is there. */
async function checkFuses(executable) {
  const wire = await getCurrentFuseWire(executable)
  const expected = [
    ['RunAsNode', DISABLED],
    ['EnableNodeOptionsEnvironmentVariable', DISABLED],
    ['EnableNodeCliInspectArguments', forTests ? ENABLED : DISABLED],
    ['OnlyLoadAppFromAsar', ENABLED],
  ]
  for (const [name, state] of expected)
    if (wire[FuseV1Options[name]] !== state)
      throw new StepError(`The fuse ${name} is not as it should be.`, 'Do not ship this package.')
  say(
    `fuses are set as asked: ${expected.map(([name, state]) => `${name} ${state === ENABLED ? 'on' : 'off'}`).join(', ')}`,
  )
}
