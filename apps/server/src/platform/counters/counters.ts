import { sql } from 'kysely'
import { dayIn } from '../calendar/index.ts'
import type { Tx } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import { catchUp, type EventPosition, type LiveEvent, placeReader, readerLock, readEvents } from '../events/events.ts'

/** One change of a figure. A gauge stands for now, whatever the day; the others count within a day. */
export interface Delta {
  readonly areaId: string
  readonly measure: string
  readonly delta: number
  readonly gauge?: boolean
}
type Fold = (event: LiveEvent) => readonly Delta[]

/** The day under which gauges stand. */
export const ALWAYS = '1970-01-01'
/** Area of what is counted for the county as a whole: what has no place lies in none of its towns. */
export const WHOLE_COUNTY = '00000000-0000-0000-0000-000000000000'
export const READER = 'counters'
const BATCH = 2_000
const folds = new Map<string, Fold>()

/** What a module's events add to the figures of areas. */
export function registerCounter(module: string, fold: Fold): void {
  folds.set(module, fold)
}

/** Folds new events into the figures; safe to call from any process at any time. */
export function foldCounters(deps: Deps, countyId: number, timeZone: string): Promise<number> {
  return catchUp(deps, READER, countyId, async (tx, events) => {
    const sums: Sums = new Map()
    sumUp(sums, timeZone, events)
    await add(tx, countyId, sums)
  })
}

/**
 * Works the figures out anew from every event; the result is the same, or there is a fault. Whoever reads sees the old
 * figures until the new ones stand: all is added up in memory (as many sums as the table has rows) and put in place by one
 * short transaction, because a long one would hold back every event of the platform meanwhile.
 */
export async function rebuildCounters(deps: Deps, countyId: number, timeZone: string): Promise<void> {
  await deps.db.connection().execute(async (db) => {
    // Keeps `foldCounters` of every process out until the figures and the reader's place fit each other again.
    await sql`SELECT pg_advisory_lock(${readerLock(READER, countyId)})`.execute(db)
    try {
      const sums: Sums = new Map()
      let place: EventPosition = { xid: '0', seq: 0 }
      for (;;) {
        const events = await readEvents(db, place, BATCH, countyId)
        sumUp(sums, timeZone, events)
        place = events.at(-1) ?? place
        if (events.length < BATCH) break
      }
      await db.transaction().execute(async (tx) => {
        await tx.deleteFrom('counters').where('countyId', '=', countyId).execute()
        await add(tx, countyId, sums)
        await placeReader(tx, READER, countyId, place)
      })
    } finally {
      await sql`SELECT pg_advisory_unlock(${readerLock(READER, countyId)})`.execute(db)
    }
  })
}

/** What an event adds to which figure, the day worked out. */
export function deltasOf(
  event: LiveEvent,
  timeZone: string,
): { areaId: string; day: string; measure: string; delta: number }[] {
  return (folds.get(event.module)?.(event) ?? []).map(({ areaId, measure, delta, gauge }) => ({
    areaId,
    measure,
    delta,
    day: gauge ? ALWAYS : dayIn(timeZone, new Date(event.at)),
  }))
}

type Sums = Map<string, { area: string; day: string; measure: string; value: number }>

function sumUp(sums: Sums, timeZone: string, events: readonly LiveEvent[]): void {
  for (const event of events) {
    for (const { areaId, day, measure, delta } of deltasOf(event, timeZone)) {
      const key = `${areaId}|${day}|${measure}`
      const sum = sums.get(key)
      if (sum) sum.value += delta
      else sums.set(key, { area: areaId, day, measure, value: delta })
    }
  }
}

async function add(tx: Tx, countyId: number, sums: Sums): Promise<void> {
  const changed = [...sums.values()].filter((sum) => sum.value !== 0)
  if (changed.length === 0) return
  await sql`
    INSERT INTO counters (county_id, area_id, day, measure, value)
    SELECT ${countyId}, d.area, d.day, d.measure, d.value
    FROM jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) AS d(area uuid, day date, measure text, value bigint)
    ORDER BY 2, 3, 4
    ON CONFLICT (county_id, area_id, day, measure) DO UPDATE SET value = counters.value + excluded.value`.execute(tx)
}
