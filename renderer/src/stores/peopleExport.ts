import { BUILT_IN_FIELDS } from '#shared/domain/people/fields.ts'
import type { PersonRecord } from '#shared/domain/people/record.ts'
import type { ExportChoice, ExportField } from '#shared/formats/peopleColumns.ts'

/** Files of people, for whoever keeps them or gives them away. What is in them is sealed no more. */

export type { ExportChoice, ExportField }
export type PeopleFileKind = 'csv' | 'xlsx' | 'vcf'

/** What a file may hold, in the order in which it is offered. */
export async function exportFields(): Promise<readonly ExportField[]> {
  return (await import('#shared/formats/peopleColumns.ts')).EXPORT_FIELDS
}

/** The whole file. The community's own fields have no place in a vCard and are left out of it. */
export async function peopleFile(
  people: readonly PersonRecord[],
  choice: ExportChoice,
  kind: PeopleFileKind,
): Promise<Uint8Array> {
  if (kind === 'vcf') {
    const { writeVcards } = await import('#shared/formats/vcardWrite.ts')
    const fields = BUILT_IN_FIELDS.filter((field) => choice.fields.some((one) => one === field))
    return new TextEncoder().encode(writeVcards(people, fields))
  }
  const { exportColumns } = await import('#shared/formats/peopleColumns.ts')
  const columns = exportColumns(people, choice)
  if (kind === 'xlsx') return (await import('#shared/formats/peopleXlsxWrite.ts')).writePeopleXlsx(people, columns)
  return new TextEncoder().encode((await import('#shared/formats/peopleCsvWrite.ts')).writePeopleCsv(people, columns))
}
