import { type AccessRow, type AuditRow, recordRoutes } from '@linli/contract/records'
import type { Page } from '@linli/contract/common'
import type { RouteParsed } from '@linli/contract/route'
import type { FastifyInstance } from 'fastify'
import { sql, type SqlBool } from 'kysely'
import type { Ctx } from '../command/ctx.ts'
import { countyOf } from '../county/county.ts'
import type { Tx } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import { decodeCursor, toPage } from '../http/cursor.ts'
import { registerRoutes } from '../http/register.ts'
import { recordAccess } from './access.ts'

/** Names of staff by id; handed in, because staff belong to a module. */
export type StaffNames = (deps: Deps, countyId: number, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>

type Filters = RouteParsed<typeof recordRoutes.listAudit>

export function registerRecordRoutes(app: FastifyInstance, deps: Deps, names: StaffNames): void {
  registerRoutes(app, deps, recordRoutes, {
    listAudit: (ctx, input) => listAudit(ctx, input, names),
    listAccess: (ctx, input) => listAccess(ctx, input, names),
  })
}

async function listAudit(ctx: Ctx, input: Filters, names: StaffNames): Promise<Page<AuditRow>> {
  const here = await within(ctx, input)
  const { items, next } = await ctx.deps.db.transaction().execute(async (tx) => {
    let select = tx
      .selectFrom('auditLog')
      .select(['seq', 'at', 'actorKind', 'actorId', 'action', 'subjectKind', 'subjectId', 'requestId'])
      .where('countyId', '=', ctx.countyId)
      .where(here)
    if (input.subjectId !== undefined) select = select.where('subjectId', '=', input.subjectId)
    const rows = await select
      .orderBy('seq', 'desc')
      .limit(input.limit + 1)
      .execute()
    const page = toPage(rows, input.limit, (row) => [row.seq])
    const told = page.items.map(({ subjectKind, subjectId }) => ({ kind: subjectKind, ids: subjectId ?? [] }))
    await recordLooked(tx, ctx, told)
    return page
  })
  const actors = await actorsOf(ctx, items, names)
  return {
    items: items.map(({ seq: _seq, ...row }, index) => ({ ...row, actor: actors[index] as AuditRow['actor'] })),
    next,
  }
}

async function listAccess(ctx: Ctx, input: Filters, names: StaffNames): Promise<Page<AccessRow>> {
  const here = await within(ctx, input)
  const { items, next } = await ctx.deps.db.transaction().execute(async (tx) => {
    let select = tx
      .selectFrom('accessLog')
      .select(['seq', 'at', 'actorKind', 'actorId', 'unit', 'duty', 'purpose', 'basis', 'caseKind', 'caseId', 'reason'])
      .select(['subjectKind', 'subjectIds', 'fieldGroup', 'requestId'])
      .where('countyId', '=', ctx.countyId)
      .where(here)
    if (input.subjectId !== undefined)
      select = select.where(sql<SqlBool>`subject_ids @> ARRAY[${input.subjectId}::uuid]`)
    const rows = await select
      .orderBy('seq', 'desc')
      .limit(input.limit + 1)
      .execute()
    const page = toPage(rows, input.limit, (row) => [row.seq])
    // Looking at how somebody looked through the record names nobody anew, and would grow with every look.
    const told = page.items.filter(({ purpose }) => purpose !== 'record')
    await recordLooked(
      tx,
      ctx,
      told.map(({ subjectKind, subjectIds }) => ({ kind: subjectKind, ids: subjectIds })),
    )
    return page
  })
  const actors = await actorsOf(ctx, items, names)
  return {
    items: items.map(({ seq: _seq, caseKind, ...row }, index) => ({
      ...row,
      actor: actors[index] as AccessRow['actor'],
      // Written by the database alone.
      caseKind: caseKind as AccessRow['caseKind'],
    })),
    next,
  }
}

/** Looking at who was looked at, and at whose file was changed, is a reading like others. */
async function recordLooked(
  tx: Tx,
  ctx: Ctx,
  told: readonly { readonly kind: string | null; readonly ids: string | readonly string[] }[],
): Promise<void> {
  for (const subjectKind of ['person', 'household']) {
    const subjectIds = [...new Set(told.flatMap(({ kind, ids }) => (kind === subjectKind ? ids : [])))]
    await recordAccess(tx, ctx, { purpose: 'record', subjectKind, subjectIds, fieldGroup: 'readings' })
  }
}

/** Rows are numbered as they are written: the number is order and key. */
async function within(ctx: Ctx, { actorId, from, to, cursor }: Filters) {
  const { timeZone } = await countyOf(ctx.deps, ctx.countyId)
  const parts = [sql<SqlBool>`true`]
  if (actorId !== undefined) parts.push(sql`actor_id = ${actorId}`)
  if (from !== undefined) parts.push(sql`at >= ${from}::date::timestamp AT TIME ZONE ${timeZone}`)
  if (to !== undefined) parts.push(sql`at < (${to}::date + 1)::timestamp AT TIME ZONE ${timeZone}`)
  if (cursor !== undefined) parts.push(sql`seq < ${decodeCursor(cursor, ['number'])[0]}`)
  return sql<SqlBool>`${sql.join(parts, sql` AND `)}`
}

async function actorsOf(
  ctx: Ctx,
  rows: readonly { actorKind: string; actorId: string | null }[],
  names: StaffNames,
): Promise<AuditRow['actor'][]> {
  const staff = rows.flatMap(({ actorKind, actorId }) => (actorKind === 'staff' && actorId !== null ? [actorId] : []))
  const found = await names(ctx.deps, ctx.countyId, [...new Set(staff)])
  return rows.map(({ actorKind, actorId }) => ({
    // Written from `Actor.kind` only.
    kind: actorKind as AuditRow['actor']['kind'],
    // A resident's id would tie what they did together for whoever reads this.
    id: actorKind === 'resident' ? null : actorId,
    name: actorKind === 'staff' && actorId !== null ? (found.get(actorId) ?? null) : null,
  }))
}
