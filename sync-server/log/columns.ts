/** Reads columns of rows whose types the schema promises. A file that breaks the promise is damaged: these throw. */

type Row = Record<string, unknown>

export const numberIn = (row: Row, column: string): number => {
  const value = row[column]
  if (typeof value !== 'number') throw new Error(`damaged data file: ${column} is no number`)
  return value
}

export const numberOrNullIn = (row: Row, column: string): number | null =>
  row[column] === null ? null : numberIn(row, column)

export const bytesIn = (row: Row, column: string): Uint8Array => {
  const value = row[column]
  if (!(value instanceof Uint8Array)) throw new Error(`damaged data file: ${column} is no blob`)
  return value
}
