/**
 * The Content-Security-Policy of every response. The page itself may connect nowhere: only the link worker, a file of its
 * own with a policy of its own, may, and only to the relays the user has chosen.
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
export function pagePolicy(dev = false): string {
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

/** @param relays origins such as `wss://relay.example` */
export function linkWorkerPolicy(relays: readonly string[]): string {
  return [...base, scripts, `connect-src ${relays.length > 0 ? relays.join(' ') : "'none'"}`].join('; ')
}

/** @param pathname of a response @returns whether it is the script that may open connections */
export function isLinkWorker(pathname: string): boolean {
  return /\/linkWorker[.-][^/]*$/.test(pathname)
}
