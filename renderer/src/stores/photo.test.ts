import { expect, it } from 'vitest'
import { type Darkroom, makePhoto } from './photo.ts'

const picture = (width: number, height: number) => {
  let closed = false
  return { bitmap: { width, height, close: () => (closed = true) } as unknown as ImageBitmap, closed: () => closed }
}
const darkroom = (bitmap: ImageBitmap, size: (kind: string, quality: number) => number, writes = ''): Darkroom => ({
  decode: async () => bitmap,
  draw: async (_, __, kind, quality) => new Blob([new Uint8Array(size(kind, quality))], { type: writes || kind }),
})
const file = new Blob(['x'])

it('a photo is as good as fits 8 KiB', async () => {
  const { bitmap, closed } = picture(4_000, 3_000)
  const made = await makePhoto(
    file,
    darkroom(bitmap, (_, quality) => Math.round(quality * 14_000)),
  )
  expect(made.ok && made.photo.length).toBe(7_700)
  expect(closed()).toBe(true)
})

it('JPEG is taken where WebP does not fit; where neither does, that is said', async () => {
  const { bitmap } = picture(100, 100)
  const made = await makePhoto(
    file,
    darkroom(bitmap, (kind) => (kind === 'image/jpeg' ? 8_192 : 8_193)),
  )
  expect(made.ok && made.photo.length).toBe(8_192)
  expect(
    await makePhoto(
      file,
      darkroom(bitmap, () => 8_193),
    ),
  ).toEqual({ ok: false, code: 'photo.too-large' })
  expect(
    await makePhoto(
      file,
      darkroom(bitmap, () => 100, 'image/png'),
    ),
  ).toEqual({ ok: false, code: 'photo.too-large' })
})

it('what is too large or no picture is told apart', async () => {
  const { bitmap, closed } = picture(10_000, 5_001)
  expect(
    await makePhoto(
      file,
      darkroom(bitmap, () => 100),
    ),
  ).toEqual({ ok: false, code: 'photo.too-large' })
  expect(closed()).toBe(true)
  const huge = { size: 30 * 1024 * 1024 + 1 } as Blob
  expect(
    await makePhoto(
      huge,
      darkroom(bitmap, () => 100),
    ),
  ).toEqual({ ok: false, code: 'photo.too-large' })
  const broken = { ...darkroom(bitmap, () => 100), decode: () => Promise.reject(new Error('no picture')) }
  expect(await makePhoto(file, broken)).toEqual({ ok: false, code: 'photo.unreadable' })
})
