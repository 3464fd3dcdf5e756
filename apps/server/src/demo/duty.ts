import { sql } from 'kysely'
import { todayIn } from '../modules/areas/index.ts'
import { addDays, formsInUse, pastDuties } from '../modules/fieldwork/index.ts'
import { countyOf } from '../platform/county/county.ts'
import type { Deps } from '../platform/deps.ts'
import { tellCalls } from './calls.ts'
import { createHours, dutyRows } from './duty-rows.ts'
import { readVisits } from './files.ts'
import { insertRows } from './insert.ts'
import { DEMO_COUNTY } from './load.ts'
import { createDice } from './random.ts'

const SEED = 421_087
const DAYS = 60

/**
 * What the field has done in the last weeks: calls, rounds and first help with what was due, so that figures, plans and phones
 * begin with a past. One transaction, after the people; does nothing where something is due already.
 */
export async function loadDemoDuty(deps: Deps): Promise<void> {
  const { timeZone } = await countyOf(deps, DEMO_COUNTY)
  const today = await todayIn(deps, DEMO_COUNTY)
  const first = addDays(today, -DAYS)
  const loaded = await deps.db.transaction().execute(async (tx) => {
    // Of two starts at once the second waits here, and finds what is due.
    await sql`SELECT FROM counties WHERE county_id = ${DEMO_COUNTY} FOR UPDATE`.execute(tx)
    const { rows: due } = await sql`SELECT FROM due_items WHERE county_id = ${DEMO_COUNTY} LIMIT 1`.execute(tx)
    if (due.length > 0) return false
    const dice = createDice(SEED)
    const duties = await pastDuties(deps, tx, DEMO_COUNTY, first)
    const calls = duties.flatMap((duty) => tellCalls(duty, { dice, first, today }))
    const forms = await formsInUse(tx, DEMO_COUNTY)
    const rows = dutyRows(DEMO_COUNTY, calls, { dice, forms, said: readVisits(), hours: createHours(timeZone, dice) })
    await insertRows(tx, 'visits', rows.visits)
    await insertRows(tx, 'dueItems', rows.dueItems)
    await insertRows(tx, 'patrols', rows.patrols)
    await insertRows(tx, 'responses', rows.responses)
    return true
  })
  if (loaded) await sql`ANALYZE visits, due_items, patrols, responses`.execute(deps.db)
}
