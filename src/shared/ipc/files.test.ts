import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanFileName, FILE_KINDS } from './files.ts'

describe('a suggested name', () => {
  it.each([
    ['Summer fair: rota', 'pdf', 'Summer fair rota.pdf'],
    ['Fest (Süd) – Aufbau', 'ics', 'Fest (Süd) – Aufbau.ics'],
    ['يوم الجيران', 'ics', 'يوم الجيران.ics'],
    ['rota.pdf', 'pdf', 'rota.pdf'],
    ['rota.exe', 'pdf', 'rota.exe.pdf'],
    ['../../etc/passwd', 'csv', 'etc passwd.csv'],
    ['C:\\Windows\\x', 'csv', 'C Windows x.csv'],
    ['', 'html', 'Kith.html'],
    [' . . ', 'html', 'Kith.html'],
    ['.bashrc', 'txt', 'bashrc.txt'],
    ['con', 'txt', 'Kith con.txt'],
    ['LPT1.rota', 'txt', 'Kith LPT1.rota.txt'],
    ['two\nlines\tand\0more', 'txt', 'two lines and more.txt'],
    // What looks like “fdp.exe” turned round.
    ['a\u202efdp.exe', 'txt', 'a fdp.exe.txt'],
    ['%PATH% $HOME', 'txt', 'PATH $HOME.txt'],
  ] as const)('%j', (name, kind, clean) => expect(cleanFileName(name, kind)).toBe(clean))

  it('fits every disk and is left alone the second time, whatever was asked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom(...FILE_KINDS), (name, kind) => {
        const clean = cleanFileName(name, kind)
        expect(clean.endsWith(`.${kind}`)).toBe(true)
        expect(Buffer.byteLength(clean)).toBeLessThanOrEqual(210)
        expect(clean).not.toMatch(/[\p{Cc}\p{Cs}/\\:*?"<>|]|^[.\s]|\s\./u)
        expect(cleanFileName(clean, kind)).toBe(clean)
      }),
      { numRuns: 100, seed: 4 },
    )
  })
})
