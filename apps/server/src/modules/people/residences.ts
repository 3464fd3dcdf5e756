import type { Departure, EndedBy, KnownHow, Relation, ResidenceKind } from '@linli/contract/people'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { Tx } from '../../platform/database/database.ts'
import { newId } from '../../platform/crypto/id.ts'
import { refreshPerson } from './fold.ts'
import { headOf, type ResidenceRow } from './queries.ts'
import { insertResidence } from './write-person.ts'

export interface End {
  readonly on: string
  readonly by: EndedBy
  readonly knownHow: KnownHow
  readonly toPlace: string | null
}

/** The account of an end stands beside that of the beginning: each has who, when and how it is known. */
export async function endResidence(tx: Tx, ctx: Ctx, id: string, { on, by, knownHow, toPlace }: End): Promise<void> {
  await tx
    .updateTable('residences')
    .set({
      validTo: on,
      endedBy: by,
      endedHow: knownHow,
      endedById: ctx.actor.id,
      endedAt: sql<string>`now()`,
      toPlace,
    })
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', id)
    .execute()
}

/** They had gone already: what is said to have changed in the household after that day cannot have begun later. */
export async function cutBack(tx: Tx, countyId: number, personId: string, on: string): Promise<void> {
  await sql`
    UPDATE residences SET valid_from = least(valid_from, ${on}::date),
      valid_to = CASE WHEN valid_to IS NOT NULL THEN least(valid_to, ${on}::date) END
    WHERE county_id = ${countyId} AND person_id = ${personId} AND (valid_from > ${on}::date OR valid_to > ${on}::date)`.execute(
    tx,
  )
}

/** What is new of somebody who stays; what is left out stays as it was. */
export interface Next {
  readonly relation?: Relation | undefined
  readonly kind?: ResidenceKind | undefined
  readonly livesHere?: boolean | undefined
  readonly otherPlace?: string | undefined
}

/** The residence that holds ends on a day, and the next begins in the same household with what is new. Refresh the person. */
export async function beginAnew(
  tx: Tx,
  ctx: Ctx,
  current: ResidenceRow,
  next: Next,
  { on, knownHow }: { on: string; knownHow: KnownHow },
): Promise<void> {
  const livesHere = next.livesHere ?? current.livesHere
  await endResidence(tx, ctx, current.id, { on, by: 'changed', knownHow, toPlace: null })
  await insertResidence(tx, ctx, {
    personId: current.personId,
    householdId: current.householdId,
    gridId: current.gridId,
    relation: next.relation ?? current.relation,
    kind: next.kind ?? current.kind,
    livesHere,
    validFrom: on,
    beganBy: 'changed',
    otherPlace: next.otherPlace ?? (livesHere || current.livesHere ? null : current.otherPlace),
    // Guardians follow from a relation that was seen in a document: another change does not make it better known.
    knownHow: next.relation === undefined ? current.knownHow : knownHow,
  })
}

/** Whoever saw the file before has not seen where the person belongs now. */
export async function refreshMoved(tx: Tx, countyId: number, personId: string): Promise<void> {
  await tx
    .updateTable('persons')
    .set((eb) => ({ movedVersion: eb('version', '+', 1) }))
    .where('countyId', '=', countyId)
    .where('id', '=', personId)
    .execute()
  await refreshPerson(tx, countyId, personId)
}

/** The death or departure with which it ended, if it did. */
export function departureOf({ endedBy, validTo, toPlace }: ResidenceRow): Departure | null {
  return (endedBy === 'died' || endedBy === 'moved_out') && validTo !== null
    ? { how: endedBy, on: validTo, toPlace }
    : null
}

/** What was told of an end that does not hold is kept as a refused record, with who told it and who took it back. */
export async function refuseDeparture(tx: Tx, ctx: Ctx, last: ResidenceRow): Promise<void> {
  const gone = departureOf(last)
  if (!gone) return
  const decided = { standing: 'refused', decidedAt: sql<string>`now()`, decidedBy: ctx.actor.id } as const
  const accepted = await tx
    .updateTable('personRecords')
    .set(decided)
    .where('countyId', '=', ctx.countyId)
    .where('personId', '=', last.personId)
    .where('standing', '=', 'holds')
    .where(sql<boolean>`said -> 'gone' @> ${JSON.stringify({ how: gone.how, on: gone.on })}::jsonb`)
    .executeTakeFirst()
  if (accepted.numUpdatedRows > 0n) return
  await tx
    .insertInto('personRecords')
    .values({
      countyId: ctx.countyId,
      id: newId(),
      personId: last.personId,
      said: JSON.stringify({ gone }),
      sealed: [],
      validFrom: gone.on,
      knownHow: last.endedHow ?? last.knownHow,
      byKind: 'staff',
      byId: last.endedById,
      recordedAt: last.endedAt ?? sql<string>`now()`,
      ...decided,
    })
    .execute()
}

/** As if the end had never been told. Where somebody else became head meanwhile, they stay the head from then on. */
export async function goOn(tx: Tx, ctx: Ctx, last: ResidenceRow): Promise<void> {
  const { countyId } = ctx
  const head = last.relation === 'head' ? await headOf(tx, countyId, last.householdId) : null
  if (head !== null && last.validTo !== null)
    await beginAnew(tx, ctx, last, { relation: 'other' }, { on: last.validTo, knownHow: 'clerk' })
  else
    await tx
      .updateTable('residences')
      .set({ validTo: null, endedBy: null, endedHow: null, endedById: null, endedAt: null, toPlace: null })
      .where('countyId', '=', countyId)
      .where('id', '=', last.id)
      .execute()
  await refreshMoved(tx, countyId, last.personId)
}
