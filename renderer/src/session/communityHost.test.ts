import { afterEach, describe, expect, it } from 'vitest'
import { memoryStorage } from '#renderer/storage/memoryStorage.ts'
import type { Batch, CommunityStore, Storage } from '#renderer/storage/store.ts'
import { DocKind, Role } from '#shared/log/ids.ts'
import { Communities } from './communities.ts'
import { CommunityHost } from './communityHost.ts'
import type { OpenCommunity } from './openCommunity.ts'
import { serveHost } from './serving.ts'

let ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends) end()
  ends = []
})

/** A disk whose writes of edits are held until `let go`. */
function heldDisk() {
  const storage = memoryStorage()
  let gate: Promise<void> = Promise.resolve()
  const guard = (store: CommunityStore): CommunityStore => {
    const commit = async (batch: Batch) => {
      if (batch.addOutbox) await gate
      return store.commit(batch)
    }
    return new Proxy(store, {
      get: (target, name) => {
        if (name === 'commit') return commit
        const value = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  }
  const disk: Storage = { ...storage, community: (room) => guard(storage.community(room)) }
  const hold = () => {
    let release = () => {}
    gate = new Promise((done) => {
      release = done
    })
    return release
  }
  return { disk, hold }
}

/** The window's end and the session's end of one profile, with a channel between them as between threads. */
function begin(disk: Storage) {
  const timer = { after: () => () => {}, random: () => 0 }
  const dialRelay = () => () => ({ send: () => {}, close: () => {} })
  const opening = Communities.open(disk, new Uint8Array(32).fill(1), { timer, now: () => 0, dialRelay })
  const { port1, port2 } = new MessageChannel()
  ends.push(() => port1.close())
  serveHost(port1, opening)
  return new CommunityHost(port2, { randomId: () => 7, breathe: async () => {} })
}

async function board(community: OpenCommunity) {
  const made = await community.createDoc(DocKind.board, Role.member)
  if (!made.ok) throw new Error(made.code)
  return made.id
}

const status = (community: OpenCommunity, wanted: (now: OpenCommunity['currentStatus']) => boolean) =>
  new Promise<void>((done) => {
    const look = () => {
      if (!wanted(community.currentStatus)) return
      stop()
      done()
    }
    const stop = community.status.on(look)
    look()
  })

describe('a community behind a port', () => {
  it('can be read at once, and shows what a command has changed when the command is done', async () => {
    const host = begin(memoryStorage())
    const community = await host.create('Riverside', 'moss', 'Ana')
    expect([community.about.name, community.role, community.docs(DocKind.board)]).toEqual([
      'Riverside',
      Role.steward,
      [],
    ])
    const id = await board(community)
    expect(community.docs(DocKind.board)).toMatchObject([{ id, mayWrite: true }])
    expect([community.mayWrite(id), community.mayWrite(`${id}.00`), community.mayWrite('0')]).toEqual([
      true,
      true,
      false,
    ])
    await community.remember('Uphill', 'sky')
    expect(community.about).toMatchObject({ name: 'Uphill', hue: 'sky' })
    let news = 0
    community.changed.on(() => {
      news += 1
    })
    await community.remember('Uphill', 'sky')
    await community.remember('Downhill', 'sky')
    expect([community.about.name, news]).toEqual(['Downhill', 1])
    await community.close()
  })

  it('keeps what was written in a document, also when it is opened with the documents wanted first', async () => {
    const storage = memoryStorage()
    const host = begin(storage)
    const first = await host.create('Riverside', 'moss', 'Ana')
    const id = await board(first)
    const open = await first.open(id)
    open.doc.getText('t').insert(0, 'hello')
    await first.close()

    const again = await begin(storage).open(first.room, [id])
    expect((await again.open(id)).doc.getText('t').toString()).toBe('hello')
    await again.close()
  })

  it('says that it is saving until an edit is on the disk, and closes only then (R1)', async () => {
    const { disk, hold } = heldDisk()
    const community = await begin(disk).create('Riverside', 'moss', 'Ana')
    const open = await community.open(await board(community))
    await status(community, ({ writing, waiting }) => !writing && waiting === 0)
    const letGo = hold()
    open.doc.getText('t').insert(0, 'hello')
    expect(community.currentStatus).toMatchObject({ writing: true, waiting: 1 })
    let closed = false
    const closing = community.close().then(() => {
      closed = true
    })
    await (await begin(memoryStorage())).list() // a round trip of another session: time for a close that does not wait
    expect([closed, community.currentStatus.writing]).toEqual([false, true])
    letGo()
    await closing
    expect(community.currentStatus.writing).toBe(false)
  })

  it('fails as the session fails', async () => {
    const storage = memoryStorage()
    const host = begin(storage)
    const community = await host.create('Riverside', 'moss', 'Ana')
    await community.close()
    await expect(host.open('00'.repeat(32))).rejects.toThrow('secrets.wrong-key')
    expect(await host.readLink('nothing')).toEqual({ ok: false, code: 'link.form' })
    await host.forget(community.room as Parameters<typeof host.forget>[0])
    expect(await host.list()).toEqual([])
  })
})
