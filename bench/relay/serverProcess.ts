import { type ChildProcess, fork } from 'node:child_process'
import { resolve } from 'node:path'
import type { ServerReport } from './serve.ts'

/** A server in a process of its own, whose CPU time can be asked for. */
export class ServerProcess {
  readonly url: string
  readonly #child: ChildProcess

  private constructor(url: string, child: ChildProcess) {
    this.url = url
    this.#child = child
  }

  /** `file` lies in this folder. */
  static async start(file: string, ...args: string[]): Promise<ServerProcess> {
    const child = fork(resolve(import.meta.dirname, file), args)
    const report = await nextReport(child)
    if (!('port' in report)) throw new Error(`${file} reported no port`)
    return new ServerProcess(`ws://127.0.0.1:${report.port}`, child)
  }

  /** CPU time of the whole process so far, user and system, in microseconds. */
  async cpu(): Promise<number> {
    const report = nextReport(this.#child)
    this.#child.send('report')
    const read = await report
    return 'cpuMicroseconds' in read ? read.cpuMicroseconds : Number.NaN
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.#child.once('exit', done))
    this.#child.kill('SIGKILL')
    await ended
  }
}

const nextReport = (child: ChildProcess): Promise<ServerReport> =>
  new Promise((done, fail) => {
    child.once('message', (message) => done(message as ServerReport))
    child.once('exit', (code) => fail(new Error(`the server ended with ${code}`)))
  })
