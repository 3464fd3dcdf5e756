import type { Permission } from '@linli/contract/permissions'
import { sql } from 'kysely'
import type { Deps } from '../../platform/deps.ts'
import { postsThatMay } from './directory-queries.ts'

/** Posts begin and end with the day, without anybody saying so. */
const FRESH_MS = 60_000

/** Who may do something today, by unit. */
type Manned = ReadonlyMap<string, ReadonlySet<string>>

interface Known {
  readonly readAt: number
  readonly units: Promise<Manned>
}
const counties = new WeakMap<Deps, Map<string, Known>>()

/**
 * Units in which somebody whose post runs today may do this, and who; asked for every report and every settlement, and read
 * anew when any post changes.
 */
export function mannedUnits(deps: Deps, countyId: number, permission: Permission): Promise<Manned> {
  let known = counties.get(deps)
  if (!known) {
    const fresh = new Map<string, Known>()
    counties.set(deps, fresh)
    deps.live.subscribe({ countyId: null, filter: ({ module }) => module === 'identity', send: () => fresh.clear() })
    known = fresh
  }
  const key = `${countyId} ${permission}`
  const now = deps.now().getTime()
  const kept = known.get(key)
  if (kept && Math.abs(now - kept.readAt) < FRESH_MS) return kept.units
  const units = readManned(deps, countyId, permission)
  known.set(key, { readAt: now, units })
  // A failed read must not be remembered.
  units.catch(() => known.delete(key))
  return units
}

async function readManned({ db }: Deps, countyId: number, permission: Permission): Promise<Manned> {
  const { rows } = await sql<{ unitId: string; staffIds: string[] }>`
    SELECT unit_id, array_agg(DISTINCT staff_id) AS staff_ids FROM ${postsThatMay(countyId, permission)} post
    GROUP BY unit_id`.execute(db)
  return new Map(rows.map(({ unitId, staffIds }) => [unitId, new Set(staffIds)]))
}
