import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { at, relayData, root, toolEnv } from './paths.mjs'
import { StepError } from './report.mjs'
import { findNode } from './setup.mjs'

const PORT = process.env.KITH_RELAY_PORT ?? '47474'

const answers = (url) =>
  fetch(`${url.replace('ws:', 'http:')}/health`, { signal: AbortSignal.timeout(1000) }).then(
    (response) => response.ok,
    () => false,
  )

/**
 * Starts the relay on this computer, or finds the one that an earlier start left running.
 * @returns {Promise<{ url: string, stop: () => void }>}
 */
export async function startRelay() {
  const expected = `ws://127.0.0.1:${PORT}`
  if (await answers(expected)) return { url: expected, stop: () => {} }
  mkdirSync(relayData, { recursive: true })
  const child = spawn(findNode(), [at('sync-server', 'main.ts')], {
    cwd: root,
    env: { ...toolEnv(), KITH_RELAY_HOST: '127.0.0.1', KITH_RELAY_PORT: PORT, KITH_RELAY_DATA: relayData },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const stop = () => child.kill('SIGTERM')
  process.once('exit', stop)
  const url = await new Promise((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /ws:\/\/\S+/.exec(line)
      if (found) resolve(found[0])
    })
    child.once('exit', () => resolve(null))
  })
  if (url === null)
    throw new StepError(
      'The relay did not start.',
      `Its message is above. Another port can be chosen with KITH_RELAY_PORT (now ${PORT}).`,
    )
  return { url, stop }
}
