import { renderSVG } from 'uqr'
import { safeUrl } from '../domain/link.ts'
import { cut, oneLine, sound } from '../domain/value.ts'

/** What a page about one event shows: plain words as they are to be read, none of them trusted. '' for what there is not. */
export interface EventPage {
  /** Of what people wrote, as BCP 47 has it: "en", "pt-BR". */
  readonly lang: string
  readonly title: string
  /** "Saturday 12 June 2027, 10:00–17:00" */
  readonly when: string
  readonly cancelled: boolean
  readonly where: string
  readonly access: string
  readonly about: string
  /** Who invites. */
  readonly by: string
  /** http, https or mailto; anything else is left out. */
  readonly url: string
  /** The event as a `data:text/calendar` address in base64; anything else is left out. */
  readonly ics: string
  /** Suggested name of that file, with its ending. */
  readonly icsName: string
  /** Text of the code at the foot; left out when it is too long for one. */
  readonly qr: string
}

const MAX_URL = 4_000
/** Of the summary that search engines and messengers show. */
const MAX_SUMMARY = 200
const ICS = /^data:text\/calendar(?:;charset=utf-8)?;base64,[A-Za-z0-9+/]+={0,2}$/
const LANG = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}$/

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/** Characters that are no text: they are no part of HTML either. */
const UNTEXT = /[^\P{Cc}\n\t]/gu

/** Any text so that it stays text, between tags and in a quoted attribute alike. */
const text = (value: string): string =>
  sound(value.replace(/\r\n?/g, '\n'))
    .replace(UNTEXT, ' ')
    .replace(/[&<>"'`]/g, (sign) => ENTITIES[sign] ?? '')

const STYLE = `
:root { color-scheme: light dark; --ink: #26221c; --soft: #5f594f; --paper: #faf7f2; --line: #ddd6ca; --accent: #17644a; }
@media (prefers-color-scheme: dark) { :root { --ink: #ece7de; --soft: #b9b2a6; --paper: #211f1b; --line: #48443d; --accent: #7cc9a8; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 system-ui, "Segoe UI", Cantarell, "Noto Sans", sans-serif; overflow-wrap: anywhere; }
main { max-width: 40rem; margin: 0 auto; padding: 3rem 1.25rem 4rem; }
h1 { margin: 0 0 1.5rem; font: 500 clamp(2rem, 7vw, 3.25rem)/1.1 "Iowan Old Style", "Palatino Linotype", Georgia, serif; letter-spacing: -0.01em; }
.by, dt, footer { color: var(--soft); font-size: 0.9375rem; }
.by { margin: 0 0 0.5rem; }
.cancelled { display: inline-block; margin: 0 0 1.5rem; padding: 0.25rem 0.75rem; border: 2px solid; border-radius: 0.5rem; font-weight: 600; }
dl { margin: 0 0 2rem; padding: 1.25rem 0; border-block: 1px solid var(--line); }
dd { margin: 0 0 1rem; white-space: pre-line; }
dd:last-child { margin: 0; }
.when { font-size: 1.25rem; font-weight: 600; }
.about { white-space: pre-line; }
a { color: var(--accent); }
.add { display: inline-block; margin-block: 0.5rem 1rem; padding: 0.6rem 1.1rem; border-radius: 0.6rem; background: var(--accent); color: var(--paper); font-weight: 600; text-decoration: none; }
a:focus-visible { outline: 3px solid; outline-offset: 3px; }
svg { display: block; width: 11rem; height: 11rem; margin-top: 2rem; padding: 0.6rem; background: #fff; border-radius: 0.6rem; }
@media print { :root { --ink: #000; --soft: #333; --paper: #fff; --line: #777; --accent: #000; } .add { display: none; } }
`

/** A page of its own: one file, which fetches nothing, runs nothing, and reads in light and dark and on paper. */
export function eventPage(event: EventPage): string {
  const title = text(oneLine(event.title)) || 'Event'
  const summary = text(cut(oneLine([event.when, event.where, event.about].filter(Boolean).join(' · ')), MAX_SUMMARY))
  const url = safeUrl(event.url, MAX_URL)
  const facts = [
    fact('When', event.when, 'when'),
    fact('Where', event.where),
    fact('Getting in', event.access),
    url === null ? '' : `<dt>More</dt>\n<dd><a href="${text(url)}" rel="noopener noreferrer">${text(url)}</a></dd>`,
  ]
  const parts = [
    event.by === '' ? '' : `<p class="by" dir="auto">${text(event.by)}</p>`,
    `<h1 dir="auto">${title}</h1>`,
    event.cancelled ? '<p class="cancelled">Cancelled</p>' : '',
    facts.some(Boolean) ? `<dl>\n${facts.filter(Boolean).join('\n')}\n</dl>` : '',
    event.about.trim() === '' ? '' : `<p class="about" dir="auto">${text(event.about.trim())}</p>`,
    ICS.test(event.ics)
      ? `<a class="add" download="${text(oneLine(event.icsName)) || 'event.ics'}" href="${event.ics}">Add to my calendar</a>`
      : '',
    code(event.qr),
  ]
  return `<!doctype html>
<html lang="${LANG.test(event.lang) ? event.lang : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="description" content="${summary}">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${parts.filter(Boolean).join('\n')}
</main>
</body>
</html>
`
}

const fact = (name: string, value: string, kind = ''): string =>
  value.trim() === '' ? '' : `<dt>${name}</dt>\n<dd${kind && ` class="${kind}"`} dir="auto">${text(value.trim())}</dd>`

/** The code as a picture; it is made of numbers only. */
function code(value: string): string {
  if (value === '') return ''
  try {
    return renderSVG(value, { border: 0, ecc: 'M' }).replace('<svg ', '<svg role="img" aria-label="QR code" ')
  } catch {
    return ''
  }
}
