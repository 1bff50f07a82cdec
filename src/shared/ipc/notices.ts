export const NOTICE_LIMITS = {
  /** UTF-16 units of an id: printable ASCII without spaces. */
  id: 128,
  /** UTF-16 units of title and body, each. */
  text: 200,
  perMinute: 30,
} as const
