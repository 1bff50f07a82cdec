/**
 * The relay as a program: `node sync-server/main.ts`, or `… backup <file>`. Settings come from the environment
 * (docs/relay.md). It prints one line when it is ready, and afterwards only faults of its own or of its disk: never an
 * address, a room or a token.
 */
import { backUp } from './backup.ts'
import { readOptions } from './options.ts'
import { startRelay } from './server.ts'
import { StartError, type StartErrorCode } from './startError.ts'

const EXIT_CODES: Readonly<Record<StartErrorCode, number>> = {
  BAD_OPTION: 2,
  NEEDS_TLS: 2,
  NEEDS_CREATION_TOKEN: 2,
  PORT_IN_USE: 3,
  NO_SUCH_ADDRESS: 3,
  DATA_FOLDER: 4,
  DATA_IN_USE: 4,
  DATA_DAMAGED: 5,
  DATA_NEWER: 5,
}

const serve = async (): Promise<void> => {
  const relay = await startRelay({
    ...readOptions(process.env),
    onFault: (error) => console.error(`relay fault: ${error instanceof Error ? error.message : 'unknown'}`),
  })
  let ending = false
  const end = () => {
    if (ending) process.exit(1)
    ending = true
    relay.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  console.log(`relay listening on ${relay.url}`)
}

const run = async (): Promise<void> => {
  const [command, target, ...rest] = process.argv.slice(2)
  if (command === undefined) return serve()
  if (command !== 'backup' || target === undefined || rest.length > 0) {
    throw new StartError('BAD_OPTION', 'Usage: node sync-server/main.ts [backup <file>]')
  }
  await backUp(readOptions(process.env).dataFolder, target)
  console.log(`backup written to ${target}`)
}

run().catch((error: unknown) => {
  console.error(error instanceof StartError ? error.message : error)
  process.exit(error instanceof StartError ? EXIT_CODES[error.code] : 1)
})
