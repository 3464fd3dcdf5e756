import type { Brief, BriefIssue, briefRoutes } from '@linli/contract/briefs'
import type { Page } from '@linli/contract/common'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { runCommand } from '../../../platform/command/run-command.ts'
import { decodeCursor, toPage } from '../../../platform/http/cursor.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { areaNames } from '../../areas/index.ts'
import { findSurroundings } from '../areas.ts'
import { makeIssue, postIssue } from './issue.ts'
import { nextAt } from './next-at.ts'

export type BriefRow = Awaited<ReturnType<typeof briefOf>>

export async function listBriefs(ctx: Ctx): Promise<{ items: Brief[] }> {
  const rows = await ctx.db
    .selectFrom('briefs')
    .selectAll()
    .where('countyId', '=', ctx.countyId)
    .orderBy('id')
    .execute()
  const names = await areaNames(
    ctx.deps,
    ctx.countyId,
    rows.flatMap(({ areaId }) => areaId ?? []),
  )
  return {
    items: rows.map((row) => ({
      ...row,
      period: row.period === 'weekly' ? 'weekly' : 'daily',
      locale: row.locale === 'en' ? 'en' : 'zh',
      areaName: row.areaId === null ? null : (names.get(row.areaId) ?? null),
    })),
  }
}

export function saveBrief(
  ctx: Ctx,
  { commandId, id, seenVersion, ...brief }: RouteParsed<typeof briefRoutes.saveBrief>,
): Promise<{ done: true }> {
  return runCommand(ctx, commandId, async (tx) => {
    if (brief.areaId !== null && !(await findSurroundings(ctx.deps, ctx.countyId, brief.areaId)))
      throw new Problem('area.not_found')
    const { countyId } = ctx
    const row = {
      ...brief,
      version: seenVersion + 1,
      nextAt: await nextAt(tx.db, ctx.deps, { countyId, ...brief }),
      updatedAt: ctx.deps.now().toISOString(),
      updatedBy: ctx.actor.id,
    }
    const done = await tx.db
      .insertInto('briefs')
      .values({ countyId, id, ...row })
      .onConflict((conflict) =>
        conflict.columns(['countyId', 'id']).doUpdateSet(row).where('briefs.version', '=', seenVersion),
      )
      .executeTakeFirst()
    if (done.numInsertedOrUpdatedRows === 0n) throw new Problem('brief.stale')
    tx.subject('brief', id)
    return { done: true as const }
  })
}

export async function sendBrief(
  ctx: Ctx,
  { commandId, briefId }: RouteParsed<typeof briefRoutes.sendBrief>,
): Promise<{ done: true }> {
  const brief = await briefOf(ctx, briefId)
  const issue = await makeIssue(ctx.deps, brief)
  return runCommand(ctx, commandId, async (tx) => {
    await postIssue(tx.db, brief, issue)
    tx.subject('brief', briefId)
    return { done: true as const }
  })
}

export async function listBriefIssues(
  ctx: Ctx,
  { briefId, cursor, limit }: RouteParsed<typeof briefRoutes.listBriefIssues>,
): Promise<Page<BriefIssue>> {
  await briefOf(ctx, briefId)
  let select = ctx.db
    .selectFrom('briefIssues')
    .select(['id', 'madeAt', 'filename', 'sentTo', sql<string>`made_at::text`.as('key')])
    .where('countyId', '=', ctx.countyId)
    .where('briefId', '=', briefId)
    .orderBy('madeAt', 'desc')
    .orderBy('id', 'desc')
  if (cursor !== undefined) {
    const [at, id] = decodeCursor(cursor, ['instant', 'id'])
    select = select.where(sql<boolean>`(made_at, id) < (${at}::timestamptz, ${id}::uuid)`)
  }
  const rows = await select.limit(limit + 1).execute()
  const { items, next } = toPage(rows, limit, (row) => [row.key, row.id])
  return { items: items.map(({ key: _key, ...issue }) => issue), next }
}

export async function getBriefIssue(
  ctx: Ctx,
  { issueId }: RouteParsed<typeof briefRoutes.getBriefIssue>,
): Promise<RouteOutput<typeof briefRoutes.getBriefIssue>> {
  const issue = await ctx.db
    .selectFrom('briefIssues')
    .select(['filename', 'pdf'])
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', issueId)
    .executeTakeFirst()
  if (!issue) throw new Problem('brief.not_found')
  return { filename: issue.filename, file: issue.pdf.toString('base64') }
}

async function briefOf(ctx: Ctx, briefId: string) {
  const brief = await ctx.db
    .selectFrom('briefs')
    .selectAll()
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', briefId)
    .executeTakeFirst()
  if (!brief) throw new Problem('brief.not_found')
  return brief
}
