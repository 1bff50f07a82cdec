import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { isLoopback } from './addresses.ts'

const answer = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }).end(text)
}

/** Asked by somebody on this computer, and not through a proxy on it. */
const isLocal = (request: IncomingMessage): boolean =>
  isLoopback(request.socket.remoteAddress ?? '') && !request.headers['x-forwarded-for'] && !request.headers.forwarded

/**
 * The little that the relay says without a socket: `GET /health`, and on this computer `GET /metrics`. Foreign bytes end
 * a line and nothing more. `headSeconds` is the time for the head of a request; a line that has none by then is dropped.
 */
export const createHttpFace = (metrics: () => string, headSeconds: number): Server => {
  const headTimeout = headSeconds * 1000
  const server = createServer(
    {
      headersTimeout: headTimeout,
      requestTimeout: headTimeout,
      keepAliveTimeout: Math.min(headTimeout, 1000),
      connectionsCheckingInterval: Math.min(headTimeout, 1000),
      maxHeaderSize: 8192,
    },
    (request, response) => {
      request.resume()
      if (request.method !== 'GET') answer(response, 405, 'method not allowed\n')
      else if (request.url === '/health') answer(response, 200, 'ok\n')
      else if (request.url === '/metrics' && isLocal(request)) answer(response, 200, metrics())
      else answer(response, 404, 'not found\n')
    },
  )
  server.on('clientError', (_error, socket) => socket.destroy())
  return server
}

/** Answers an upgrade with a refusal. */
export const refuseUpgrade = (socket: Duplex, status: number): void => {
  const reason = STATUS_CODES[status] ?? ''
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`, () => socket.destroy())
}
