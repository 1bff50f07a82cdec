/**
 * Makes a key of a passphrase. A worker of its own: it takes a second and a quarter of a gigabyte, which WebAssembly gives
 * back only with its end.
 */

import { keyFromPassphrase } from '#shared/crypto/passphrase.ts'
import type { Stretch } from './session/appLock.ts'

globalThis.onmessage = async ({ data }: MessageEvent<Stretch>) => {
  globalThis.postMessage(await keyFromPassphrase(data.passphrase, data.salt, data.cost))
}
