import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { net, protocol } from 'electron'
import { policyFor } from './csp.ts'
import { MIME } from './mime.ts'

const SCHEME = 'app'
/** The origin that owns everything the app stores: it must never change. */
export const ORIGIN = `${SCHEME}://kith`

/** Call before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ])
}

function headers(pathname: string, type: string, relays: readonly string[], dev: boolean): Headers {
  return new Headers({
    'content-type': type,
    'content-security-policy': policyFor(pathname, relays, dev),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    // Both together let threads share memory, by which a link is held up (renderer/src/sync/gauge.ts).
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cache-control': 'no-cache',
  })
}

async function fromDevServer(devUrl: string, request: Request, relays: readonly string[]): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const found = await net.fetch(devUrl.replace(/\/$/, '') + pathname + search, {
    headers: { accept: request.headers.get('accept') ?? '*/*' },
  })
  const type = found.headers.get('content-type') ?? 'application/octet-stream'
  return new Response(found.body, { status: found.status, headers: headers(pathname, type, relays, true) })
}

/**
 * Serves the renderer's files under `app://kith/`.
 * @param folder the built renderer @param relays read at each request, so that a new link worker sees a new relay
 */
export function serveRenderer(folder: string, relays: () => readonly string[], devUrl: string | undefined): void {
  protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url)
    if (url.origin !== ORIGIN && `${url.protocol}//${url.host}` !== ORIGIN) return new Response(null, { status: 404 })
    if (devUrl) return fromDevServer(devUrl, request, relays())
    let file: string
    try {
      file = normalize(join(folder, decodeURIComponent(url.pathname === '/' ? '/index.html' : url.pathname)))
    } catch {
      return new Response(null, { status: 400 })
    }
    const type = MIME[extname(file)]
    if (!file.startsWith(folder + sep) || type === undefined) return new Response(null, { status: 404 })
    try {
      return new Response(await readFile(file), { headers: headers(url.pathname, type, relays(), false) })
    } catch {
      return new Response(null, { status: 404 })
    }
  })
}
