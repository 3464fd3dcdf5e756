import { VisitFormText } from '@linli/contract/duty'
import type { VisitForm } from '@linli/contract/fieldwork-shapes'
import { answersSchema } from '@linli/contract/visit-form'
import type { Selectable } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import type { Db } from '../../../platform/database/database.ts'
import type { VisitForms } from '../../../platform/database/tables.generated.ts'
import { Problem } from '../../../platform/problem/problem.ts'

type FormRow = Pick<Selectable<VisitForms>, 'code' | 'version' | 'definition' | 'validFrom' | 'validTo'>

export function asForm({ code, version, definition, validFrom, validTo }: FormRow): VisitForm {
  const form = VisitFormText.parse(definition)
  return { ...form, code, version, schema: answersSchema(form.questions), validFrom, validTo }
}

/** Codes of the forms in use. */
export async function formCodes(db: Db, countyId: number): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('visitForms')
    .select('code')
    .where('countyId', '=', countyId)
    .where('validTo', 'is', null)
    .execute()
  return new Set(rows.map(({ code }) => code))
}

/** The form in the version that somebody filled in; an older one may still come from a phone. @throws Problem `form.unknown` */
export async function formOf(db: Db, countyId: number, code: string, version: number): Promise<VisitForm> {
  const row = await db
    .selectFrom('visitForms')
    .select(['code', 'version', 'definition', 'validFrom', 'validTo'])
    .where('countyId', '=', countyId)
    .where('code', '=', code)
    .where('version', '=', version)
    .executeTakeFirst()
  if (!row) throw new Problem('form.unknown')
  return asForm(row)
}

export async function formsInUse(db: Db, countyId: number): Promise<VisitForm[]> {
  const rows = await db
    .selectFrom('visitForms')
    .select(['code', 'version', 'definition', 'validFrom', 'validTo'])
    .where('countyId', '=', countyId)
    .where('validTo', 'is', null)
    .orderBy('code')
    .execute()
  return rows.map(asForm)
}

export async function listVisitForms(ctx: Ctx): Promise<{ items: VisitForm[] }> {
  return { items: await formsInUse(ctx.db, ctx.countyId) }
}

export async function listVisitFormVersions(ctx: Ctx, { code }: { code: string }): Promise<{ items: VisitForm[] }> {
  const rows = await ctx.db
    .selectFrom('visitForms')
    .select(['code', 'version', 'definition', 'validFrom', 'validTo'])
    .where('countyId', '=', ctx.countyId)
    .where('code', '=', code)
    .orderBy('version', 'desc')
    .execute()
  if (rows.length === 0) throw new Problem('form.not_found')
  return { items: rows.map(asForm) }
}
