// The layer law of docs/architecture.md: a room imports only from rooms lower down; rooms on one line are strangers.
// There is no baseline and no exception list: a forbidden import is moved, never listed.

/** Files in `from` may import, inside the repository, only from `to`. Packages and Node itself have rules of their own below. */
const room = (name, from, to) => ({
  name,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: '[.]test[.]ts$' },
  to: { path: '^(src|renderer|sync-server|e2e|bench|build|test)/', pathNot: to.map((t) => `^${t}`) },
})
const shared = (name, ...more) => room(`shared-${name}`, `src/shared/${name}`, [`src/shared/${name}/`, ...more])
const R = 'renderer/src'
const S = 'src/shared'

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^vite/client$' },
    },
    { name: 'no-dev-leftovers', severity: 'error', from: {}, to: { path: '[.]test[.]ts$' } },
    // 0: the shared rooms
    shared('domain'),
    shared('formats', `${S}/domain/`),
    shared('crypto'),
    shared('log', `${S}/crypto/`),
    shared('protocol'),
    shared('ipc'),
    // hosts
    room('main', 'src/main', ['src/main/', `${S}/ipc/`]),
    room('preload', 'src/preload', ['src/preload/', `${S}/ipc/`]),
    room('relay', 'sync-server', ['sync-server/', `${S}/protocol/`]),
    // 1
    room('storage', `${R}/storage`, [`${R}/storage/`]),
    room('sync', `${R}/sync`, [`${R}/sync/`, `${S}/protocol/`]),
    room('platform', `${R}/platform`, [`${R}/platform/`, `${S}/ipc/`]),
    // 2
    room('session', `${R}/session`, [
      `${R}/session/`,
      `${R}/storage/`,
      `${R}/sync/`,
      `${S}/log/`,
      `${S}/crypto/`,
      `${S}/protocol/`,
    ]),
    room('ui', `${R}/ui`, [`${R}/ui/`]),
    // 3
    room('stores', `${R}/stores`, [`${R}/stores/`, `${R}/session/`, `${R}/platform/`, `${S}/domain/`, `${S}/formats/`]),
    // 4: a feature knows its own folder, never another feature
    {
      name: 'features',
      severity: 'error',
      from: { path: `^${R}/features/([^/]+)/`, pathNot: '[.]test[.]ts$' },
      to: {
        path: '^(src|renderer|sync-server|e2e|bench|build|test)/',
        pathNot: [`^${R}/features/$1/`, `^${R}/stores/`, `^${R}/ui/`, `^${S}/domain/`],
      },
    },
    // 5
    room('app', `${R}/app`, [`${R}/app/`, `${R}/features/`, `${R}/stores/`, `${R}/ui/`, `${S}/domain/`]),
    room('gallery', `${R}/gallery`, [`${R}/gallery/`, `${R}/features/`, `${R}/stores/`, `${R}/ui/`, `${S}/domain/`]),
    // what each side may use from outside
    {
      name: 'no-node-outside-hosts',
      severity: 'error',
      from: { path: '^(renderer|src/shared|src/preload)/', pathNot: '[.]test[.]ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-electron-outside-hosts',
      severity: 'error',
      from: { pathNot: '^(src/(main|preload)|e2e|build)/' },
      to: { path: '^electron$|node_modules/electron/' },
    },
    {
      name: 'components-never-see-the-engine-room',
      severity: 'error',
      from: { path: `^${R}/(ui|features|app)/`, pathNot: '[.]test[.]ts$' },
      to: { path: 'node_modules/(yjs|y-protocols|y-websocket|lib0|dexie|libsodium-wrappers(-sumo)?)/' },
    },
    {
      name: 'the-relay-cannot-read',
      severity: 'error',
      from: { path: '^sync-server/', pathNot: '[.]test[.]ts$' },
      to: { path: 'node_modules/(yjs|y-protocols|y-websocket|libsodium-wrappers(-sumo)?|dexie)/' },
    },
    {
      name: 'only-storage-knows-dexie',
      severity: 'error',
      from: { path: '^(src|renderer)/', pathNot: [`^${R}/storage/`, '[.]test[.]ts$'] },
      to: { path: 'node_modules/dexie/' },
    },
    {
      name: 'only-crypto-knows-libsodium',
      severity: 'error',
      from: { path: '^(src|renderer|sync-server)/', pathNot: `^${S}/crypto/` },
      to: { path: 'node_modules/libsodium-wrappers(-sumo)?/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist|node_modules/[.])' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.svelte.ts', '.svelte', '.js', '.mjs'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'svelte', 'browser', 'default'],
    },
  },
}
