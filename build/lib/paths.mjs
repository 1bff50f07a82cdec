import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout's folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** @param {string[]} parts below the checkout */
export const at = (...parts) => join(root, ...parts)

/** Outside node_modules, which `npm ci` empties. */
export const cacheRoot = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kith')

/** Where the relay that `npm start` runs keeps its database. */
export const relayData =
  process.env.KITH_RELAY_DATA ?? join(process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'kith-relay')

/** Environment in which the project's own tools and its pinned Node come first. */
export const toolEnv = () => ({ ...process.env, PATH: `${at('node_modules', '.bin')}${delimiter}${process.env.PATH}` })
