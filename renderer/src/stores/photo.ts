import { PEOPLE_LIMITS } from '#shared/domain/people/fields.ts'

/** Pixels along each side. */
const PHOTO_SIDE = 128
const FILE_MAX = 30 * 1024 * 1024
const PIXELS_MAX = 50_000_000
const QUALITIES = [0.85, 0.7, 0.55, 0.4, 0.25] as const
const KINDS = ['image/webp', 'image/jpeg'] as const

/** `photo.too-large`: the file, or its picture. `photo.unreadable`: no picture, or none that can be drawn here. */
export type PhotoProblem = 'photo.too-large' | 'photo.unreadable'
export type PhotoResult =
  | { readonly ok: true; readonly photo: Uint8Array }
  | { readonly ok: false; readonly code: PhotoProblem }

/** What the browser does with pictures. */
export interface Darkroom {
  /** Turned as its camera says. Rejects what is no picture. */
  readonly decode: (file: Blob) => Promise<ImageBitmap>
  /** The square in the middle, redrawn: nothing but its pixels stays. @param kind MIME type @param quality 0 to 1 */
  readonly draw: (picture: ImageBitmap, side: number, kind: string, quality: number) => Promise<Blob>
}

/** A picture that somebody has chosen as a small square one that fits a profile, without what its camera noted. */
export async function makePhoto(file: Blob, darkroom: Darkroom = browserDarkroom): Promise<PhotoResult> {
  if (file.size > FILE_MAX) return { ok: false, code: 'photo.too-large' }
  let picture: ImageBitmap | null = null
  try {
    picture = await darkroom.decode(file)
    if (picture.width * picture.height > PIXELS_MAX) return { ok: false, code: 'photo.too-large' }
    for (const kind of KINDS)
      for (const quality of QUALITIES) {
        const blob = await darkroom.draw(picture, PHOTO_SIDE, kind, quality)
        // A browser that cannot write a kind writes PNG instead.
        if (blob.type === kind && blob.size <= PEOPLE_LIMITS.photo)
          return { ok: true, photo: new Uint8Array(await blob.arrayBuffer()) }
      }
    return { ok: false, code: 'photo.too-large' }
  } catch {
    return { ok: false, code: 'photo.unreadable' }
  } finally {
    picture?.close()
  }
}

const browserDarkroom: Darkroom = {
  decode: (file) => createImageBitmap(file, { imageOrientation: 'from-image' }),
  draw: (picture, side, kind, quality) => {
    const canvas = new OffscreenCanvas(side, side)
    const context = canvas.getContext('2d')
    if (!context) throw new Error('no canvas')
    const edge = Math.min(picture.width, picture.height)
    const [left, top] = [(picture.width - edge) / 2, (picture.height - edge) / 2]
    context.imageSmoothingQuality = 'high'
    // JPEG knows no transparency.
    context.fillStyle = 'white'
    context.fillRect(0, 0, side, side)
    context.drawImage(picture, left, top, edge, edge, 0, 0, side, side)
    return canvas.convertToBlob({ type: kind, quality })
  },
}

/** An address under which the window can draw a photo; give it back with `URL.revokeObjectURL`. */
export const photoUrl = (photo: Uint8Array): string => URL.createObjectURL(new Blob([photo.slice()]))
