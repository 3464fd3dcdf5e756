import type { RegisterField } from '@linli/contract/people-fields'
import type { CellValue, ListRow } from '../../../platform/workbook/filling.ts'
import { needKind } from '../fields.ts'
import { type Line, numberOf } from '../lists/export/lines.ts'
import { valueTexts } from '../lists/export/words.ts'
import { ownKey } from './names.ts'
import { isListed, ownCell } from './own-fields.ts'
import { educationTexts, workTexts, yesNo } from './words.ts'

export interface Listing {
  readonly lines: readonly Line[]
  /** As `sealedValues` answers. */
  readonly sealed: ReadonlyMap<string, string>
  /** Whose list it is, and what for. */
  readonly mark: string
}

interface Reader {
  readonly locale: 'zh' | 'en'
  readonly today: string
  readonly areaName: (id: string | null) => string | null
  /** Fields of the county's own that whoever asks may read. */
  readonly fields: readonly RegisterField[]
}

/** People of an export as rows of a report. */
export function peopleRows({ lines, sealed }: Listing, { locale, today, areaName, fields }: Reader): ListRow[] {
  const word = (code: string | null): CellValue => (code === null ? null : (valueTexts[code]?.[locale] ?? code))
  const separator = locale === 'zh' ? '、' : ', '
  const own = fields.filter(isListed).map((field) => [ownKey(field.code), (line: Line) => ownCell(field, line, locale)])
  const column: Readonly<Record<string, (line: Line) => CellValue>> = {
    name: ({ name }) => name,
    sex: ({ sex }) => word(sex),
    birthOn: ({ birthOn }) => (birthOn === null ? null : { day: birthOn }),
    age: ({ birthOn }) => (birthOn === null ? null : ageOn(today, birthOn)),
    relation: ({ relation }) => word(relation),
    residenceKind: ({ residenceKind }) => word(residenceKind),
    livesHere: ({ livesHere }) => yesNo[livesHere ? 'yes' : 'no'][locale],
    education: ({ education }) => (education === null ? null : educationTexts[education][locale]),
    work: ({ work }) => (work === null ? null : workTexts[work][locale]),
    needs: ({ needs }) => needs.map(({ kind }) => needKind(kind)?.names[locale] ?? kind).join(separator),
    needBasis: ({ needs }) => needs.map(({ basis }) => basis).join(separator),
    needUntil: ({ needs }) =>
      needs.length === 1 && needs[0] ? { day: needs[0].until } : needs.map(({ until }) => until).join(separator),
    town: ({ townId }) => areaName(townId),
    village: ({ villageId }) => areaName(villageId),
    grid: ({ gridId }) => areaName(gridId),
    address: ({ address }) => address,
    householdNumber: ({ householdNumber }) => householdNumber,
    documentKind: ({ documentKind }) => word(documentKind),
    documentNumber: ({ id }) => numberOf(sealed.get(`${id} document`)),
    phone: ({ id }) => sealed.get(`${id} phone`) ?? null,
    ...Object.fromEntries(own),
  }
  return lines.map((line, index) => (key) => (key === 'no' ? index + 1 : (column[key]?.(line) ?? null)))
}

const ageOn = (today: string, birthOn: string) =>
  Temporal.PlainDate.from(birthOn).until(today, { largestUnit: 'years' }).years
