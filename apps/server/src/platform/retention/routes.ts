import type { Page } from '@linli/contract/common'
import {
  type DeletionCertificate,
  type RetentionDue,
  retentionRoutes,
  type RetentionRule as RuleView,
} from '@linli/contract/retention'
import type { RouteParsed } from '@linli/contract/route'
import type { FastifyInstance } from 'fastify'
import { sql, type SqlBool } from 'kysely'
import { recordAccess } from '../audit/access.ts'
import type { StaffNames } from '../audit/routes.ts'
import { dayIn } from '../calendar/day-in.ts'
import type { Ctx } from '../command/ctx.ts'
import { countyOf } from '../county/county.ts'
import type { Deps } from '../deps.ts'
import { decodeCursor, toPage } from '../http/cursor.ts'
import { registerRoutes } from '../http/register.ts'
import { Problem } from '../problem/problem.ts'
import { candidates, lastDay, type RetentionRule, rulesOf } from './rules.ts'

type Input<N extends keyof typeof retentionRoutes> = RouteParsed<(typeof retentionRoutes)[N]>

/** How far a look ahead goes. */
const DAYS_AHEAD = 30

export function registerRetentionRoutes(app: FastifyInstance, deps: Deps, names: StaffNames): void {
  registerRoutes(app, deps, retentionRoutes, {
    listRetentionRules: async (ctx) => {
      const rules = await rulesOf(ctx.db, ctx.countyId)
      return { items: await Promise.all(rules.map((rule) => figuresOf(ctx, rule))) }
    },
    listRetentionDue,
    listCertificates: (ctx, input) => listCertificates(ctx, input, names),
    getCertificate: async (ctx, { certificateId }) => {
      const { items } = await certificates(ctx, sql`id = ${certificateId}`, 1, names)
      if (!items[0]) throw new Problem('certificate.not_found')
      return items[0]
    },
  })
}

async function daysOf(ctx: Ctx, rule: RetentionRule): Promise<{ now: string; ahead: string }> {
  const { timeZone } = await countyOf(ctx.deps, ctx.countyId)
  const today = dayIn(timeZone, ctx.deps.now())
  const then = Temporal.PlainDate.from(today).add({ days: DAYS_AHEAD }).toString()
  return { now: lastDay(today, rule.period), ahead: lastDay(then, rule.period) }
}

async function figuresOf(ctx: Ctx, rule: RetentionRule): Promise<RuleView> {
  const { now, ahead } = await daysOf(ctx, rule)
  const free = candidates(rule, ctx.countyId, ahead, 'free')
  const held = candidates(rule, ctx.countyId, now, 'held')
  const { rows } = await sql<{ due: number; soon: number; held: number }>`
    SELECT count(*) FILTER (WHERE since <= ${now}::date)::int AS due, count(*) FILTER (WHERE since > ${now}::date)::int AS soon,
      (SELECT count(*)::int FROM (${held}) h) AS held
    FROM (${free}) f`.execute(ctx.db)
  const { code, names, fieldGroup, basis, period } = rule
  // One row always.
  return { code, names, fieldGroup, basis, period, ...(rows[0] as { due: number; soon: number; held: number }) }
}

async function listRetentionDue(ctx: Ctx, input: Input<'listRetentionDue'>): Promise<Page<RetentionDue>> {
  const rule = (await rulesOf(ctx.db, ctx.countyId)).find(({ code }) => code === input.rule)
  if (!rule) return { items: [], next: null }
  const { ahead } = await daysOf(ctx, rule)
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['text', 'id'])
  const beyond =
    after === null ? sql<SqlBool>`true` : sql<SqlBool>`(since::text, id) > (${after[0]}, ${after[1]}::uuid)`
  return ctx.deps.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: string; subjectId: string | null; since: string; held: boolean }>`
      SELECT * FROM (
        SELECT f.*, false AS held FROM (${candidates(rule, ctx.countyId, ahead, 'free')}) f
        UNION ALL SELECT h.*, true FROM (${candidates(rule, ctx.countyId, ahead, 'held')}) h
      ) c WHERE ${beyond} ORDER BY since, id LIMIT ${input.limit + 1}`.execute(tx)
    const { items, next } = toPage(rows, input.limit, (row) => [row.since, row.id])
    const subjectIds = [...new Set(items.flatMap(({ subjectId }) => subjectId ?? []))]
    if (rule.subject !== null)
      await recordAccess(tx, ctx, { purpose: 'retention', subjectKind: rule.subject, subjectIds, fieldGroup: 'masked' })
    const titles = (await rule.titles?.(tx, subjectIds)) ?? new Map<string, string>()
    const { amount, unit } = rule.period
    return {
      items: items.map(({ id, subjectId, since, held }) => ({
        id,
        since,
        held,
        deletedOn: Temporal.PlainDate.from(since)
          .add({ [`${unit}s`]: amount })
          .toString(),
        title: titles.get(subjectId ?? '') ?? null,
      })),
      next,
    }
  })
}

function listCertificates(ctx: Ctx, input: Input<'listCertificates'>, names: StaffNames) {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['instant', 'id'])
  const parts = [sql<SqlBool>`true`]
  if (input.cause !== undefined) parts.push(sql`cause = ${input.cause}`)
  if (after !== null) parts.push(sql`(began_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  return certificates(ctx, sql`${sql.join(parts, sql` AND `)}`, input.limit, names)
}

async function certificates(
  ctx: Ctx,
  which: ReturnType<typeof sql>,
  limit: number,
  names: StaffNames,
): Promise<Page<DeletionCertificate>> {
  type Row = Omit<DeletionCertificate, 'by' | 'digest'> & { byId: string | null; digest: Buffer; key: string }
  const { rows } = await sql<Row>`
    SELECT id, number, cause, rule, names, field_group, basis, period, by_id, began_at, finished_at, subjects, counts, digest,
      began_at::text AS key
    FROM deletion_certificates WHERE county_id = ${ctx.countyId} AND ${which}
    ORDER BY began_at DESC, id DESC LIMIT ${limit + 1}`.execute(ctx.db)
  const { items, next } = toPage(rows, limit, (row) => [row.key, row.id])
  const staff = await names(ctx.deps, ctx.countyId, [...new Set(items.flatMap(({ byId }) => byId ?? []))])
  return {
    items: items.map(({ byId, digest, key: _key, ...row }) => ({
      ...row,
      by: byId === null ? null : (staff.get(byId) ?? null),
      digest: digest.toString('hex'),
    })),
    next,
  }
}
