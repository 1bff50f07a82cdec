import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'

const MAIN = resolve(import.meta.dirname, '../main.ts')

/** The relay as a program of its own, on loopback and any free port. */
export class RelayProcess {
  readonly url: string
  /** What it said of faults. */
  said = ''
  readonly #child: ChildProcess
  readonly #exited: Promise<number | NodeJS.Signals | null>

  private constructor(url: string, child: ChildProcess, exited: Promise<number | NodeJS.Signals | null>) {
    this.url = url
    this.#child = child
    this.#exited = exited
    child.stderr?.on('data', (chunk) => {
      this.said += chunk
    })
  }

  /** Starts it; rejects with what it said if it ends before it listens. */
  static async start(dataFolder: string, environment: Record<string, string> = {}): Promise<RelayProcess> {
    const env = {
      ...process.env,
      KITH_RELAY_HOST: '127.0.0.1',
      KITH_RELAY_PORT: '0',
      KITH_RELAY_DATA: dataFolder,
      ...environment,
    }
    const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    child.stderr?.on('data', (chunk) => {
      said += chunk
    })
    const exited = new Promise<number | NodeJS.Signals | null>((done) => {
      child.once('exit', (code, signal) => done(code ?? signal))
    })
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
    const url = await Promise.race([
      new Promise<string>((done) => lines.once('line', (line) => done(line.replace('relay listening on ', '')))),
      exited.then((code) => Promise.reject(new Error(`ended with ${code}: ${said}`))),
    ])
    return new RelayProcess(url, child, exited)
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Ends it and resolves with how it ended: its exit code, or the signal that ended it. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
    this.#child.kill(signal)
    return this.#exited
  }
}
