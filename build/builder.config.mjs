// electron-builder: what a package holds and how it behaves. Packages for Windows and macOS are built on those systems.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureElectron } from './lib/electron-runtime.mjs'

const runtime = await ensureElectron({ log: console.error })
/** Playwright drives a packaged app through the inspector, which a release must not have. */
const forTests = process.env.KITH_E2E_BUILD === '1'

export default {
  appId: 'org.kith.desktop',
  productName: 'Kith',
  copyright: 'AGPL-3.0-or-later',
  directories: { output: 'dist', buildResources: 'build/resources' },
  // Everything is bundled into out/; node_modules never travels.
  files: [
    'out/**',
    '!out/**/*.map',
    '!out/.built',
    '!out/renderer/gallery.html',
    '!out/renderer/assets/gallery-*',
    'package.json',
    '!node_modules/**',
  ],
  asar: true,
  npmRebuild: false,
  electronVersion: runtime.version,
  ...(runtime.kind === 'fallback' ? { electronDist: runtime.dist } : {}),
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: forTests,
    onlyLoadAppFromAsar: true,
    enableCookieEncryption: false,
  },
  afterExtract: (context) => rm(join(context.appOutDir, 'resources', 'default_app.asar'), { force: true }),
  protocols: [{ name: 'Kith invitation', schemes: ['kith'] }],
  fileAssociations: [{ ext: 'ics', name: 'Calendar', mimeType: 'text/calendar', role: 'Viewer' }],
  linux: {
    target: ['dir', 'tar.gz', 'deb'],
    category: 'Office',
    executableName: 'kith',
    icon: 'build/resources/icon.png',
    maintainer: 'The Kith developers <kith@example.invalid>',
    synopsis: 'Organize your community, offline and encrypted',
    // Lists of people: offered beside what opens them otherwise, never instead.
    mimeTypes: [
      'x-scheme-handler/kith',
      'text/vcard',
      'text/csv',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ],
  },
  win: { target: ['nsis'], icon: 'build/resources/icon.png' },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
  mac: {
    target: ['dmg', 'zip'],
    category: 'public.app-category.productivity',
    fileAssociations: [
      { ext: 'vcf', name: 'Contacts', role: 'Viewer', rank: 'Alternate' },
      { ext: ['csv', 'xlsx'], name: 'List of people', role: 'Viewer', rank: 'Alternate' },
    ],
    icon: 'build/resources/icon.png',
    hardenedRuntime: true,
    entitlements: 'build/resources/entitlements.mac.plist',
    entitlementsInherit: 'build/resources/entitlements.mac.plist',
  },
  publish: null,
}
