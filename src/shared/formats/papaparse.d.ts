/**
 * What is used of papaparse. Its published types bring those of Node along, and with them names that this room must not
 * know; they are for the module's bare name, this is for the file within.
 */
declare module 'papaparse/papaparse.js' {
  interface Parser {
    abort(): void
    pause(): void
    resume(): void
  }
  interface ParseConfig {
    delimiter: string
    /** At most so many records. */
    preview?: number
    step?: (result: { data: string[] }, parser: Parser) => void
  }
  interface UnparseConfig {
    quotes: boolean
    newline: string
  }
  const Papa: {
    parse(text: string, config: ParseConfig): { data: string[][] }
    unparse(rows: readonly (readonly string[])[], config: UnparseConfig): string
  }
  export default Papa
}
