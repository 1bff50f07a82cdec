/** Our relay as it ships, SQLite on disk, in the folder given. Only the rates are raised: the load is one sender. */
import { startRelay } from '../../sync-server/server.ts'
import { report } from './serve.ts'

const free = { perSecond: 1e9, burst: 1e9 }
const relay = await startRelay({
  dataFolder: process.argv[2] ?? null,
  limits: { appends: free, awareness: free, socketsPerAddress: 10_000 },
})
report(relay.port)
