import { describe, expect, it } from 'vitest'
import type { StopReason, SyncStatus, Warning } from '#renderer/session/syncStatus.ts'
import { syncWords } from './syncWords.ts'

const live: SyncStatus = {
  link: 'live',
  writing: false,
  storage: null,
  waiting: 0,
  refused: 0,
  since: null,
  stopped: null,
  full: false,
  warnings: [],
}
const say = (change: Partial<SyncStatus>, here = 1) => syncWords({ ...live, ...change }, here)

const LINKS: Readonly<Record<SyncStatus['link'], true>> = {
  local: true,
  connecting: true,
  'catching-up': true,
  live: true,
  offline: true,
  stopped: true,
}
const STOPS: Readonly<Record<StopReason, true>> = {
  removed: true,
  refused: true,
  'room-missing': true,
  rollback: true,
  version: true,
  history: true,
  malformed: true,
}
const WARNINGS: readonly Warning[] = [
  { code: 'fork', by: 'aa' },
  { code: 'link' },
  { code: 'keys' },
  { code: 'checkpoint' },
  { code: 'rollback', missing: 3 },
  { code: 'lost', own: 1, others: 2, controls: 1 },
  { code: 'lost', own: 0, others: 0, controls: 0 },
  { code: 'history', at: 12 },
  { code: 'silent' },
]
const keys = <K extends string>(record: Readonly<Record<K, true>>) => Object.keys(record) as K[]

describe('every state has plain words', () => {
  const states: [string, Partial<SyncStatus>][] = [
    ...keys(LINKS).flatMap((link): [string, Partial<SyncStatus>][] => [
      [link, { link }],
      [`${link}, writing`, { link, writing: true }],
      [`${link}, 3 wait`, { link, waiting: 3 }],
      [`${link}, since`, { link, since: Date.UTC(2026, 10, 22, 18) }],
    ]),
    ...keys(STOPS).map((stopped): [string, Partial<SyncStatus>] => [
      `stopped: ${stopped}`,
      { link: 'stopped', stopped },
    ]),
    ...WARNINGS.map((warning): [string, Partial<SyncStatus>] => [`warned: ${warning.code}`, { warnings: [warning] }]),
    ['disk full', { storage: 'storage.full' }],
    ['disk failed', { storage: 'storage.failed' }],
    ['relay full', { full: true }],
    ['refused', { refused: 2 }],
  ]
  it.each(states)('%s', (_, state) => {
    const { text, detail } = say(state)
    expect(text).toMatch(/^[A-Z0-9]/)
    expect(`${text} ${detail}`).not.toMatch(/undefined|null|\[object|NaN|!/)
    expect(`${text} ${detail}`).not.toContain('storage.')
  })
})

describe('what is true is said', () => {
  it.each(keys(STOPS))('%s is a problem and says what can be done', (stopped) => {
    const { tone, detail } = say({ link: 'stopped', stopped })
    expect(tone).toBe('problem')
    expect(detail).toMatch(/\.$/)
  })
  it('nothing is called shared while something waits', () => {
    expect(say({ waiting: 1 })).toMatchObject({ tone: 'waiting', text: 'Sharing… 1 change waits' })
    expect(say({}).text).toBe('All changes shared')
    expect(say({}, 3).text).toBe('All changes shared · 3 here now')
  })
  it('offline tells since when, and how many changes wait here', () => {
    expect(say({ link: 'offline', waiting: 4, since: Date.now() }).text).toMatch(
      /^Offline since .+ · 4 changes wait here$/,
    )
    expect(say({ link: 'offline' }).text).toBe('Offline · all saved here')
  })
  it('without a relay it says that it is on this computer, and only once it is on the disk', () => {
    expect(say({ link: 'local' }).text).toBe('Saved on this computer')
    expect(say({ link: 'local', writing: true }).text).toBe('Saving…')
  })
  it('a disk that fails comes before everything else', () => {
    const worst: Partial<SyncStatus> = { storage: 'storage.full', stopped: 'removed', warnings: [{ code: 'link' }] }
    expect(say(worst).text).toBe('Not saved: the disk is full')
  })
})
