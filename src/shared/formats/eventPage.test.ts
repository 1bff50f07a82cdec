import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type EventPage, eventPage } from './eventPage.ts'
import { PAYLOADS } from './injectionPayloads.ts'

const FAIR: EventPage = {
  lang: 'en',
  title: 'Street fair',
  when: 'Saturday 12 June 2027, 10:00–17:00',
  cancelled: false,
  where: 'Mill Lane',
  access: 'Step-free',
  about: 'Bring something.\n\nRain moves us inside.',
  by: 'Riverside',
  url: 'https://riverside.example/fair',
  ics: 'data:text/calendar;charset=utf-8;base64,QkVHSU4=',
  icsName: 'fair.ics',
  qr: 'https://riverside.example/fair',
}
const FIELDS = ['title', 'when', 'where', 'access', 'about', 'by', 'icsName'] as const

/** Written apart from what is tested: every sign that HTML gives a meaning to, as its number or name. */
const harmless = (value: string) =>
  [...value]
    .map(
      (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' })[sign] ?? sign,
    )
    .join('')
/** Everything between angle brackets, with what is in quotes left out. */
const skeleton = (html: string) => (html.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/"[^"]*"/g, '""'))

describe('the page of an event', () => {
  it('holds what there is to know, and fetches and runs nothing', () => {
    const html = eventPage(FAIR)
    for (const words of ['<html lang="en">', '<title>Street fair</title>', 'Mill Lane', 'Step-free', 'Riverside'])
      expect(html).toContain(words)
    expect(html).toContain('name="description" content="Saturday 12 June 2027, 10:00–17:00 · Mill Lane · Bring')
    expect(html).toContain(`download="fair.ics" href="${FAIR.ics}"`)
    expect(html).toContain('<svg role="img"')
    expect(html).toContain('prefers-color-scheme: dark')
    expect(html).not.toMatch(/<script|<link|<img|<iframe|@import|url\(/)
    expect(html).not.toContain('Cancelled')
    expect(eventPage({ ...FAIR, cancelled: true })).toContain('Cancelled')
  })

  it('leaves out what there is not', () => {
    const none = Object.fromEntries(Object.keys(FAIR).map((key) => [key, '']))
    const html = eventPage({ ...FAIR, ...none, cancelled: false } as EventPage)
    expect(html).toContain('<h1 dir="auto">Event</h1>')
    expect(html).not.toMatch(/<d[lt]|<a |<p|<svg/)
  })

  it('fifty and more texts that would be something else stay text, in every field', () => {
    expect(PAYLOADS.length).toBeGreaterThanOrEqual(50)
    for (const field of FIELDS)
      for (const payload of PAYLOADS) {
        const html = eventPage({ ...FAIR, [field]: payload })
        const plain = eventPage({ ...FAIR, [field]: 'w' })
        expect(skeleton(html), `${field}: ${payload}`).toEqual(skeleton(plain))
        expect(html, `${field}: ${payload}`).toContain(harmless(payload))
        if (harmless(payload) !== payload) expect(html).not.toContain(payload)
      }
  })

  it('addresses that are none, or do something, are left out', () => {
    for (const payload of PAYLOADS) {
      const html = eventPage({ ...FAIR, url: payload, ics: payload, lang: payload })
      expect(html).toContain('<html lang="en">')
      expect(html).not.toContain('download=')
      for (const [, href = ''] of html.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^https:\/\/example\.com\//)
      expect(html).not.toMatch(/<script|onerror=|onload=/i)
    }
  })

  it('the code is of numbers only, and left out when it cannot be', () => {
    for (const payload of PAYLOADS) expect(eventPage({ ...FAIR, qr: payload })).not.toMatch(/<script|onerror=/i)
    expect(eventPage({ ...FAIR, qr: 'x'.repeat(5000) })).not.toContain('<svg')
  })

  it('whatever is written has the same elements', () => {
    const plain = skeleton(eventPage({ ...FAIR, title: 'w', about: 'w', by: 'w' }))
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), (words) => {
        const some = `w${words}`
        const html = eventPage({ ...FAIR, title: some, about: some, by: some })
        expect(skeleton(html)).toEqual(plain)
        expect(html).not.toMatch(/[^\P{Cc}\n\t]|\p{Cs}/u)
      }),
      { numRuns: 200, seed: 4 },
    )
  })
})
