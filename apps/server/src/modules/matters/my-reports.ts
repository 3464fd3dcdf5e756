import type { matterRoutes } from '@linli/contract/matters'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { type ExpressionBuilder, sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { DB } from '../../platform/database/database.ts'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { residentPhone } from '../identity/index.ts'
import type { MatterRecord } from './queries.ts'
import { trackedMatter } from './tracked.ts'

/** Reports made or joined with the phone that signed in, newest first. */
export async function listMyReports(
  ctx: Ctx,
  input: RouteParsed<typeof matterRoutes.listMyReports>,
): Promise<RouteOutput<typeof matterRoutes.listMyReports>> {
  const phone = await residentPhone(ctx.db, ctx)
  let select = ctx.db
    .selectFrom('matters')
    .selectAll('matters')
    .select(sql<string>`reported_at::text`.as('key'))
    .select((eb) => eb.exists(entryOf(eb, phone).where('matterReporters.role', '=', 'reporter')).as('reported'))
    .where('matters.countyId', '=', ctx.countyId)
    .where((eb) => eb.exists(entryOf(eb, phone)))
  if (input.cursor !== undefined) {
    const [reportedAt, id] = decodeCursor(input.cursor, ['instant', 'id'])
    select = select.where(sql<SqlBool>`(reported_at, id) < (${reportedAt}::timestamptz, ${id}::uuid)`)
  }
  const rows = await select
    .orderBy('reportedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(input.limit + 1)
    .execute()
  const { items, next } = toPage(rows, input.limit, (row) => [row.key, row.id])
  // The check constraints hold status and level to the contract's words.
  const tracked = items.map((row) =>
    trackedMatter(ctx, row as unknown as MatterRecord, row.reported ? 'reporter' : 'follower'),
  )
  return { items: await Promise.all(tracked), next }
}

/** What binds this phone to a matter, if anything does. */
const entryOf = (eb: ExpressionBuilder<DB, 'matters'>, phone: string | null) =>
  eb
    .selectFrom('matterReporters')
    .select('matterReporters.id')
    .whereRef('matterReporters.countyId', '=', 'matters.countyId')
    .whereRef('matterReporters.matterId', '=', 'matters.id')
    .where('matterReporters.phone', '=', phone)
