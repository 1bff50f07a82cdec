/** The version of the wire. The app sends it first; a relay that does not speak it closes with `VERSION_UNKNOWN`. */
export const PROTOCOL_VERSION = 1
