import { type SqlBool, sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { CommandTx } from '../../platform/command/run-command.ts'
import type { Tx } from '../../platform/database/database.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { countyToday } from './accounts.ts'
import { staffToManage } from './policy.ts'

/** Locks a person whom the actor may manage; absent and out of reach are the same. */
export async function lockStaff(tx: Tx, ctx: Ctx, staffId: string): Promise<{ name: string; login: string }> {
  const { rows } = await sql<{ name: string; login: string; manageable: SqlBool }>`
    SELECT st.name, st.login, ${staffToManage(ctx.actor, countyToday(ctx))} AS manageable
    FROM staff st WHERE st.county_id = ${ctx.countyId} AND st.id = ${staffId} FOR UPDATE`.execute(tx)
  const [staff] = rows
  if (!staff?.manageable) throw new Problem('staff.not_found')
  return staff
}

export function tellOfStaff(tx: CommandTx, kind: string, staffId: string): void {
  tx.publish({ module: 'identity', kind, subjectKind: 'staff', subjectId: staffId, scope: [] })
}
