import { type Category, CategoryRules, type categoryRoutes } from '@linli/contract/categories'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { type CommandTx, runCommand } from '../../platform/command/run-command.ts'
import { newId } from '../../platform/crypto/id.ts'
import type { Tx } from '../../platform/database/database.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { unitDirectory } from '../identity/index.ts'
import { type CategoryVersion, forgetCategories } from './categories.ts'

type Input<N extends keyof typeof categoryRoutes> = RouteParsed<(typeof categoryRoutes)[N]>

export async function listCategories(ctx: Ctx): Promise<Category[]> {
  const rows = await ctx.db
    .selectFrom('categories')
    .selectAll()
    .where('countyId', '=', ctx.countyId)
    .where('validTo', 'is', null)
    .orderBy('code')
    .execute()
  return rows.map(toCategory)
}

export async function listCategoryVersions(ctx: Ctx, code: string): Promise<Category[]> {
  const rows = await ctx.db
    .selectFrom('categories')
    .selectAll()
    .where('countyId', '=', ctx.countyId)
    .where('code', '=', code)
    .orderBy('version', 'desc')
    .execute()
  if (rows.length === 0) throw new Problem('category.not_found')
  return rows.map(toCategory)
}

/** The catalogue that a county begins with. Publishes no events. */
export async function seedCategories(
  tx: Tx,
  countyId: number,
  catalogue: readonly CategoryRules[],
  validFrom: string,
): Promise<CategoryVersion[]> {
  const versions = catalogue.map((rules) => ({ id: newId(), code: rules.code, version: 1, rules, current: true }))
  await tx
    .insertInto('categories')
    .values(
      versions.map(({ id, code, version, rules }) => ({
        countyId,
        id,
        code,
        version,
        rules: JSON.stringify(rules),
        validFrom,
      })),
    )
    .execute()
  return versions
}

export function createCategory(ctx: Ctx, input: Input<'createCategory'>): Promise<Category> {
  return runCommand(ctx, input.commandId, async (tx) => {
    await refuseUnknownDepartment(ctx, input.rules, null)
    const { last } = await tx.db
      .selectFrom('categories')
      .select((eb) => eb.fn.max('version').as('last'))
      .where('countyId', '=', ctx.countyId)
      .where('code', '=', input.rules.code)
      .executeTakeFirstOrThrow()
    // A code that was retired may come back, as its next version.
    return addVersion(tx, ctx, input.rules, Number(last ?? 0) + 1)
  })
}

/** A new version; the old one is closed at the same instant, and what runs under it keeps it. */
export function changeCategory(ctx: Ctx, input: Input<'changeCategory'>): Promise<Category> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const closed = await closeCurrent(tx, ctx, input.code)
    await refuseUnknownDepartment(ctx, input.rules, closed.departmentCode)
    if (closed.version !== input.seenVersion) throw new Problem('category.stale', { version: closed.version })
    return addVersion(tx, ctx, { ...input.rules, code: input.code }, closed.version + 1)
  })
}

export function retireCategory(ctx: Ctx, input: Input<'retireCategory'>): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const closed = await closeCurrent(tx, ctx, input.code)
    publish(tx, ctx, 'category.retired', closed.id)
    return { done: true as const }
  })
}

interface Closed {
  readonly id: string
  readonly version: number
  readonly departmentCode: string | null
}

async function closeCurrent(tx: CommandTx, ctx: Ctx, code: string): Promise<Closed> {
  const closed = await tx.db
    .updateTable('categories')
    .set({ validTo: ctx.deps.now().toISOString() })
    .where('countyId', '=', ctx.countyId)
    .where('code', '=', code)
    .where('validTo', 'is', null)
    .returning(['id', 'version', sql<string | null>`rules ->> 'departmentCode'`.as('departmentCode')])
    .executeTakeFirst()
  if (!closed) throw new Problem('category.not_found')
  return closed
}

/** Who leads must exist here; what stood there before may stay until somebody knows better. */
async function refuseUnknownDepartment(
  ctx: Ctx,
  { departmentCode }: CategoryRules,
  before: string | null,
): Promise<void> {
  if (departmentCode === null || departmentCode === before) return
  if ((await unitDirectory(ctx.deps, ctx.countyId)).department(departmentCode)) return
  throw new Problem('input.invalid', undefined, [{ path: 'rules.departmentCode', rule: 'department_unknown' }])
}

async function addVersion(tx: CommandTx, ctx: Ctx, rules: CategoryRules, version: number): Promise<Category> {
  const row = await tx.db
    .insertInto('categories')
    .values({
      countyId: ctx.countyId,
      id: newId(),
      code: rules.code,
      version,
      rules: JSON.stringify(rules),
      validFrom: ctx.deps.now().toISOString(),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  publish(tx, ctx, version === 1 ? 'category.created' : 'category.changed', row.id)
  return toCategory(row)
}

function publish(tx: CommandTx, ctx: Ctx, kind: string, id: string): void {
  tx.publish({ module: 'matters', kind, subjectKind: 'category', subjectId: id, scope: [] })
  tx.afterCommit(() => forgetCategories(ctx.deps, ctx.countyId))
}

function toCategory(row: {
  id: string
  version: number
  rules: unknown
  validFrom: string
  validTo: string | null
}): Category {
  return {
    ...CategoryRules.parse(row.rules),
    id: row.id,
    version: row.version,
    validFrom: row.validFrom,
    validTo: row.validTo,
  }
}
