/** Calendar files in the manner of those programs, made for our tests. */

export const ics = (...lines: readonly string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n')

export const vevent = (...lines: readonly string[]): string =>
  ['BEGIN:VEVENT', 'UID:one@example.org', ...lines, 'END:VEVENT'].join('\r\n')

export const vtimezone = (id: string, ...more: readonly string[]): string =>
  [
    'BEGIN:VTIMEZONE',
    `TZID:${id}`,
    ...more,
    'BEGIN:STANDARD',
    'DTSTART:16010101T030000',
    'TZOFFSETFROM:+0200',
    'TZOFFSETTO:+0100',
    'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
    'END:STANDARD',
    'BEGIN:DAYLIGHT',
    'DTSTART:16010101T020000',
    'TZOFFSETFROM:+0100',
    'TZOFFSETTO:+0200',
    'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3',
    'END:DAYLIGHT',
    'END:VTIMEZONE',
  ].join('\r\n')

export const google = ics(
  'PRODID:-//Google Inc//Google Calendar 70.9054//EN',
  'X-WR-CALNAME:Stadtteil',
  'X-WR-TIMEZONE:Europe/Berlin',
  'BEGIN:VEVENT',
  'UID:fair@google.com',
  'DTSTART:20261128T090000Z',
  'DTEND:20261128T140000Z',
  'SUMMARY:Winter clothes swap',
  'DESCRIPTION:Bring <b>clothes</b>\\, take clothes.<br>Tea &amp\\; cake<br>',
  'LOCATION:Mill Lane 8\\, hall',
  'STATUS:TENTATIVE',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'UID:plenum@google.com',
  'DTSTART;TZID=Europe/Berlin:20260106T190000',
  'DTEND;TZID=Europe/Berlin:20260106T210000',
  'RRULE:FREQ=WEEKLY;WKST=SU;UNTIL=20260331T215959Z;BYDAY=TU',
  'EXDATE;TZID=Europe/Berlin:20260113T190000,20260120T190000',
  'SUMMARY:Plenum',
  'SEQUENCE:2',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'UID:plenum@google.com',
  'RECURRENCE-ID:20260127T180000Z',
  'DTSTART;TZID=Europe/Berlin:20260128T200000',
  'DTEND;TZID=Europe/Berlin:20260128T220000',
  'SUMMARY:Plenum\\, on Wednesday',
  'END:VEVENT',
)

export const outlook = ics(
  'PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN',
  'METHOD:PUBLISH',
  'BEGIN:VEVENT',
  'UID:040000008200E00074C5B7101A82E008',
  'DTSTART;TZID="W. Europe Standard Time":20261128T100000',
  'DTEND;TZID="W. Europe Standard Time":20261128T150000',
  'SUMMARY;LANGUAGE=de-de:Straßenfest',
  'X-ALT-DESC;FMTTYPE=text/html:<html><body>No</body></html>',
  'BEGIN:VALARM',
  'TRIGGER:-PT15M',
  'ACTION:DISPLAY',
  'END:VALARM',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'UID:day',
  'DTSTART:20261224T000000',
  'DTEND:20261226T000000',
  'X-MICROSOFT-CDO-ALLDAYEVENT:TRUE',
  'SUMMARY:Closed',
  'END:VEVENT',
)

export const apple = ics(
  'PRODID:-//Apple Inc.//macOS 14.0//EN',
  vtimezone('Europe/Vienna'),
  'BEGIN:VEVENT',
  'UID:E3B0C442-98FC',
  'DTSTART;VALUE=DATE:20260703',
  'DTEND;VALUE=DATE:20260706',
  'SUMMARY:Camp in the woods',
  'URL;VALUE=URI:https://example.org/camp?a=1,2',
  'END:VEVENT',
)

export const thunderbird = ics(
  'PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN',
  vtimezone('/freeassociation.sourceforge.net/Europe/Berlin'),
  'BEGIN:VTODO',
  'UID:todo',
  'SUMMARY:Buy tea',
  'END:VTODO',
  'BEGIN:VEVENT',
  'UID:tb',
  'DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20260301T190000',
  'DURATION:PT1H30M',
  'SUMMARY:A very long title that was folded in the middle of a word, as all line',
  ' s that are too long have to be',
  'STATUS:CANCELLED',
  'END:VEVENT',
)
