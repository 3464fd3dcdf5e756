import { RegisterField } from '@linli/contract/people-fields'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import type { CellValue } from '../../../platform/workbook/filling.ts'
import type { Line } from '../lists/export/lines.ts'
import { type Vocabulary, vocabularyOf } from './names.ts'
import { yesNo } from './words.ts'

/**
 * The names that templates of this county may use. With fields that were closed, for filling: a template that still asks for
 * one gets an empty cell rather than its own braces.
 */
export async function vocabularyFor({ db, countyId }: Ctx, { closedToo }: { closedToo: boolean }): Promise<Vocabulary> {
  const { rows } = await sql<{ definition: unknown }>`
    SELECT definition FROM register_fields
    WHERE county_id = ${countyId} AND own AND subject = 'person' AND (${closedToo} OR closed_at IS NULL) ORDER BY code`.execute(
    db,
  )
  const fields = rows.map(({ definition }) => RegisterField.parse(definition))
  return vocabularyOf(fields.filter(isListed))
}

/** Fields that a list of people may hold: what is sealed leaves by its own group, and fields of the county's own have none. */
export const isListed = ({ storage, group }: Pick<RegisterField, 'storage' | 'group'>) =>
  storage === 'extra' && group === 'basic'

/** What a person's file holds of a field of the county's own, as a cell. */
export function ownCell({ code, shape }: RegisterField, { extra }: Line, locale: 'zh' | 'en'): CellValue {
  const value = extra[code]
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return yesNo[value ? 'yes' : 'no'][locale]
  if (typeof value === 'number') return value
  if (shape.type === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return { day: value }
  return shape.options?.find((option) => option.code === value)?.names[locale] ?? value
}
