// What Electron's own default_app does for `electron <folder>`, as far as this project needs it: the stand-in runtime of
// build/lib/electron-runtime.mjs comes without one. CommonJS, since that old Electron cannot load an ESM main.

const fs = require('node:fs')
const path = require('node:path')
const Module = require('node:module')
const { app } = require('electron')

const preload = []
let file = null
const argv = process.argv.slice(1)
for (let i = 0; i < argv.length && file === null; i++) {
  const arg = argv[i]
  if (arg === '-r' || arg === '--require') preload.push(argv[++i])
  else if (arg === '-v' || arg === '--version') {
    process.stdout.write(`v${process.versions.electron}\n`)
    process.exit(0)
  } else if (!arg.startsWith('-')) file = arg
}
if (preload.length > 0) Module._preloadModules(preload)
if (file === null) {
  process.stderr.write('usage: electron [flags] <folder or main file of an app>\n')
  process.exit(2)
}

// Electron's API tells packaged apps from others by this property.
Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true })
const target = path.resolve(file)
const manifest = path.join(target, 'package.json')
if (fs.existsSync(manifest)) {
  const { version, productName, name } = JSON.parse(fs.readFileSync(manifest, 'utf8'))
  if (version) app.setVersion(version)
  app.name = productName || name || app.name
}
const main = Module._resolveFilename(target, null, true)
app.setAppPath(fs.existsSync(manifest) ? target : path.dirname(main))
Module._load(main, Module, true)
