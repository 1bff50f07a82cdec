import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { words } from './messages.ts'

/** The codes as the type lists them: a type leaves nothing behind that could be asked at run time. */
const source = readFileSync('src/shared/domain/errors.ts', 'utf8')
const type = /export type ErrorCode =([\s\S]*?)\n\n/.exec(source)?.[1] ?? ''
const codes = [...type.matchAll(/\|\s*'([^']+)'/g)].map(([, code = '']) => code)

it('knows the list of codes', () => {
  expect(codes.length).toBeGreaterThan(20)
  expect(codes).toContain('import.too-many')
})

describe.each(codes)('%s', (code) => {
  it('has whole sentences of its own, without the code', () => {
    const text = words(code)
    expect(text).not.toContain('Something went wrong')
    expect(text).not.toContain(code)
    expect(text).toMatch(/^[A-Z].*\.$/s)
  })
})

it('a code that nobody foresaw is named, and nothing is claimed to be lost', () => {
  expect(words('no.such-code')).toContain('no.such-code')
})
