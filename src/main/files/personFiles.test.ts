import { mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fileError } from './fileErrors.ts'
import { filesIn, OpenedFiles } from './openedFiles.ts'
import { readWhole, saveAt } from './personFiles.ts'

let folder = ''
const at = (name: string) => join(folder, name)
const text = (words: string) => new TextEncoder().encode(words)
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-files-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('saving where a person said', () => {
  it('writes the bytes and leaves nothing else behind', async () => {
    await saveAt(at('fair.ics'), 'ics', text('new'))
    expect(await readdir(folder)).toEqual(['fair.ics'])
    expect(await readFile(at('fair.ics'), 'utf8')).toBe('new')
  })

  it('replaces what was there, and keeps a file that only looks like its temporary one', async () => {
    await writeFile(at('fair.ics'), 'old and longer')
    await writeFile(at('fair.ics.new'), 'mine')
    await saveAt(at('fair.ics'), 'ics', text('new'))
    expect(await readFile(at('fair.ics'), 'utf8')).toBe('new')
    expect(await readFile(at('fair.ics.new'), 'utf8')).toBe('mine')
  })

  it('a name without an ending gets one, unless that would replace a file nobody was asked about', async () => {
    await saveAt(at('fair'), 'ics', text('1'))
    expect(await readdir(folder)).toEqual(['fair.ics'])
    await saveAt(at('fair'), 'ics', text('2'))
    expect(await readFile(at('fair.ics'), 'utf8')).toBe('1')
    expect(await readFile(at('fair'), 'utf8')).toBe('2')
  })

  it('a link stays a link', async () => {
    await mkdir(at('far'))
    await writeFile(at('far/fair.ics'), 'old')
    await symlink(at('far/fair.ics'), at('fair.ics'))
    await saveAt(at('fair.ics'), 'ics', text('new'))
    expect(await readlink(at('fair.ics'))).toBe(at('far/fair.ics'))
    expect(await readFile(at('far/fair.ics'), 'utf8')).toBe('new')
  })

  it('on failure what was there stays, nothing half written does, and no path is told', async () => {
    await mkdir(at('fair.ics'))
    await writeFile(at('fair.ics/inside'), 'old')
    await expect(saveAt(at('fair.ics'), 'ics', text('new'))).rejects.toThrow(/^file\.[a-z]+$/)
    expect(await readdir(folder)).toEqual(['fair.ics'])
    await expect(saveAt(at('none/fair.ics'), 'ics', text('new'))).rejects.toThrow(/^file\.gone$/)
  })

  it.each([
    ['ENOSPC', 'file.full'],
    ['EACCES', 'file.denied'],
    ['EROFS', 'file.denied'],
    ['ENOENT', 'file.gone'],
    ['EIO', 'file.failed'],
  ])('%s is told as %s', (code, told) => {
    expect(fileError(Object.assign(new Error('/home/amara'), { code })).message).toBe(told)
  })
})

describe('reading what a person chose', () => {
  it('gives name and bytes', async () => {
    await writeFile(at('fair.ics'), 'BEGIN')
    expect(await readWhole(at('fair.ics'))).toEqual({ name: 'fair.ics', bytes: text('BEGIN') })
  })

  it('takes a file of the limit and refuses one byte more', async () => {
    await writeFile(at('a'), 'x'.repeat(10))
    expect((await readWhole(at('a'), 10)).bytes).toHaveLength(10)
    await expect(readWhole(at('a'), 9)).rejects.toThrow(/^file\.too-large$/)
  })

  it('a folder, and a file that is gone, are told', async () => {
    await expect(readWhole(folder)).rejects.toThrow(/^file\.failed$/)
    await expect(readWhole(at('none'))).rejects.toThrow(/^file\.gone$/)
  })
})

describe('files the app is opened with', () => {
  it('are those that exist, with an ending of ours, named whole', async () => {
    for (const name of ['a.ics', 'B b%.ICS', 'c.txt', 'd.ics.exe']) await writeFile(at(name), '')
    await mkdir(at('folder.ics'))
    const argv = [
      'kith',
      '--flag=/x.ics',
      'a.ics',
      '../a.ics',
      at('a.ics'),
      pathToFileURL(at('B b%.ICS')).href,
      at('c.txt'),
      at('d.ics.exe'),
      at('folder.ics'),
      at('gone.ics'),
      'file://elsewhere.example/a.ics',
      'file:///%zz.ics',
      'https://example.com/a.ics',
      `${at('a')}\0.ics`,
    ]
    expect(filesIn(argv)).toEqual([at('a.ics'), at('B b%.ICS')])
  })

  it('wait until they are asked for, each once, and tell that they came', async () => {
    for (const name of ['a.ics', 'b.ics']) await writeFile(at(name), name)
    let told = 0
    const opened = new OpenedFiles(['kith', at('a.ics')], () => told++)
    expect(told).toBe(0)
    opened.open([at('b.ics'), at('a.ics')])
    opened.open(['--nothing'])
    expect(told).toBe(1)
    const names = [await opened.take(), await opened.take(), await opened.take()].map((file) => file?.name ?? null)
    expect(names).toEqual(['a.ics', 'b.ics', null])
  })

  it('one that is gone by then is told, and the next is read', async () => {
    for (const name of ['a.ics', 'b.ics']) await writeFile(at(name), name)
    const opened = new OpenedFiles([at('a.ics'), at('b.ics')], () => {})
    await rm(at('a.ics'))
    await expect(opened.take()).rejects.toThrow(/^file\.gone$/)
    expect((await opened.take())?.name).toBe('b.ics')
  })
})
