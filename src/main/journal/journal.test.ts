import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JournalCalls, JournalChange, JournalRow } from '../../shared/ipc/journal.ts'
import { JournalFolder } from './journalFolder.ts'

const ROOM = 'a'.repeat(64)
const OTHER = 'b'.repeat(64)
const GENERATION = '0123456789abcdef'

let profile = ''
let opened: JournalFolder[] = []
const open = () => {
  const journal = new JournalFolder(profile, async () => {})
  opened.push(journal)
  return journal
}
const file = (room = ROOM) => join(profile, 'journal', `${room}.journal`)

beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), 'kith-journal-'))
})
afterEach(async () => {
  for (const journal of opened) await journal.close()
  opened = []
  await rm(profile, { recursive: true, force: true })
})

const row = (key: string, ...bytes: number[]): JournalRow => ({ key, bytes: Uint8Array.from(bytes) })
const put = (...rows: JournalRow[]): JournalChange => ({ clear: [], drop: [], put: rows })

async function start(journal: JournalCalls, rows: readonly JournalRow[] = [], room = ROOM): Promise<void> {
  await journal.begin(room, GENERATION, 0)
  await journal.fill(room, rows)
  await journal.finish(room)
}

/** What lies there, by key. */
async function held(journal: JournalCalls, room = ROOM): Promise<Map<string, string>> {
  const rows = new Map<string, string>()
  for (let from: number | null = 0; from !== null; ) {
    const page = await journal.read(room, from)
    for (const { change } of page.changes) replay(rows, change)
    from = page.next
  }
  return rows
}

function replay(rows: Map<string, string>, { clear, drop, put: rest }: JournalChange): void {
  for (const prefix of clear) for (const key of rows.keys()) if (key.startsWith(prefix)) rows.delete(key)
  for (const key of drop) rows.delete(key)
  for (const { key, bytes } of rest) rows.set(key, Buffer.from(bytes).toString('base64'))
}

const sorted = (rows: Map<string, string>) => [...rows].sort(([a], [b]) => (a < b ? -1 : 1))

