import type { Permission } from '@linli/contract/permissions'
import { sql } from 'kysely'
import type { Deps } from '../../platform/deps.ts'
import { postsThatMay } from './directory-queries.ts'

/** Posts begin and end with the day, without anybody saying so. */
const FRESH_MS = 60_000

interface Known {
  readonly readAt: number
  readonly units: Promise<ReadonlySet<string>>
}
const counties = new WeakMap<Deps, Map<string, Known>>()

/** Units in which somebody whose post runs today may do this; asked for every report, and read anew when any post changes. */
export function mannedUnits(deps: Deps, countyId: number, permission: Permission): Promise<ReadonlySet<string>> {
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

async function readManned({ db }: Deps, countyId: number, permission: Permission): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT p.unit_id AS id FROM ${postsThatMay(countyId, permission)}`.execute(db)
  return new Set(rows.map(({ id }) => id))
}
