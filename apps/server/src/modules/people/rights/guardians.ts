import { type RawBuilder, sql, type SqlBool } from 'kysely'

/** A guardian answers for a child until the day on which it turns fourteen (个人信息保护法 31), and no day longer. */
export const GUARDED_UNTIL_YEARS = 14

/** Born on this day or before, nobody is a child any more. */
export const grownOn = (today: string): string =>
  Temporal.PlainDate.from(today).subtract({ years: GUARDED_UNTIL_YEARS }).toString()

/** Of a link `l` and its person `p`: one's own file, or that of a child who is still one today. */
export const stillLinked = (today: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`(l.ended_at IS NULL AND (NOT l.as_guardian OR p.birth_on > ${grownOn(today)}::date))`

/** What was asked for a child by whoever answered for it then: theirs to see no longer. Files that are gone name no child. */
export const ofGrownChild = (today: string, request: RawBuilder<unknown>): RawBuilder<SqlBool> => sql<SqlBool>`EXISTS (
  SELECT FROM resident_persons l JOIN persons p ON p.county_id = l.county_id AND p.id = l.person_id
  WHERE l.county_id = ${request}.county_id AND l.resident_id = ${request}.resident_id AND l.person_id = ${request}.person_id
    AND l.as_guardian AND NOT ${stillLinked(today)})`
