import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { at } from './paths.mjs'
import { StepError, say } from './report.mjs'
import { runNode, tool } from './setup.mjs'

const SOURCES = ['src', 'renderer', 'electron.vite.config.ts', 'svelte.config.js', 'package-lock.json']

/** @returns {number} the youngest modification time of what goes into the app below a path, in ms */
function youngest(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return path.endsWith('.test.ts') ? 0 : stat.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => youngest(join(path, name))))
}

/** Builds main, preload and renderer into out/ unless nothing has changed since the last build. */
export function ensureBuild() {
  const stamp = at('out', '.built')
  if (existsSync(stamp) && statSync(stamp).mtimeMs > Math.max(...SOURCES.map((name) => youngest(at(name))))) return
  say('building the app')
  const done = runNode([tool('electron-vite', 'bin/electron-vite.js'), 'build', '--logLevel', 'error'], {
    stdio: ['ignore', 2, 2],
  })
  if (done.status !== 0)
    throw new StepError('The app could not be built.', 'The message above names the file and the line.')
  writeFileSync(stamp, '')
}
