/** Runs inside a server process: tells the parent the port and, when asked, the CPU time used so far. */

/** What a server process says. */
export type ServerReport = { readonly port: number } | { readonly cpuMicroseconds: number; readonly rssBytes: number }

export const report = (port: number): void => {
  const say = (message: ServerReport) => process.send?.(message)
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    say({ cpuMicroseconds: user + system, rssBytes: process.memoryUsage.rss() })
  })
  process.on('disconnect', () => process.exit(0))
  say({ port })
}