describe('a journal', () => {
  it('gives back after a restart what was appended', async () => {
    const journal = open()
    await start(journal, [row('about', 1)])
    await journal.append(ROOM, GENERATION, 1, put(row('e/1', 9), row('o/1', 2)))
    await journal.append(ROOM, GENERATION, 2, { clear: [], drop: ['o/1'], put: [row('e/2', 8)] })
    await journal.close()
    const again = open()
    expect(await again.list()).toEqual([{ room: ROOM, generation: GENERATION, base: 0, last: 2, whole: true }])
    expect(sorted(await held(again))).toEqual([
      ['about', 'AQ=='],
      ['e/1', 'CQ=='],
      ['e/2', 'CA=='],
    ])
  })

  it('takes only what follows, of the same generation', async () => {
    const journal = open()
    await start(journal)
    await expect(journal.append(ROOM, GENERATION, 2, put())).rejects.toThrow('journal.stale')
    await expect(journal.append(ROOM, 'f'.repeat(16), 1, put())).rejects.toThrow('journal.stale')
    await expect(journal.append(OTHER, GENERATION, 1, put())).rejects.toThrow('journal.stale')
    await Promise.all([1, 2, 3].map((n) => journal.append(ROOM, GENERATION, n, put(row('about', n)))))
    expect((await journal.list())[0]?.last).toBe(3)
  })

  it('cut off at any byte holds every change that lies whole before the cut, and goes on from there', async () => {
    const journal = open()
    await start(journal, [row('about', 1)])
    const ends = [(await readFile(file())).length]
    for (let n = 1; n <= 4; n++) {
      await journal.append(ROOM, GENERATION, n, put(row(`e/${n}`, n, n, n)))
      ends.push((await readFile(file())).length)
    }
    await journal.close()
    const bytes = await readFile(file())
    for (let cut = ends[0] ?? 0; cut <= bytes.length; cut++) {
      await writeFile(file(), bytes.subarray(0, cut))
      const again = open()
      const last = ends.findLastIndex((end) => end <= cut)
      expect(await again.list(), `cut at ${cut}`).toMatchObject([{ last, whole: true }])
      await again.append(ROOM, GENERATION, last + 1, put(row('about', 7)))
      await again.close()
      const after = open()
      expect(await after.list()).toMatchObject([{ last: last + 1, whole: true }])
      expect([...(await held(after)).keys()]).toHaveLength(last + 1)
      await after.close()
    }
  })

  it('never gives back a turned bit, and says that something is missing unless it was the last', async () => {
    const journal = open()
    await start(journal, [row('about', 1)])
    for (let n = 1; n <= 3; n++) await journal.append(ROOM, GENERATION, n, put(row(`e/${n}`, n, n, n)))
    const sound = await held(journal)
    await journal.close()
    const bytes = await readFile(file())
    for (let at = 0; at < bytes.length; at++) {
      const wrong = Buffer.from(bytes)
      wrong[at] = (wrong[at] ?? 0) ^ (1 << (at & 7))
      await writeFile(file(), wrong)
      const again = open()
      const [said] = await again.list()
      const found = await held(again)
      for (const [key, value] of found) expect(value).toBe(sound.get(key))
      expect(found.size).toBeLessThanOrEqual(sound.size)
      if (found.size < sound.size && said?.last === 3) expect(said.whole).toBe(false)
      if (said?.whole) expect([2, 3]).toContain(said.last)
      await again.close()
    }
  })

  it('is written anew when half of it is of no use, and holds the same', async () => {
    const journal = open()
    await start(journal, [row('about', 1)])
    const large = { key: 'o/1', bytes: new Uint8Array(200_000).fill(3) }
    for (let n = 1; n <= 20; n++) await journal.append(ROOM, GENERATION, n, put(row(`e/${n}`, n), large))
    await journal.close()
    expect((await readFile(file())).length).toBeLessThan(2_000_000)
    const again = open()
    const [said] = await again.list()
    expect(said).toMatchObject({ generation: GENERATION, last: 20, whole: true })
    expect(said?.base).toBeGreaterThan(0)
    expect((await held(again)).size).toBe(22)
    await again.append(ROOM, GENERATION, 21, { clear: ['e/'], drop: [], put: [] })
    expect((await held(again)).size).toBe(2)
  })

  it('merges many small changes, so that a start need not read each of them', async () => {
    const journal = open()
    await start(journal, [row('about', 1)])
    const append = (n: number) => journal.append(ROOM, GENERATION, n, put(row(`e/${n}`, n % 256)))
    await Promise.all(Array.from({ length: 20_100 }, (_, i) => append(i + 1)))
    await append(20_101)
    const [said] = await journal.list()
    expect(said).toMatchObject({ generation: GENERATION, last: 20_101, whole: true })
    expect(said?.base).toBeGreaterThan(20_000)
    expect((await held(journal)).size).toBe(20_102)
  })

  it('holds what a plain replay of the changes gives, whatever they are', async () => {
    const key = fc.constantFrom('about', 'keys', 'e/1', 'e/2', 'e/3', 'o/1', 'o/2', 'r/profile/x')
    const row = fc
      .record({ key, value: fc.nat(255), size: fc.constantFrom(0, 3, 300_000) })
      .map((of) => ({ key: of.key, bytes: new Uint8Array(of.size).fill(of.value) }))
    const change = fc.record({
      clear: fc.array(fc.constantFrom('e/', 'o/'), { maxLength: 1 }),
      drop: fc.array(key, { maxLength: 2 }),
      put: fc.array(row, { maxLength: 2 }),
    })
    const steps = fc.array(fc.record({ change, restart: fc.boolean() }), { maxLength: 25 })
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        let journal = open()
        await start(journal)
        const expected = new Map<string, string>()
        for (const [i, step] of list.entries()) {
          await journal.append(ROOM, GENERATION, i + 1, step.change)
          replay(expected, step.change)
          if (!step.restart) continue
          await journal.close()
          journal = open()
        }
        expect(sorted(await held(journal))).toEqual(sorted(expected))
        expect(await journal.list()).toMatchObject([{ last: list.length, whole: true }])
        await journal.forget(ROOM)
      }),
      { numRuns: 15 },
    )
  })

  it('keeps the old file until a new one is finished', async () => {
    const journal = open()
    await start(journal, [row('about', 1)])
    await journal.begin(ROOM, 'f'.repeat(16), 5)
    await journal.fill(ROOM, [row('about', 2)])
    await journal.append(ROOM, GENERATION, 1, put(row('e/1', 1)))
    await journal.close()
    const again = open()
    expect(await again.list()).toMatchObject([{ generation: GENERATION, last: 1 }])
    expect(await readdir(join(profile, 'journal'))).toEqual([`${ROOM}.journal`])
    await again.begin(ROOM, 'f'.repeat(16), 5)
    await again.fill(ROOM, [row('about', 2)])
    await again.finish(ROOM)
    expect(await again.list()).toMatchObject([{ generation: 'f'.repeat(16), base: 5, last: 5, whole: true }])
    expect(await held(again)).toEqual(new Map([['about', 'Ag==']]))
  })

  it('forgets one community and nothing of another', async () => {
    const journal = open()
    await start(journal, [row('about', 1)])
    await start(journal, [row('about', 2)], OTHER)
    await journal.forget(ROOM)
    expect((await journal.list()).map(({ room }) => room)).toEqual([OTHER])
    expect(await readdir(join(profile, 'journal'))).toEqual([`${OTHER}.journal`])
  })

  it('sets a database aside, one copy at a time, until a community is forgotten', async () => {
    let cleared = 0
    const journal = new JournalFolder(profile, async () => {
      cleared += 1
    })
    opened.push(journal)
    await mkdir(join(profile, 'IndexedDB'))
    for (const content of ['first', 'second']) {
      await writeFile(join(profile, 'IndexedDB/data'), content)
      await journal.setAside()
      expect(await readFile(join(profile, 'database-set-aside/data'), 'utf8')).toBe(content)
    }
    expect(cleared).toBe(2)
    await journal.forget(ROOM)
    expect((await readdir(profile)).sort()).toEqual(['IndexedDB', 'journal'])
  })

  it('takes the file of another community for nothing', async () => {
    const journal = open()
    await start(journal, [row('about', 1)])
    await journal.close()
    await writeFile(file(OTHER), await readFile(file()))
    const again = open()
    expect((await again.list()).find(({ room }) => room === OTHER)).toMatchObject({ generation: '', whole: false })
    expect((await held(again, OTHER)).size).toBe(0)
  })
})
