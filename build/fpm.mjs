#!/usr/bin/env node
// Stands in for fpm, which electron-builder calls to make a .deb and which Debian does not package: it understands exactly
// that call and leaves the rest to dpkg-deb. Used through CUSTOM_FPM_PATH.
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const FLAGS = new Set(['--force', '--debug'])
const REPEATED = new Set(['d', 'deb-recommends'])

/** @param {string[]} argv @returns {{ options: Record<string, any>, sources: [string, string][] }} */
function parse(argv) {
  const options = { d: [], 'deb-recommends': [] }
  const sources = []
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]
    if (FLAGS.has(word)) continue
    if (!word.startsWith('-')) {
      const cut = word.lastIndexOf('=')
      sources.push([word.slice(0, cut), word.slice(cut + 1)])
      continue
    }
    const name = word.replace(/^--?/, '')
    const value = argv[++i]
    if (REPEATED.has(name)) options[name].push(value)
    else options[name] = value
  }
  return { options, sources }
}

/** Sets the modes a package should have. @returns {number} bytes below the path */
function normalize(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) {
    chmodSync(path, stat.mode & 0o111 ? 0o755 : 0o644)
    return stat.size
  }
  chmodSync(path, 0o755)
  return readdirSync(path).reduce((sum, name) => sum + normalize(join(path, name)), 0)
}

function control(options, bytes) {
  const [first = options.name, ...rest] = (options.description ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const fields = {
    Package: options.name,
    Version: options.version,
    Architecture: options.architecture,
    Maintainer: options.maintainer,
    Vendor: options.vendor,
    License: options.license,
    'Installed-Size': Math.ceil(bytes / 1024),
    Depends: options.d.join(', '),
    Recommends: options['deb-recommends'].join(', '),
    Section: options.category ?? 'default',
    Priority: options['deb-priority'],
    Homepage: options.url,
    Description: [first, ...rest.map((line) => ` ${line}`)].join('\n'),
  }
  const lines = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '')
  return `${lines.map(([name, value]) => `${name}: ${value}`).join('\n')}\n`
}

const { options, sources } = parse(process.argv.slice(2))
if (options.t !== 'deb' || options.s !== 'dir') {
  process.stderr.write(`fpm stand-in: only "-s dir -t deb", not "-s ${options.s} -t ${options.t}"\n`)
  process.exit(2)
}
const stage = mkdtempSync(join(tmpdir(), 'kith-deb-'))
try {
  for (const [from, to] of sources) {
    mkdirSync(dirname(join(stage, to)), { recursive: true })
    cpSync(from, join(stage, to), { recursive: true, verbatimSymlinks: true })
  }
  const bytes = normalize(stage)
  mkdirSync(join(stage, 'DEBIAN'))
  writeFileSync(join(stage, 'DEBIAN', 'control'), control(options, bytes))
  for (const [option, name] of [
    ['after-install', 'postinst'],
    ['after-remove', 'postrm'],
  ]) {
    if (!options[option]) continue
    cpSync(options[option], join(stage, 'DEBIAN', name))
    chmodSync(join(stage, 'DEBIAN', name), 0o755)
  }
  const compression = `-Z${options['deb-compression'] ?? 'xz'}`
  const done = spawnSync('dpkg-deb', ['--root-owner-group', compression, '-z1', '--build', stage, options.package], {
    stdio: 'inherit',
  })
  process.exitCode = done.status ?? 1
} finally {
  rmSync(stage, { recursive: true, force: true })
}
