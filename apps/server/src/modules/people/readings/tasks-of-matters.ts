import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/database.ts'
import type { Deps } from '../../../platform/deps.ts'
import { callersOf } from '../../matters/index.ts'
import { blindIndex } from '../vault.ts'
import type { TaskSource } from './reading.ts'

/**
 * A reading that a matter explains: one of the reader's own, which either was named with the reading or came from the person
 * or their household.
 */
export const tasksOfMatters: TaskSource = async (tx, deps, readings, daysAround) => {
  if (readings.length === 0) return new Set()
  const { countyId } = deps.config
  const staff = new Map(readings.map(({ staffId, gridIds }) => [staffId, { staffId, gridIds }]))
  const callers = await callersOf(tx, countyId, [...staff.values()], daysAround)
  const inHand = Map.groupBy(callers, ({ staffId }) => staffId)
  const digests = digestsOf(deps)
  const phones = new Map(
    [...inHand].map(([staffId, some]) => [staffId, new Set(some.flatMap(({ phone }) => phone ?? []).map(digests))]),
  )
  const held = await phonesHeld(
    tx,
    countyId,
    readings.map(({ personId }) => personId),
  )
  return new Set(
    readings.filter(
      ({ staffId, caseId, personId }) =>
        inHand.get(staffId)?.some(({ matterId }) => matterId === caseId) === true ||
        held.get(personId)?.some((digest) => phones.get(staffId)?.has(digest) === true) === true,
    ),
  )
}

/** A phone as the register finds it; one that calls often is worked out once. */
function digestsOf(deps: Deps): (phone: string) => string {
  const known = new Map<string, string>()
  return (phone) => {
    const digest = known.get(phone) ?? blindIndex(deps, 'phone', phone).toString('hex')
    known.set(phone, digest)
    return digest
  }
}

/** Digests of the phones of each of these persons and of whoever lives with them. */
async function phonesHeld(
  tx: Tx,
  countyId: number,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ personId: string; digests: string[] }>`
    SELECT p.id AS person_id, array_agg(encode(k.digest, 'hex')) AS digests
    FROM persons p
    JOIN persons m ON m.county_id = p.county_id AND (m.id = p.id OR m.household_id = p.household_id)
    JOIN person_keys k ON k.county_id = m.county_id AND k.person_id = m.id AND k.kind = 'phone'
    WHERE p.county_id = ${countyId} AND p.id = any(${[...new Set(personIds)]}::uuid[])
    GROUP BY p.id`.execute(tx)
  return new Map(rows.map(({ personId, digests }) => [personId, digests]))
}
