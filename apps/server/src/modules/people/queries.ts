import type { EndedBy, KnownHow, Relation, ResidenceKind } from '@linli/contract/people'
import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { Db, Tx } from '../../platform/database/database.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { lastFirst } from './fold.ts'
import { type GridPlace, type Place, type RegisterPermission, withinReach } from './policy.ts'

export interface PersonRow extends Place {
  readonly id: string
  readonly name: string
  readonly sex: 'male' | 'female' | 'unknown'
  readonly birthOn: string | null
  readonly diedOn: string | null
  readonly state: 'present' | 'away' | 'left' | 'died' | 'merged'
  readonly mergedIntoId: string | null
  readonly documentKind: string
  readonly phoneMasked: string | null
  readonly householdId: string | null
  readonly version: number
  /** Versions at which numbers and residence last changed. */
  readonly numbersVersion: number
  readonly movedVersion: number
}

/** A person within reach, locked. @throws Problem `register.not_found`, `register.stale` for a page of an earlier version */
export async function lockPerson(
  tx: Tx,
  ctx: Ctx,
  permission: RegisterPermission,
  personId: string,
  seenVersion?: number,
): Promise<PersonRow> {
  // No key: whoever at the same time writes of somebody else that they may be this person need not wait, nor both for ever.
  const { rows } = await sql<PersonRow>`
    SELECT id, name, sex, birth_on, died_on, state, merged_into_id, document_kind, phone_masked, household_id, version,
      numbers_version, moved_version, town_id, village_id, grid_id
    FROM persons WHERE id = ${personId} AND ${withinReach(ctx.actor, permission, 'persons')} FOR NO KEY UPDATE`.execute(
    tx,
  )
  const [person] = rows
  if (!person) throw new Problem('register.not_found')
  if (seenVersion !== undefined && person.version !== seenVersion)
    throw new Problem('register.stale', { version: person.version })
  return person
}

/** @throws Problem `input.invalid` for a double: what is said of the person belongs into the file that stands. */
export function refuseMerged({ state }: PersonRow): void {
  if (state === 'merged') throw new Problem('input.invalid', undefined, [{ path: 'personId', rule: 'merged_file' }])
}

/** All files of one person: what was sealed under a double, and who read it there, stayed with it. */
export async function familyOf(db: Db, countyId: number, personId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT f.id FROM persons p JOIN persons f ON f.county_id = p.county_id AND coalesce(p.merged_into_id, p.id) IN (f.id, f.merged_into_id)
    WHERE p.county_id = ${countyId} AND p.id = ${personId}`.execute(db)
  return rows.map(({ id }) => id)
}

export interface HouseholdFacts extends GridPlace {
  readonly id: string
  readonly address: string
  readonly kind: 'family' | 'collective'
  readonly dwellingId: string | null
  readonly members: number
  readonly validFrom: string
  readonly version: number
  /** Version at which anything but the members last changed. */
  readonly factsVersion: number
}

/** A household within reach, locked. */
export async function lockHousehold(
  tx: Tx,
  ctx: Ctx,
  permission: RegisterPermission,
  householdId: string,
  seenVersion?: number,
): Promise<HouseholdFacts> {
  const { rows } = await sql<HouseholdFacts>`
    SELECT id, address, kind, dwelling_id, members, valid_from, version, facts_version, town_id, village_id, grid_id
    FROM households WHERE id = ${householdId} AND ${withinReach(ctx.actor, permission, 'households')} FOR UPDATE`.execute(
    tx,
  )
  const [household] = rows
  if (!household) throw new Problem('register.not_found')
  if (seenVersion !== undefined && household.version !== seenVersion)
    throw new Problem('register.stale', { version: household.version })
  return household
}

export interface ResidenceRow {
  readonly id: string
  readonly personId: string
  readonly householdId: string
  readonly gridId: string
  readonly relation: Relation
  readonly kind: ResidenceKind
  readonly livesHere: boolean
  readonly validFrom: string
  /** First day of the stay: what changed since within the household did not interrupt it. */
  readonly stayFrom: string
  readonly validTo: string | null
  readonly otherPlace: string | null
  readonly toPlace: string | null
  readonly knownHow: KnownHow
  readonly endedBy: EndedBy | null
  readonly endedHow: KnownHow | null
  readonly endedById: string | null
  readonly endedAt: string | null
}

/** First day of the stay that a residence belongs to. */
export const stayFrom = (alias: string): RawBuilder<string> => {
  const of = (column: string) => sql.ref(`${alias}.${column}`)
  return sql`coalesce((SELECT max(b.valid_from) FROM residences b WHERE b.county_id = ${of('county_id')}
    AND b.person_id = ${of('person_id')} AND b.valid_from <= ${of('valid_from')} AND b.began_by <> 'changed'), ${of('valid_from')})`
}

/** Where the person belongs now, or of somebody who has gone where they last belonged. */
export async function lastResidence(tx: Tx, countyId: number, personId: string): Promise<ResidenceRow | undefined> {
  const row = await tx
    .selectFrom('residences')
    .select(stayFrom('residences').as('stayFrom'))
    .select([
      'id',
      'personId',
      'householdId',
      'gridId',
      'relation',
      'kind',
      'livesHere',
      'validFrom',
      'validTo',
      'otherPlace',
      'toPlace',
      'knownHow',
      'endedBy',
      'endedHow',
      'endedById',
      'endedAt',
    ])
    .where('countyId', '=', countyId)
    .where('personId', '=', personId)
    .orderBy(lastFirst)
    .limit(1)
    .executeTakeFirst()
  // Written by this module; the check constraints hold the words.
  return row as ResidenceRow | undefined
}

/** Whether a need is in force on a day: within its time, and not ended by then. */
export const needHolds = (alias: string, on: string, timeZone: string): RawBuilder<SqlBool> => {
  const of = (column: string) => sql.ref(`${alias}.${column}`)
  return sql`(${of('valid_from')} <= ${on}::date AND ${of('valid_to')} > ${on}::date
    AND (${of('ended_at')} IS NULL OR (${of('ended_at')} AT TIME ZONE ${timeZone})::date > ${on}::date))`
}

/** Who belongs to the household now. */
export async function memberIds(tx: Tx, countyId: number, householdId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('residences')
    .select('personId')
    .where('countyId', '=', countyId)
    .where('householdId', '=', householdId)
    .where('validTo', 'is', null)
    .execute()
  return rows.map((row) => row.personId)
}

/** Who is the head of the household now. */
export async function headOf(tx: Tx, countyId: number, householdId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('residences')
    .select('personId')
    .where('countyId', '=', countyId)
    .where('householdId', '=', householdId)
    .where('relation', '=', 'head')
    .where('validTo', 'is', null)
    .executeTakeFirst()
  return row?.personId ?? null
}
