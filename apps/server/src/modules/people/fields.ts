import { type CatalogueField, type fieldRoutes, RegisterField } from '@linli/contract/people-fields'
import type { NeedKind } from '@linli/contract/people'
import type { RouteParsed } from '@linli/contract/route'
import { readFileSync } from 'node:fs'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import type { Db, Tx } from '../../platform/database/database.ts'
import { Problem } from '../../platform/problem/problem.ts'

type Input<N extends keyof typeof fieldRoutes> = RouteParsed<(typeof fieldRoutes)[N]>

const listOf = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../../../data/register/${name}.json`, import.meta.url), 'utf8'))

/** The catalogue that a county begins with. */
export const standardFields = (): RegisterField[] => RegisterField.array().parse(listOf('fields'))
// Our own file, of this shape.
export const needKinds = listOf('needs') as readonly NeedKind[]
const needByCode = new Map(needKinds.map((kind) => [kind.code, kind]))
/** What needs are called, by code. */
export const needNames = () => Object.fromEntries(needKinds.map(({ code, names }) => [code, names]))
export const needKind = (code: string): NeedKind | undefined => needByCode.get(code)

/** Adds what the platform's catalogue has and the county's has not; changes nothing that is there. */
export async function seedFields(tx: Tx, countyId: number): Promise<void> {
  await tx
    .insertInto('registerFields')
    .values(
      standardFields().map((field) => ({
        countyId,
        subject: field.subject,
        code: field.code,
        definition: JSON.stringify(field),
      })),
    )
    .onConflict((conflict) => conflict.columns(['countyId', 'subject', 'code']).doNothing())
    .execute()
}

/** Every field in use. */
export async function listFields(db: Db, countyId: number): Promise<CatalogueField[]> {
  const rows = await db
    .selectFrom('registerFields')
    .select(['definition', 'own', 'version'])
    .where('countyId', '=', countyId)
    .where('closedAt', 'is', null)
    .orderBy('subject')
    .orderBy('code')
    .execute()
  return rows.map(({ definition, own, version }) => ({ ...RegisterField.parse(definition), own, version }))
}

/** The entry of a sealed field of persons. @throws Problem `field.unknown` */
export async function fieldToFill(db: Db, countyId: number, code: string): Promise<CatalogueField> {
  const field = (await listFields(db, countyId)).find(
    (one) => one.subject === 'person' && one.code === code && one.storage === 'sealed',
  )
  if (!field) throw new Problem('field.unknown', { field: code })
  return field
}

export function setField(ctx: Ctx, { commandId, field, seenVersion }: Input<'setField'>): Promise<CatalogueField> {
  return runCommand(ctx, commandId, async (tx) => {
    refuseUnsafe(field)
    const now = await tx.db
      .selectFrom('registerFields')
      .select(['own', 'version'])
      .where('countyId', '=', ctx.countyId)
      .where('subject', '=', field.subject)
      .where('code', '=', field.code)
      .forUpdate()
      .executeTakeFirst()
    if (now && (now.version !== seenVersion || !now.own)) throw new Problem('field.stale')
    const version = (now?.version ?? 0) + 1
    const definition = JSON.stringify(field)
    await tx.db
      .insertInto('registerFields')
      .values({ countyId: ctx.countyId, subject: field.subject, code: field.code, definition, own: true, version })
      .onConflict((conflict) =>
        conflict.columns(['countyId', 'subject', 'code']).doUpdateSet({ definition, version, closedAt: null }),
      )
      .execute()
    return { ...field, own: true, version }
  })
}

/** A county adds no columns; what is delicate lies in the vault, and is not in use before its risks were weighed. */
function refuseUnsafe(field: RegisterField): void {
  const fault = (path: string) =>
    new Problem('input.invalid', undefined, [{ path: `field.${path}`, rule: 'not_in_list' }])
  if (field.storage === 'column' || field.columns.length > 0) throw fault('storage')
  if (field.storage === 'sealed' && field.group === 'basic') throw fault('group')
  // The vault is one of persons: of a household, a dwelling or a place it holds nothing.
  if (field.subject !== 'person' && (field.storage === 'sealed' || field.sensitivity === 'sensitive'))
    throw fault('subject')
  if (field.shape.type === 'choice' && (field.shape.options ?? []).length === 0) throw fault('shape.options')
  if (field.sensitivity !== 'sensitive') return
  if (field.storage !== 'sealed') throw fault('storage')
  if (field.assessment === null) throw new Problem('field.assessment_missing')
}

export function closeField(ctx: Ctx, { commandId, subject, code }: Input<'closeField'>): Promise<{ done: true }> {
  return runCommand(ctx, commandId, async (tx) => {
    const closed = await tx.db
      .updateTable('registerFields')
      .set({ closedAt: ctx.deps.now().toISOString() })
      .where('countyId', '=', ctx.countyId)
      .where('subject', '=', subject)
      .where('code', '=', code)
      .where('own', '=', true)
      .where('closedAt', 'is', null)
      .executeTakeFirst()
    if (closed.numUpdatedRows === 0n) throw new Problem('register.not_found')
    return { done: true as const }
  })
}
