import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/database.ts'
import type { Deps } from '../../../platform/deps.ts'
import { pathsOf, todayIn } from '../../areas/index.ts'
import { countMonth } from './count-month.ts'
import { firstOf, monthAfter, monthBefore } from './months.ts'

/**
 * Freezes every month that has ended and is not frozen yet, in their order. Safe to call from any process at any time: a
 * month is frozen by one transaction, which another one waits for, and a process that dies in it leaves nothing behind.
 * @returns the months that this call has frozen, by their first days.
 */
export async function freezeMonths(deps: Deps, countyId: number): Promise<string[]> {
  const thisMonth = firstOf(await todayIn(deps, countyId))
  const frozen: string[] = []
  for (;;) {
    const month = await freezeNext(deps, countyId, thisMonth)
    if (month === null) return frozen
    frozen.push(month)
  }
}

function freezeNext(deps: Deps, countyId: number, thisMonth: string): Promise<string | null> {
  return deps.db.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(hashtext('register statistics'), ${countyId})`.execute(tx)
    const next = await nextMonth(tx, countyId, thisMonth)
    // A county begins with the first month at whose end somebody has been entered.
    if (next === null || (next.base && !(await hasPeople(tx, countyId)))) return null
    const lastDay = Temporal.PlainDate.from(monthAfter(next.month)).subtract({ days: 1 }).toString()
    const grids = await gridIds(tx, countyId)
    const above = await pathsOf(tx, countyId, lastDay, grids)
    const paths = grids.map((grid) => ({ grid, path: [...(above.get(grid) ?? []).map(({ id }) => id), grid] }))
    await countMonth(tx, { countyId, ...next, frozenAt: deps.now().toISOString(), paths })
    return next.month
  })
}

/** The month after the last that is frozen, or the one just past for a county that begins; null when none has ended. */
async function nextMonth(
  tx: Tx,
  countyId: number,
  thisMonth: string,
): Promise<{ month: string; base: boolean } | null> {
  const { month: last } = await tx
    .selectFrom('statisticsRuns')
    .select((eb) => eb.fn.max('month').as('month'))
    .where('countyId', '=', countyId)
    .executeTakeFirstOrThrow()
  const month = last === null ? monthBefore(thisMonth) : monthAfter(last)
  if (month >= thisMonth) return null
  return { month, base: last === null }
}

async function hasPeople(tx: Tx, countyId: number): Promise<boolean> {
  const one = await tx
    .selectFrom('residences')
    .select('id')
    .where('countyId', '=', countyId)
    .limit(1)
    .executeTakeFirst()
  return one !== undefined
}

async function gridIds(tx: Tx, countyId: number): Promise<string[]> {
  const { rows } = await sql<{ gridId: string }>`
    SELECT grid_id FROM residences WHERE county_id = ${countyId}
    UNION SELECT grid_id FROM households WHERE county_id = ${countyId}`.execute(tx)
  return rows.map(({ gridId }) => gridId)
}
