import type { Departure, peopleRoutes, RecordSaid } from '@linli/contract/people'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql, type SqlBool } from 'kysely'
import { recordAccess } from '../../platform/audit/access.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { scopeOf } from '../../platform/command/placed.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { mask } from '../../platform/mask.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { todayIn } from '../areas/index.ts'
import { staffNames } from '../identity/index.ts'
import { fold, type RecordRow, recordsOf, refreshHousehold, refreshPerson } from './fold.ts'
import { moveFrom } from './move-person.ts'
import { asRecord } from './person.ts'
import { withinReach } from './policy.ts'
import { lastResidence, lockPerson } from './queries.ts'
import { departureOf } from './residences.ts'

type Page = RouteOutput<typeof peopleRoutes.listContested>

/** Records that disagree with what holds, oldest first, each with what holds of the same fields. */
export async function listContested(ctx: Ctx, input: RouteParsed<typeof peopleRoutes.listContested>): Promise<Page> {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['instant', 'id'])
  const beyond =
    after === null
      ? sql<SqlBool>`true`
      : sql<SqlBool>`(c.recorded_at, c.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`
  const { page, folded } = await ctx.deps.db.transaction().execute(async (tx) => {
    const { rows } = await sql<RecordRow & { personId: string; name: string; key: string }>`
      SELECT c.*, c.recorded_at::text AS key, p.name
      FROM person_records c JOIN persons p ON p.county_id = c.county_id AND p.id = c.person_id
      WHERE c.county_id = ${ctx.countyId} AND c.standing = 'contested' AND ${withinReach(ctx.actor, 'register.merge', 'p')} AND ${beyond}
      ORDER BY c.recorded_at, c.id LIMIT ${input.limit + 1}`.execute(tx)
    const page = toPage(rows, input.limit, (row) => [row.key, row.id])
    const subjectIds = [...new Set(page.items.map(({ personId }) => personId))]
    await recordAccess(tx, ctx, { purpose: 'register.upkeep', subjectKind: 'person', subjectIds, fieldGroup: 'basic' })
    const folded = new Map<string, RecordSaid>()
    // A page of a desk, at most a few dozen persons.
    for (const id of subjectIds) {
      const last = await lastResidence(tx, ctx.countyId, id)
      const gone = (last && departureOf(last)) ?? undefined
      folded.set(id, { ...fold(await recordsOf(tx, ctx.countyId, id)).said, gone })
    }
    return { page, folded }
  })
  // Names of staff come over a connection of their own: asked for inside, many readers would wait for each other.
  const names = await staffNames(ctx.deps, ctx.countyId, [...new Set(page.items.flatMap(({ byId }) => byId ?? []))])
  return {
    items: page.items.map((item) => {
      const said = folded.get(item.personId) ?? {}
      const holds = Object.fromEntries(Object.keys(item.said).map((field) => [field, said[field as keyof RecordSaid]]))
      return { record: asRecord(item, names), personId: item.personId, title: mask.name(item.name), holds }
    }),
    next: page.next,
  }
}

const decidedMove = ({ on, how, toPlace }: Departure) =>
  ({ on, how, relation: 'unknown', livesHere: true, otherPlace: toPlace ?? undefined, knownHow: 'clerk' }) as const

/** A clerk decides: the record holds from its day on, or is refused; either way it stays to be seen. */
export function decideRecord(ctx: Ctx, input: RouteParsed<typeof peopleRoutes.decideRecord>): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const found = await tx.db
      .selectFrom('personRecords')
      .select(['personId', 'standing', 'said'])
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.recordId)
      .executeTakeFirst()
    if (!found) throw new Problem('register.not_found')
    const person = await lockPerson(tx.db, ctx, 'register.merge', found.personId)
    const decided = await tx.db
      .updateTable('personRecords')
      .set({
        standing: input.accept ? 'holds' : 'refused',
        // What a clerk has looked into is known better than what was told at the door.
        // Whoever saw the file before this moment has not seen it say so.
        ...(input.accept ? { knownHow: 'clerk', personVersion: person.version + 1 } : {}),
        // By the same clock as when it was recorded: the order in which records came to hold depends on it.
        decidedAt: sql<string>`now()`,
        decidedBy: ctx.actor.id,
      })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.recordId)
      .where('standing', '=', 'contested')
      .executeTakeFirst()
    if (decided.numUpdatedRows === 0n) throw new Problem('register.stale')
    // Written by this module through RecordSaid.
    const { gone, birthOn } = found.said as RecordSaid
    if (input.accept && birthOn && person.diedOn !== null && birthOn > person.diedOn)
      throw new Problem('input.invalid', undefined, [{ path: 'accept', rule: 'after_death' }])
    if (input.accept && gone) await moveFrom(tx, ctx, person, decidedMove(gone), await todayIn(ctx.deps, ctx.countyId))
    await refreshPerson(tx.db, ctx.countyId, person.id)
    if (person.householdId !== null) await refreshHousehold(tx.db, ctx.countyId, person.householdId)
    tx.publish({
      module: 'people',
      kind: 'person.decided',
      subjectKind: 'person',
      subjectId: person.id,
      scope: scopeOf(person),
    })
    return { done: true as const }
  })
}
