// Brings a fresh machine to the state in which everything runs. Uses Node's own modules only: it runs before `npm ci`.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { at, root, toolEnv } from './paths.mjs'
import { StepError, say } from './report.mjs'

const MIN_NODE = 24

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .digest('hex')

/** Installs the locked packages when the lockfile is not the one installed last. */
export function ensurePackages() {
  const stamp = at('node_modules', '.kith-lock')
  const want = lockHash()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === want) return
  say('installing packages (about a minute on a first run)')
  const done = spawnSync('npm', ['ci', '--loglevel=error', '--no-progress'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (done.status !== 0)
    throw new StepError(
      'npm could not install the packages of package-lock.json.',
      'See its message above; check the network or the registry, then run the command again.',
    )
  writeFileSync(stamp, want)
}

/**
 * The Node that runs the project's own TypeScript (24 or newer): the pinned one of the lockfile, else the running one.
 * @returns {string} path of the executable
 */
export function findNode() {
  const pinned = [`node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`]
    .flatMap((name) => [at('node_modules', name, 'bin', 'node'), at('node_modules', name, 'bin', 'node.exe')])
    .find((file) => existsSync(file))
  if (pinned) return pinned
  if (Number(process.versions.node.split('.')[0]) >= MIN_NODE) return process.execPath
  throw new StepError(
    `Node ${MIN_NODE} or newer is needed on this system, and this is ${process.version}.`,
    `Install Node ${MIN_NODE} from nodejs.org or your package manager; on Linux and Windows the project brings its own.`,
  )
}

const has = (command) => spawnSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' }).status === 0

/** @param {string} executable @returns {string[]} names of shared libraries the loader cannot find */
const missingLibraries = (executable) =>
  (spawnSync('ldd', [executable], { encoding: 'utf8' }).stdout ?? '')
    .split('\n')
    .filter((line) => line.includes('not found'))
    .map((line) => line.trim().split(' ')[0] ?? '')

/**
 * Installs the Debian packages that are missing for what is asked; without root it says which.
 * @param {{ electron?: string, xvfb?: boolean, chromium?: boolean }} needs `electron` is the path of the executable
 */
export function ensureSystem({ electron, xvfb = false, chromium = false }) {
  if (process.platform !== 'linux') return
  const wanted = []
  if (electron && missingLibraries(electron).length > 0) wanted.push('libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1')
  if (xvfb && !(has('Xvfb') && has('xauth'))) wanted.push('xvfb', 'xauth')
  if (chromium && !process.env.CHROMIUM_PATH && !existsSync('/usr/bin/chromium')) wanted.push('chromium')
  if (wanted.length === 0) return
  const command = `apt-get install -y --no-install-recommends ${wanted.join(' ')}`
  if (process.getuid?.() !== 0 || !has('apt-get'))
    throw new StepError(`System packages are missing: ${wanted.join(', ')}.`, `As root: ${command}`)
  say(`installing system packages: ${wanted.join(', ')}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const line of ['apt-get update -qq', `${command} -qq`]) {
    const done = spawnSync('sh', ['-c', line], { env, stdio: ['ignore', 'ignore', 2] })
    if (done.status !== 0)
      throw new StepError(`"${line}" failed.`, 'See its message above, then run the command again.')
  }
}

/**
 * Electron's executable: the official download, else the pinned stand-in (see electron-runtime.mjs).
 * @returns {Promise<import('./electron-runtime.mjs').Runtime>}
 */
export async function ensureRuntime() {
  const { ensureElectron } = await import('./electron-runtime.mjs')
  return ensureElectron({ log: say })
}

/**
 * Runs one of the project's tools with the pinned Node.
 * @param {string[]} args first the script, then its arguments
 * @param {import('node:child_process').SpawnSyncOptions} options
 */
export function runNode(args, options = {}) {
  return spawnSync(findNode(), args, { cwd: root, env: toolEnv(), stdio: 'inherit', ...options })
}

/**
 * The same beside others: what it says is said at its end, in one piece.
 * @param {string[]} args first the script, then its arguments
 * @returns {Promise<number>} its exit code
 */
export function runNodeBeside(args) {
  const child = spawn(findNode(), args, { cwd: root, env: toolEnv(), stdio: ['ignore', 'pipe', 'pipe'] })
  const said = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => said.push(piece))
  return new Promise((resolve) => {
    child.once('error', () => resolve(1))
    child.once('close', (code) => {
      process.stdout.write(Buffer.concat(said))
      resolve(code ?? 1)
    })
  })
}

/**
 * Runs a long-lived script with the pinned Node; who ends this process ends that one too.
 * @param {string[]} args first the script, then its arguments
 * @returns {Promise<number>} its exit code
 */
export function handOver(args) {
  const child = spawn(findNode(), args, { cwd: root, env: toolEnv(), stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}

/** @param {string} name package, @param {string} bin file inside it */
export const tool = (name, bin) => join(root, 'node_modules', name, bin)
