import { mostExportedAlone, type RegisterExport, type registerExportRoutes } from '@linli/contract/people-lists'
import type { RouteParsed } from '@linli/contract/route'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Ctx } from '../../../../platform/command/ctx.ts'
import { runCommand } from '../../../../platform/command/run-command.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { takeGaplessNumber } from '../../../../platform/numbering/index.ts'
import { Problem } from '../../../../platform/problem/problem.ts'
import { todayIn } from '../../../areas/index.ts'
import { areaFilter } from '../../area-filter.ts'
import { templateFile } from '../../reports/templates.ts'
import { frozenMonth } from '../../statistics/read.ts'
import { letWait, waitsNoMore } from '../../waiting.ts'
import { exportPage, exportReach, lockExport } from './exports.ts'

type Input<N extends keyof typeof registerExportRoutes> = RouteParsed<(typeof registerExportRoutes)[N]>

/** Larger lists than this are nobody's daily work: they are asked for by village or town. */
export const MOST_EXPORTED = 50_000
const DAYS_READY = 7
const DAY_MS = 86_400_000
const DIGITS = 4

/** Settles who is meant, and whether a second person has to agree. */
export async function requestExport(ctx: Ctx, input: Input<'requestExport'>): Promise<RegisterExport> {
  const { commandId, exportId: id, filter, words, layout } = input
  if (exportReach(ctx.actor) === null) throw new Problem('permission.missing', { permission: 'register.export' })
  const report = await reportOf(ctx, input.report)
  const today = await todayIn(ctx.deps, ctx.countyId)
  const personIds = await personsFor(ctx, filter, today)
  if (personIds.length === 0) throw new Problem('export.empty')
  if (personIds.length > MOST_EXPORTED) throw new Problem('export.too_many', { most: MOST_EXPORTED })
  await runCommand(ctx, commandId, async (tx) => {
    tx.subject('register_export', id)
    const year = today.slice(0, 4)
    const next = await takeGaplessNumber(tx.db, { countyId: ctx.countyId, kind: 'register_export', period: year })
    const alone = await mayAlone(tx.db, ctx, personIds)
    const number = `DC-${year}-${String(next).padStart(DIGITS, '0')}`
    await tx.db
      .insertInto('registerExports')
      .values({
        countyId: ctx.countyId,
        id,
        number,
        filter: JSON.stringify(filter),
        // With the name and the household, which every list needs.
        groups: [...new Set(['basic', ...(report ? report.groups : input.groups)])],
        words,
        templateId: report?.templateId ?? null,
        templateVersion: report?.version ?? null,
        month: report?.month ?? null,
        // A report has its own.
        layout: report ? null : layout,
        personIds,
        state: alone ? 'ready' : 'waiting',
        byId: ctx.actor.id ?? '',
        createdAt: ctx.deps.now().toISOString(),
        expiresAt: alone ? expiry(ctx) : null,
      })
      .execute()
    if (!alone)
      await letWait(tx.db, ctx, {
        kind: 'export',
        subjectKind: 'register_export',
        subjectId: id,
        at: null,
        exceptStaffId: ctx.actor.id,
        facts: { number, persons: personIds.length },
      })
    return { done: true }
  })
  return exportPage(ctx, id)
}

/**
 * Whether nobody else need agree: also with everybody on the lists that the same person got alone within a day. Asked after
 * the number was taken, which two requests of a county do one after another.
 */
async function mayAlone(tx: Tx, ctx: Ctx, personIds: readonly string[]): Promise<boolean> {
  if (personIds.length > mostExportedAlone) return false
  const since = new Date(ctx.deps.now().getTime() - DAY_MS).toISOString()
  const { rows } = await sql<{ persons: number }>`
    SELECT count(*)::int AS persons FROM (
      SELECT unnest(${personIds}::uuid[])
      UNION SELECT unnest(person_ids) FROM register_exports
      WHERE county_id = ${ctx.countyId} AND by_id = ${ctx.actor.id}::uuid AND decided_by IS NULL AND state = 'ready'
        AND created_at > ${since}::timestamptz) all_of_a_day`.execute(tx)
  return (rows[0]?.persons ?? 0) <= mostExportedAlone
}

/** The template as it is now, and the month of its figures: agreed to is what was asked for. */
async function reportOf(ctx: Ctx, asked: Input<'requestExport'>['report']) {
  if (asked === null) return null
  const { templateId, version, groups, ofMonth } = await templateFile(ctx.db, ctx.countyId, asked.templateId)
  if (groups.length === 0) throw new Problem('report.names_nobody')
  return { templateId, version, groups, month: ofMonth ? `${await frozenMonth(ctx, asked.month)}-01` : null }
}

async function personsFor(ctx: Ctx, filter: Input<'requestExport'>['filter'], today: string): Promise<string[]> {
  const { areaId, residenceKinds, need, ageFrom, ageTo } = filter
  const conditions: RawBuilder<SqlBool>[] = [
    sql`persons.county_id = ${ctx.countyId} AND persons.state IN ('present', 'away')`,
    reached(ctx),
    await areaFilter(ctx, 'persons', areaId),
  ]
  if (residenceKinds.length > 0) conditions.push(sql`residence_kind = any(${residenceKinds}::text[])`)
  if (need !== null)
    conditions.push(sql`EXISTS (
      SELECT FROM person_needs n WHERE n.county_id = persons.county_id AND n.person_id = persons.id AND n.kind = ${need}
        AND n.ended_at IS NULL AND n.valid_to > ${today}::date)`)
  if (ageFrom !== null) conditions.push(sql`birth_on <= ${yearsBefore(today, ageFrom)}::date`)
  if (ageTo !== null) conditions.push(sql`birth_on > ${yearsBefore(today, ageTo + 1)}::date`)
  const { rows } = await sql<{ id: string }>`
    SELECT persons.id FROM persons
    LEFT JOIN households h ON h.county_id = persons.county_id AND h.id = persons.household_id
    WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY persons.village_id, persons.grid_id, h.address, persons.household_id, persons.relation <> 'head', persons.birth_on
    LIMIT ${MOST_EXPORTED + 1}`.execute(ctx.db)
  return rows.map((row) => row.id)
}

function reached(ctx: Ctx): RawBuilder<SqlBool> {
  const reach = exportReach(ctx.actor)
  if (reach === 'county') return sql`true`
  return reach === null
    ? sql`false`
    : sql`(persons.town_id = any(${reach.townIds}::uuid[]) OR persons.village_id = any(${reach.villageIds}::uuid[]))`
}

const yearsBefore = (day: string, years: number) => Temporal.PlainDate.from(day).subtract({ years }).toString()
const expiry = (ctx: Ctx) => new Date(ctx.deps.now().getTime() + DAYS_READY * DAY_MS).toISOString()

export async function decideExport(ctx: Ctx, input: Input<'decideExport'>): Promise<RegisterExport> {
  const { commandId, exportId, accept, words } = input
  await runCommand(ctx, commandId, async (tx) => {
    tx.subject('register_export', exportId)
    const { state } = await lockExport(tx.db, ctx, exportId, 'others')
    if (state !== 'waiting') throw new Problem('export.wrong_state', { state })
    await tx.db
      .updateTable('registerExports')
      .set({
        state: accept ? 'ready' : 'refused',
        decidedBy: ctx.actor.id,
        decidedAt: ctx.deps.now().toISOString(),
        decidedWords: words,
        expiresAt: accept ? expiry(ctx) : null,
      })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', exportId)
      .execute()
    await waitsNoMore(tx.db, ctx, 'register_export', exportId)
    return { done: true }
  })
  return exportPage(ctx, exportId)
}
