// Serves the built renderer as a plain web page on 127.0.0.1, under the app's own Content-Security-Policy.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { policyFor } from '../src/main/csp.ts'
import { MIME } from '../src/main/mime.ts'
import { at } from './lib/paths.mjs'

/**
 * @param {{ port?: number, relays?: string[], suggestedRelay?: string, sample?: boolean }} options port 0: any free one
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function servePage({ port = 0, relays = [], suggestedRelay, sample = false } = {}) {
  const folder = at('out', 'renderer')
  const host = JSON.stringify({ suggestedRelay: suggestedRelay ?? null, sample })
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const file = normalize(join(folder, pathname === '/' ? 'index.html' : pathname))
    const type = MIME[extname(file)]
    const send = (status, kind, body) =>
      response
        .writeHead(status, {
          'content-type': kind,
          'content-security-policy': policyFor(pathname, relays),
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
          'cross-origin-opener-policy': 'same-origin',
          'cross-origin-embedder-policy': 'require-corp',
        })
        .end(body)
    if (pathname === '/host.json') return send(200, 'application/json', host)
    if (!file.startsWith(folder + sep) || type === undefined) return send(404, 'text/plain', '')
    return readFile(file).then(
      (body) => send(200, type, body),
      () => send(404, 'text/plain', ''),
    )
  })
  await new Promise((resolve, reject) =>
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve(undefined)),
  )
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () => new Promise((resolve) => server.close(() => resolve(undefined)).closeAllConnections()),
  }
}
