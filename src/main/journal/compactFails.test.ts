import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'

let folder = ''
let breaks = false
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>()
  return {
    ...real,
    open: (path: string, ...rest: never[]) =>
      breaks && path === folder
        ? Promise.reject(Object.assign(new Error('EMFILE'), { code: 'EMFILE' }))
        : real.open(path, ...rest),
  }
})

it('what is acknowledged after an attempt to write it anew is in the file', async () => {
  const { JournalFile, NewFile } = await import('./journalFile.ts')
  folder = await mkdtemp(join(tmpdir(), 'kith-rev-'))
  const room = 'ab'.repeat(32)
  const file = join(folder, 'x.journal')
  await (await NewFile.begin(room, file, '0'.repeat(16), 0)).finish()
  const journal = await JournalFile.open(room, file)
  breaks = true
  // one value over and over: soon more than half is of no use
  for (let n = 1; n <= 5; n++)
    await journal.append('0'.repeat(16), n, {
      clear: [],
      drop: [],
      put: [{ key: 'about', bytes: new Uint8Array(400_000).fill(n) }],
    })
  await journal.idle()
  await journal.append('0'.repeat(16), 6, { clear: [], drop: [], put: [{ key: 'o/1', bytes: Uint8Array.of(1) }] })
  await journal.close()
  breaks = false
  const again = await JournalFile.open(room, file)
  const { last } = again.summary
  await again.close()
  expect(last).toBe(6)
})
