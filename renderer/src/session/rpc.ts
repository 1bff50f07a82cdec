/** The part of a MessagePort, of a Worker and of a worker's own scope that is needed here. */
export interface Port {
  onmessage: ((event: MessageEvent) => void) | null
  postMessage(message: unknown, transfer: Transferable[]): void
}

/** The same methods, seen from the other side of a port. Callbacks among the arguments are called here. */
export type Remote<Methods> = {
  readonly [Name in keyof Methods]: Methods[Name] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Awaited<Result>>
    : never
}

type Message =
  | { readonly call: number; readonly name: string; readonly args: readonly unknown[] }
  | { readonly done: number; readonly value: unknown }
  | { readonly failed: number; readonly message: string; readonly code: unknown }
  | { readonly callback: number; readonly args: readonly unknown[] }
  | { readonly news: string; readonly value: unknown }

type Callback = (...args: unknown[]) => unknown

/** Stands for a function among the arguments. */
interface CallbackMark {
  readonly kithCallback: number
}

const isPort = (value: object): value is MessagePort =>
  typeof MessagePort === 'function' && value instanceof MessagePort

/**
 * A copy of plain data that can be posted. Bytes are copied once and handed over: a view into a large frame would else take
 * the whole frame along, and a buffer that is still in use would be gone.
 */
function packed(value: unknown, transfer: Transferable[], callback: (work: Callback) => CallbackMark): unknown {
  if (typeof value === 'function') return callback(value as Callback)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) {
    const bytes = value.slice()
    transfer.push(bytes.buffer)
    return bytes
  }
  if (isPort(value)) {
    transfer.push(value)
    return value
  }
  if (Array.isArray(value)) return value.map((item) => packed(item, transfer, callback))
  if (Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, packed(item, transfer, callback)]))
}

const noCallback = (): never => {
  throw new Error('rpc.callback')
}

function post(port: Port, message: Message, callback: (work: Callback) => CallbackMark = noCallback): void {
  const transfer: Transferable[] = []
  const plain = packed(message, transfer, callback)
  port.postMessage(plain, transfer)
}

/**
 * Answers calls that come through a port, each as soon as it is done; they start in the order in which they were made.
 * @param methods everything that may be called; nothing else of the object they belong to can be
 * @returns tells the other side a piece of news, in order with the answers
 */
export function serve(port: Port, methods: Readonly<Record<string, (...args: never[]) => unknown>>) {
  const answer = async (call: number, name: string, args: readonly unknown[]) => {
    try {
      if (!Object.hasOwn(methods, name)) throw new Error(`rpc.unknown ${name}`)
      const local = args.map((arg) =>
        typeof arg === 'object' && arg !== null && 'kithCallback' in arg
          ? (...rest: unknown[]) => post(port, { callback: Number(arg.kithCallback), args: rest })
          : arg,
      )
      const method = methods[name] as (...rest: unknown[]) => unknown
      post(port, { done: call, value: await method(...local) })
    } catch (error) {
      const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
      post(port, { failed: call, message: error instanceof Error ? error.message : String(error), code })
    }
  }
  port.onmessage = ({ data }: MessageEvent<Message>) => {
    if ('call' in data) void answer(data.call, data.name, data.args)
  }
  return (news: string, value: unknown): void => post(port, { news, value })
}

/**
 * The calling side of a port. Failures come back as errors with the `message` and `code` they had there.
 * @param names of the methods, so that they can be called as if they were here
 * @param hear news that the other side tells
 */
export function connect<Methods>(
  port: Port,
  names: readonly (keyof Methods & string)[],
  hear: (news: string, value: unknown) => void = () => {},
): Remote<Methods> {
  const waiting = new Map<number, { done: (value: unknown) => void; failed: (error: Error) => void }>()
  const callbacks = new Map<number, Callback>()
  let last = 0
  const call = (name: string, args: readonly unknown[]): Promise<unknown> =>
    new Promise((done, failed) => {
      const mine: number[] = []
      const number = ++last
      const forget = () => {
        waiting.delete(number)
        for (const id of mine) callbacks.delete(id)
      }
      waiting.set(number, {
        done: (value) => {
          forget()
          done(value)
        },
        failed: (error) => {
          forget()
          failed(error)
        },
      })
      post(port, { call: number, name, args }, (work) => {
        const id = ++last
        mine.push(id)
        callbacks.set(id, work)
        return { kithCallback: id }
      })
    })
  port.onmessage = ({ data }: MessageEvent<Message>) => {
    if ('done' in data) waiting.get(data.done)?.done(data.value)
    else if ('failed' in data)
      waiting
        .get(data.failed)
        ?.failed(Object.assign(new Error(data.message), data.code !== null && { code: data.code }))
    else if ('callback' in data) callbacks.get(data.callback)?.(...data.args)
    else if ('news' in data) hear(data.news, data.value)
  }
  return Object.fromEntries(names.map((name) => [name, (...args: unknown[]) => call(name, args)])) as Remote<Methods>
}
