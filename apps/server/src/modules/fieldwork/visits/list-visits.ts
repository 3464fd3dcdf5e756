import type { fieldworkRoutes, PartOutcome, Visit } from '@linli/contract/fieldwork'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { type RawBuilder, sql, type SqlBool } from 'kysely'
import { accessInsert } from '../../../platform/audit/access.ts'
import type { Actor, Ctx } from '../../../platform/command/ctx.ts'
import { placedWithin } from '../../../platform/command/placed.ts'
import type { Db } from '../../../platform/database/database.ts'
import { fromJsonRows, type JsonRow, rowsAsJson } from '../../../platform/database/json-rows.ts'
import { pictureIdsOf, signAttachment } from '../../../platform/files/index.ts'
import { decodeCursor, toPage } from '../../../platform/http/cursor.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { areaNames } from '../../areas/index.ts'
import { staffNames } from '../../identity/index.ts'
import { areaFilter, doorNames } from '../../people/index.ts'
import { ruleNames } from './rule-names.ts'

type List = typeof fieldworkRoutes.listVisits

interface Row {
  readonly id: string
  readonly subjectKind: Visit['subject']['kind']
  readonly subjectId: string
  readonly householdId: string | null
  readonly gridId: string
  readonly staffId: string
  readonly result: Visit['result']
  readonly capturedAt: string
  readonly recordedAt: string
  readonly clockOff: boolean
  readonly deeds: string[]
  readonly formCode: string | null
  readonly formVersion: number | null
  readonly answers: Visit['form'] extends infer F ? (F extends { answers: infer A } ? A : never) : never
  readonly words: string
  readonly matterIds: string[]
  readonly ruleCodes: string[]
  readonly key: string
  readonly parts: JsonRow[]
}

interface PartRow extends Omit<PartOutcome, 'decided'> {
  readonly decidedBy: string | null
  readonly decidedAt: string | null
  readonly words: string
}

/** Visits to a household, by one of the staff or in an area, newest first. Whose doors they were is recorded. */
export async function listVisits(ctx: Ctx, input: RouteParsed<List>): Promise<RouteOutput<List>> {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['instant', 'id'])
  const wanted = [
    placedWithin(ctx.actor, 'fieldwork.read', 'v'),
    await areaFilter(ctx, 'v', input.areaId),
    ...(input.householdId === undefined ? [] : [sql<SqlBool>`v.household_id = ${input.householdId}`]),
    ...(input.staffId === undefined ? [] : [sql<SqlBool>`v.staff_id = ${input.staffId}`]),
    ...(after === null ? [] : [sql<SqlBool>`(v.captured_at, v.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`]),
  ]
  const rows = await readVisits(ctx, sql.join(wanted, sql` AND `), input.limit + 1)
  const { items, next } = toPage(rows, input.limit, (row) => [row.key, row.id])
  const doors = await doorNames(ctx.db, ctx, [
    ...new Set(items.map(({ householdId, subjectId }) => householdId ?? subjectId)),
  ])
  const grids = await areaNames(ctx.deps, ctx.countyId, [...new Set(items.map(({ gridId }) => gridId))])
  const visits = await asVisits(ctx, items)
  return {
    items: visits.map((visit, at) => ({
      ...visit,
      where: doors.get(visit.householdId ?? visit.subject.id) ?? '',
      gridName: grids.get(items[at]?.gridId ?? '') ?? '',
    })),
    next,
  }
}

/** The visit that has just been recorded, as its visitor sees it. */
export async function visitPage(ctx: Ctx, visitId: string): Promise<Visit> {
  const own = sql<SqlBool>`v.id = ${visitId} AND v.staff_id = ${ctx.actor.id}`
  const [visit] = await asVisits(ctx, await readVisits(ctx, own, 1))
  if (!visit) throw new Problem('register.not_found')
  return visit
}

async function readVisits(ctx: Ctx, where: RawBuilder<unknown>, limit: number): Promise<Row[]> {
  const parts = sql`
    SELECT p.id, p.kind, p.person_id, p.state, p.problem, p.decided_by, p.decided_at, p.words FROM visit_parts p
    WHERE p.county_id = v.county_id AND p.visit_id = v.id ORDER BY p.place`
  const { rows } = await sql<Row>`
    WITH page AS MATERIALIZED (
      SELECT v.* FROM visits v WHERE v.county_id = ${ctx.countyId} AND ${where}
      ORDER BY v.captured_at DESC, v.id DESC LIMIT ${limit}
    ), recorded AS (${accessInsert(
      ctx,
      { purpose: 'visit.history', subjectKind: 'household', fieldGroup: 'visits' },
      sql`(SELECT array_agg(DISTINCT household_id) FILTER (WHERE household_id IS NOT NULL) FROM page)`,
    )})
    SELECT v.*, v.captured_at::text AS key, ${rowsAsJson(parts)} AS parts
    FROM page v ORDER BY v.captured_at DESC, v.id DESC`.execute(ctx.db)
  return rows
}

async function asVisits(ctx: Ctx, rows: readonly Row[]): Promise<Visit[]> {
  const parts = new Map(rows.map(({ id, parts: own }) => [id, fromJsonRows<PartRow>(own)]))
  const deciders = [...parts.values()].flat().flatMap(({ decidedBy }) => decidedBy ?? [])
  const names = await staffNames(ctx.deps, ctx.countyId, [
    ...new Set([...rows.map(({ staffId }) => staffId), ...deciders]),
  ])
  const rules = await ruleNames(ctx.db, ctx.countyId)
  const pictures = await pictureIdsOf(
    ctx.db,
    ctx.countyId,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => {
    const { formCode, formVersion, answers } = row
    return {
      id: row.id,
      subject: { kind: row.subjectKind, id: row.subjectId },
      householdId: row.householdId,
      result: row.result,
      capturedAt: row.capturedAt,
      recordedAt: row.recordedAt,
      clockOff: row.clockOff,
      by: { id: row.staffId, name: names.get(row.staffId) ?? '' },
      deeds: row.deeds,
      form: formCode === null || formVersion === null ? null : { code: formCode, version: formVersion, answers },
      words: row.words,
      matterIds: row.matterIds,
      pictures: (pictures.get(row.id) ?? []).map((id) => ({ id, token: signAttachment(ctx.deps, id) })),
      parts: (parts.get(row.id) ?? []).map(({ decidedBy, decidedAt, words, ...part }) => ({
        ...part,
        decided: decidedAt === null ? null : { by: names.get(decidedBy ?? '') ?? '', at: decidedAt, words },
      })),
      ruleNames: row.ruleCodes.flatMap((code) => rules.get(code) ?? []),
    }
  })
}

export async function mayReadVisitPicture(db: Db, actor: Actor, visitId: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT v.id FROM visits v WHERE v.id = ${visitId} AND ${placedWithin(actor, 'fieldwork.read', 'v')}`.execute(db)
  return rows.length > 0
}
