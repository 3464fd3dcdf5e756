import type { Deps } from '../../platform/deps.ts'
import { countyOf } from '../../platform/county/county.ts'

/** Today in the county, `2026-11-23`: periods of areas are whole days of its time zone. */
export async function todayIn(deps: Deps, countyId: number): Promise<string> {
  const { timeZone } = await countyOf(deps, countyId)
  return zoned(deps.now(), timeZone).toPlainDate().toString()
}

/** When that day ends, in milliseconds since 1970: what was kept for today is then kept no longer. */
export async function endOfToday(deps: Deps, countyId: number): Promise<number> {
  const { timeZone } = await countyOf(deps, countyId)
  return zoned(deps.now(), timeZone).add({ days: 1 }).startOfDay().epochMilliseconds
}

function zoned(at: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone)
}
