/**
 * The Content-Security-Policy of every response. Neither the page nor the session worker may connect anywhere: only the link
 * worker, a file of its own with a policy of its own, may, and only to the relays the user has chosen.
 */

const base = [
  "default-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
]

/** libsodium is WebAssembly, hence the one relaxation. */
const scripts = "script-src 'self' 'wasm-unsafe-eval'"

/** @param dev the dev server injects styles and talks to its own socket */
function pagePolicy(dev = false): string {
  return [
    ...base,
    scripts,
    dev ? "style-src 'self' 'unsafe-inline'" : "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    dev ? "connect-src 'self' ws://127.0.0.1:5173" : "connect-src 'self'",
    "worker-src 'self'",
  ].join('; ')
}

function linkWorkerPolicy(relays: readonly string[]): string {
  return [...base, scripts, `connect-src ${relays.length > 0 ? relays.join(' ') : "'none'"}`].join('; ')
}

/** The session holds keys and everything that is stored: it may start link workers and connect nowhere. */
function sessionWorkerPolicy(): string {
  return [...base, scripts, "connect-src 'none'", "worker-src 'self'"].join('; ')
}

/** Makes a key of a passphrase, or reads a list of people, and nothing else. */
function quietWorkerPolicy(): string {
  return [...base, scripts, "connect-src 'none'"].join('; ')
}

/**
 * @param pathname of a response: the scripts of workers have policies of their own, everything else has the page's
 * @param relays origins such as `wss://relay.example`
 */
export function policyFor(pathname: string, relays: readonly string[], dev = false): string {
  if (/\/linkWorker[.-][^/]*$/.test(pathname)) return linkWorkerPolicy(relays)
  if (/\/sessionWorker[.-][^/]*$/.test(pathname)) return sessionWorkerPolicy()
  if (/\/(lockWorker|peopleFileWorker)[.-][^/]*$/.test(pathname)) return quietWorkerPolicy()
  return pagePolicy(dev)
}
