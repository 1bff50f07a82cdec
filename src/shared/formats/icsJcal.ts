/** jCal, the form in which the library takes what it writes (RFC 7265). */
type Value = string | number | object
/** Name, parameters, type, values. */
export type JcalProperty = [string, Record<string, string>, string, ...Value[]]
export type JcalComponent = [string, JcalProperty[], JcalComponent[]]
