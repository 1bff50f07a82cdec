/**
 * The relay beside bare `ws` and a y-websocket server, in one run: server CPU time for each delivery of an edit, and for
 * each join to a long log. Servers are processes of their own; the load is this process. Rounds are interleaved and
 * medians are quoted, because machines are shared and noisy: read the ratios.
 */
import { type App, bareWs, type Contender, kith, until, yWebsocket } from './relay/peers.ts'

const ROUNDS = 3
/** Edits that the sender has under way at any time: more than fit into one read of a socket, so a flood. */
const WINDOW = 1000
/** Edits before the measurement begins. */
const WARM = 2000
/** Receivers, and edits sent to them. */
const FAN_OUT = [
  [10, 8000],
  [50, 4000],
  [200, 1500],
] as const
const LOG_EDITS = 10_000
const JOINS = 10

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** Sends the edits from `first` up to `end`, with at most WINDOW of them not yet come back. */
const sendAll = async (sender: App, first: number, end: number): Promise<void> => {
  let next = first
  await new Promise<void>((done) => {
    const more = () => {
      while (next < end && next - sender.received < WINDOW) sender.send(next++)
      if (sender.received >= end) done()
    }
    sender.onMessage = more
    more()
  })
  sender.onMessage = () => {}
}

/** Server CPU in microseconds for each delivery. */
const fanOut = async (contender: Contender, receivers: number, edits: number): Promise<number> => {
  const server = await contender.start()
  const sender = await contender.join(server, 0)
  const apps = await Promise.all(Array.from({ length: receivers - 1 }, () => contender.join(server, 0)))
  await sendAll(sender, 0, WARM)
  await Promise.all(apps.map((app) => until(app, WARM)))
  const before = await server.cpu()
  await sendAll(sender, WARM, WARM + edits)
  await Promise.all(apps.map((app) => until(app, WARM + edits)))
  const used = (await server.cpu()) - before
  await server.stop()
  return used / (edits * receivers)
}

/** Server CPU in microseconds for each join, while it runs and after a restart (the first join after it). */
const joins = async (contender: Contender): Promise<{ warm: number; cold: number | null }> => {
  let server = await contender.start()
  await sendAll(await contender.join(server, 0), 0, LOG_EDITS)
  const join = async () => {
    const app = await contender.join(server, LOG_EDITS)
    await until(app, LOG_EDITS)
    await app.close()
  }
  const measure = async (times: number) => {
    const before = await server.cpu()
    for (let i = 0; i < times; i++) await join()
    return ((await server.cpu()) - before) / times
  }
  await join()
  const warm = await measure(JOINS)
  await server.stop()
  const again = await contender.restart()
  if (!again) return { warm, cold: null }
  server = again
  const cold = await measure(1)
  await server.stop()
  return { warm, cold }
}

const row = (...cells: readonly string[]) => console.log(`| ${cells.join(' | ')} |`)
const us = (value: number) => value.toFixed(value < 10 ? 2 : 0)
const ms = (value: number | null) => (value === null ? 'nothing stored' : (value / 1000).toFixed(1))

/** `bar` is the least ratio wanted. */
const bar = (name: string, peer: number, ours: number, least: number): void => {
  const ratio = peer / ours
  console.log(`- ${name}: 1/${ratio.toFixed(1)} (bar 1/${least}) ${ratio >= least ? 'met' : 'MISSED'}`)
}

export const run = async (): Promise<void> => {
  const contenders = [bareWs(), yWebsocket(), kith()]
  const costs = contenders.map(() => FAN_OUT.map((): number[] => []))
  const joined = contenders.map(() => ({ warm: [] as number[], cold: [] as number[] }))
  for (let round = 0; round < ROUNDS; round++) {
    for (const [f, [receivers, edits]] of FAN_OUT.entries()) {
      for (const [c, contender] of contenders.entries()) {
        costs[c]?.[f]?.push(await fanOut(contender, receivers, edits))
      }
    }
    for (const [c, contender] of contenders.entries()) {
      const { warm, cold } = await joins(contender)
      joined[c]?.warm.push(warm)
      if (cold !== null) joined[c]?.cold.push(cold)
    }
  }
  for (const contender of contenders) contender.clean()

  const cost = (c: number, f: number) => median(costs[c]?.[f] ?? [])
  row(
    'server CPU',
    ...FAN_OUT.map(([n]) => `µs per delivery to ${n}`),
    `ms per join to ${LOG_EDITS}`,
    'after a restart',
  )
  row(...Array<string>(FAN_OUT.length + 3).fill('---'))
  for (const [c, contender] of contenders.entries()) {
    const join = joined[c]
    const cold = join && join.cold.length > 0 ? median(join.cold) : null
    row(contender.name, ...FAN_OUT.map((_, f) => us(cost(c, f))), ms(median(join?.warm ?? [])), ms(cold))
  }
  const [ws, y, ours] = [0, 1, 2]
  console.log('')
  bar('R1, to 50 beside y-websocket', cost(y, 1), cost(ours, 1), 15)
  bar('R1, to 50 beside ws', cost(ws, 1), cost(ours, 1), 10)
  bar('R2, to 200 beside y-websocket', cost(y, 2), cost(ours, 2), 30)
  bar('R2, to 200 beside itself at 50', cost(ours, 1), cost(ours, 2), 1)
  console.log('- R1, R2 and R5 beside hocuspocus: not measured, it is not among the dependencies')
}
