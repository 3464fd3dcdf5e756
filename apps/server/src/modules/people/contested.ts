import type { Departure, peopleRoutes, PersonDocumentKind, RecordSaid } from '@linli/contract/people'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql, type SqlBool } from 'kysely'
import { recordAccess } from '../../platform/audit/access.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { scopeOf } from '../../platform/command/placed.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import type { Tx } from '../../platform/database/database.ts'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { mask } from '../../platform/mask.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { todayIn } from '../areas/index.ts'
import { staffNames } from '../identity/index.ts'
import { extraFieldsFor } from './extra.ts'
import { listFields } from './fields.ts'
import { fold, type RecordRow, recordsOf, refreshHousehold, refreshPerson } from './fold.ts'
import { moveFrom } from './move-person.ts'
import { asRecord } from './person.ts'
import { withinReach } from './policy.ts'
import { lastResidence, lockPerson, type PersonRow } from './queries.ts'
import { departureOf } from './residences.ts'
import { type ContestedNumber, setDigest, showNumbers } from './write-person.ts'

type Page = RouteOutput<typeof peopleRoutes.listContested>

/** Records that disagree with what holds, oldest first, each with what holds of the same fields. */
export async function listContested(ctx: Ctx, input: RouteParsed<typeof peopleRoutes.listContested>): Promise<Page> {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['instant', 'id'])
  const beyond =
    after === null
      ? sql<SqlBool>`true`
      : sql<SqlBool>`(c.recorded_at, c.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`
  const { page, folded } = await ctx.deps.db.transaction().execute(async (tx) => {
    const { rows } = await sql<ContestedRow>`
      SELECT c.*, c.recorded_at::text AS key, p.name, p.document_kind, p.phone_masked
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
  const readable = extraFieldsFor(await listFields(ctx.db, ctx.countyId), ctx.actor)
  return {
    items: page.items.map((item) => {
      const now = folded.get(item.personId) ?? {}
      const record = asRecord(item, names, readable)
      const codes = Object.keys(record.said.extra ?? {})
      const holds: RecordSaid = Object.fromEntries(
        Object.keys(record.said).map((field) => [field, now[field as keyof RecordSaid]]),
      )
      if (holds.extra)
        holds.extra = Object.fromEntries(Object.entries(holds.extra).filter(([code]) => codes.includes(code)))
      return { record, personId: item.personId, title: mask.name(item.name), holds, numbers: numbersOf(item) }
    }),
    next: page.next,
  }
}

interface ContestedRow extends RecordRow {
  readonly personId: string
  readonly name: string
  readonly key: string
  readonly documentKind: PersonDocumentKind
  readonly phoneMasked: string | null
  readonly numbers: readonly ContestedNumber[] | null
}

/** What shows of the number that was told and of the one that holds; of a document that holds, its kind. */
const numbersOf = ({ numbers, documentKind, phoneMasked }: ContestedRow): Page['items'][number]['numbers'] =>
  (numbers ?? []).map((told) => ({
    field: told.field,
    said: { documentKind: told.documentKind as PersonDocumentKind | null, masked: told.masked },
    holds: told.field === 'document' ? { documentKind, masked: null } : { documentKind: null, masked: phoneMasked },
  }))

const decidedMove = ({ on, how, toPlace }: Departure) =>
  ({ on, how, relation: 'unknown', livesHere: true, otherPlace: toPlace ?? undefined, knownHow: 'clerk' }) as const

/** A clerk decides: the record holds against all that came before it, from its day on, or is refused; either way it stays to be seen. */
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
        // Whoever saw the file before this moment has not seen it say so.
        ...(input.accept ? { personVersion: person.version + 1 } : {}),
        // By the same clock as when it was recorded: the order in which records came to hold depends on it.
        decidedAt: sql<string>`now()`,
        decidedBy: ctx.actor.id,
      })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.recordId)
      .where('standing', '=', 'contested')
      .returning('numbers')
      .executeTakeFirst()
    if (!decided) throw new Problem('register.stale')
    // Written by this module through RecordSaid.
    const { gone, birthOn } = found.said as RecordSaid
    if (input.accept && birthOn && person.diedOn !== null && birthOn > person.diedOn)
      throw new Problem('input.invalid', undefined, [{ path: 'accept', rule: 'after_death' }])
    if (input.accept && gone) await moveFrom(tx, ctx, person, decidedMove(gone), await todayIn(ctx.deps, ctx.countyId))
    // Written by `insertRecord`.
    if (input.accept) await takeNumbers(tx.db, ctx, person, (decided.numbers ?? []) as unknown as ContestedNumber[])
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

/** The vault gives out what was sealed with the record now that it holds; the file is shown and found by it. */
async function takeNumbers(tx: Tx, ctx: Ctx, person: PersonRow, numbers: readonly ContestedNumber[]): Promise<void> {
  for (const { field, documentKind, masked, digest } of numbers) {
    await setDigest(tx, ctx, person.id, field, digest === null ? null : Buffer.from(digest, 'hex'))
    const shown = field === 'document' ? { documentKind: documentKind ?? 'unknown' } : { phoneMasked: masked }
    await showNumbers(tx, ctx, person, shown)
  }
}
