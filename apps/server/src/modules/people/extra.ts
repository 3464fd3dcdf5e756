import { LocalDate } from '@linli/contract/common'
import type { CatalogueField, FieldSubject } from '@linli/contract/people-fields'
import type { Extra, ExtraValue, RecordSaid } from '@linli/contract/people'
import { Permission } from '@linli/contract/permissions'
import { sql } from 'kysely'
import type { Actor, Ctx } from '../../platform/command/ctx.ts'
import type { Db } from '../../platform/database/database.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { Faults } from './checks.ts'
import { listFields } from './fields.ts'

export type { Extra } from '@linli/contract/people'

/** Fields of the county's own that stand in `extra` and that this reader may read, in the order of the catalogue. */
export function extraFieldsFor(
  fields: readonly CatalogueField[],
  actor: Actor,
  of: FieldSubject = 'person',
): CatalogueField[] {
  const may = (reader: string) => {
    const permission = Permission.safeParse(reader)
    return permission.success && actor.may(permission.data)
  }
  return fields.filter(({ subject, storage, readers }) => subject === of && storage === 'extra' && readers.some(may))
}

/** What is held in them; a choice with its words. */
export function extraValues(fields: readonly CatalogueField[], extra: Extra | undefined): ExtraValue[] {
  return fields.flatMap(({ code, names, shape }) => {
    const value = extra?.[code]
    if (value === undefined || value === null) return []
    return [{ code, names, value, words: shape.options?.find((option) => option.code === value)?.names ?? null }]
  })
}

/** What a record says, without what its reader may not read. */
export function readableSaid({ extra, ...said }: RecordSaid, fields: readonly CatalogueField[]): RecordSaid {
  const readable = Object.entries(extra ?? {}).filter(([code]) => fields.some((field) => field.code === code))
  return readable.length === 0 ? said : { ...said, extra: Object.fromEntries(readable) }
}

/** What is always a valid answer. */
const unanswered = new Set<unknown>([null, 'unknown', 'declined'])

/** The rule that a value of a field of the catalogue breaks; values of the vault are words, those of `extra` have their type. */
export function shapeFault({ shape, storage }: CatalogueField, value: string | number | boolean | null): string | null {
  if (unanswered.has(value)) return null
  const isSealed = storage === 'sealed'
  switch (shape.type) {
    case 'text':
      return typeof value === 'string' ? null : 'not_text'
    case 'choice':
      return shape.options?.some(({ code }) => code === value) ? null : 'not_in_list'
    case 'flag':
      return typeof value === 'boolean' || (isSealed && (value === 'true' || value === 'false')) ? null : 'not_in_list'
    case 'number':
      return typeof value === 'number' || (isSealed && Number.isFinite(Number(value))) ? null : 'not_a_number'
    case 'date':
      return LocalDate.safeParse(value).success ? null : 'format_date'
  }
}

/** What was said of the county's own fields, as each is shaped. @throws Problem `field.unknown`, `input.invalid` */
export async function checkedExtra(db: Db, ctx: Ctx, subject: FieldSubject, extra: Extra | undefined): Promise<Extra> {
  const entries = Object.entries(extra ?? {})
  if (entries.length === 0) return {}
  const fields = await listFields(db, ctx.countyId)
  const faults = new Faults()
  for (const [code, value] of entries) {
    const field = fields.find((one) => one.subject === subject && one.code === code && one.storage === 'extra')
    if (!field) throw new Problem('field.unknown', { field: code })
    const fault = shapeFault(field, value)
    if (fault !== null) faults.add(`extra.${code}`, fault)
  }
  faults.refuse()
  return Object.fromEntries(entries)
}

/** Column `extra` with what was said put over what is there. */
export const withExtra = (extra: Extra) => sql<string>`jsonb_strip_nulls(extra || ${JSON.stringify(extra)}::jsonb)`

/** What a row holds of them, for this reader; the catalogue is asked only where something is held. */
export async function ownFields(ctx: Ctx, of: FieldSubject, extra: Extra): Promise<ExtraValue[]> {
  if (Object.keys(extra).length === 0) return []
  return extraValues(extraFieldsFor(await listFields(ctx.db, ctx.countyId), ctx.actor, of), extra)
}
