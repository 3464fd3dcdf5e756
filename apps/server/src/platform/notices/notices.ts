import type { MyNotice, NoticeRow, noticeRoutes } from '@linli/contract/notices'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql, type SqlBool } from 'kysely'
import type { Page } from '@linli/contract/common'
import type { Ctx } from '../command/ctx.ts'
import { runCommand } from '../command/run-command.ts'
import { countyOf } from '../county/county.ts'
import { decodeCursor, toPage } from '../http/cursor.ts'
import { mask } from '../mask.ts'
import { Problem } from '../problem/problem.ts'
import { kindsWithoutMark } from './channels.ts'
import { kindOf, templatesOf } from './kinds.ts'
import { noRules, rulesOf } from './rules.ts'

const OUTBOX_LENGTH = 20

export async function listNotices(
  ctx: Ctx,
  input: RouteParsed<typeof noticeRoutes.listNotices>,
): Promise<Page<NoticeRow>> {
  let select = newestFirst(ctx, input.cursor)
  if (input.channel) select = select.where('channel', '=', input.channel)
  const rows = await select.limit(input.limit + 1).execute()
  const { items, next } = toPage(rows, input.limit, (row) => [row.key, row.id])
  return { items: items.map((row) => toRow(ctx, row)), next }
}

/** The demo's stand-in for a phone; a real county answers that there is no such page. */
export async function listOutbox(ctx: Ctx): Promise<{ items: NoticeRow[] }> {
  if (!ctx.deps.config.demo) throw new Problem('not_found')
  const rows = await newestFirst(ctx, undefined).where('channel', '<>', 'inapp').limit(OUTBOX_LENGTH).execute()
  return { items: rows.map((row) => toRow(ctx, row)) }
}

export async function listMyNotices(
  ctx: Ctx,
  input: RouteParsed<typeof noticeRoutes.listMyNotices>,
): Promise<RouteOutput<typeof noticeRoutes.listMyNotices>> {
  const staffId = ctx.actor.id ?? ''
  const mine = (select: ReturnType<typeof newestFirst>) =>
    select.where('channel', '=', 'inapp').where('recipient', '=', staffId)
  const [{ settings }, rules] = await Promise.all([
    countyOf(ctx.deps, ctx.countyId),
    rulesOf(ctx.db, ctx.countyId, [staffId]),
  ])
  const unmarked = kindsWithoutMark((rules.get(staffId) ?? noRules).channels, settings.noticeChannels)
  const [rows, unread] = await Promise.all([
    mine(newestFirst(ctx, input.cursor))
      .limit(input.limit + 1)
      .execute(),
    ctx.db
      .selectFrom('notices')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('countyId', '=', ctx.countyId)
      .where('recipient', '=', staffId)
      .where('readAt', 'is', null)
      .$if(unmarked.length > 0, (select) => select.where('template', 'not in', templatesOf(unmarked)))
      .executeTakeFirstOrThrow(),
  ])
  const { items, next } = toPage(rows, input.limit, (row) => [row.key, row.id])
  return {
    items: items.map(({ id, body, createdAt, readAt, subjectKind, subjectId, template }): MyNotice => ({
      id,
      body,
      createdAt,
      readAt,
      subjectKind,
      subjectId,
      kind: kindOf(template),
      urgent: template === 'matter_danger',
      counts: !unmarked.includes(kindOf(template)),
    })),
    next,
    unread: unread.count,
  }
}

export function readMyNotices(
  ctx: Ctx,
  input: RouteParsed<typeof noticeRoutes.readMyNotices>,
): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    await tx.db
      .updateTable('notices')
      .set({ readAt: ctx.deps.now().toISOString() })
      .where('countyId', '=', ctx.countyId)
      .where('recipient', '=', ctx.actor.id ?? '')
      .where('id', 'in', input.ids)
      .where('readAt', 'is', null)
      .execute()
    return { done: true as const }
  })
}

/** What is sent to somebody or something of ours, not to a number or an address. */
const isId = (channel: string) => channel === 'inapp' || channel === 'push'

function newestFirst(ctx: Ctx, cursor: string | undefined) {
  let select = ctx.db
    .selectFrom('notices')
    .selectAll()
    .select(sql<string>`created_at::text`.as('key'))
    .where('countyId', '=', ctx.countyId)
  if (cursor !== undefined) {
    const [at, id] = decodeCursor(cursor, ['instant', 'id'])
    select = select.where(sql<SqlBool>`(created_at, id) < (${at}::timestamptz, ${id}::uuid)`)
  }
  return select.orderBy('createdAt', 'desc').orderBy('id', 'desc')
}

interface Row {
  id: string
  channel: string
  recipient: string
  body: string
  createdAt: string
  sentAt: string | null
  failedAt: string | null
  lastError: string | null
}

function toRow(ctx: Ctx, row: Row): NoticeRow {
  return {
    id: row.id,
    // The check constraint holds the channel.
    channel: row.channel as NoticeRow['channel'],
    recipient: ctx.deps.config.demo || isId(row.channel) ? row.recipient : mask.phone(row.recipient),
    // Codes stand in the body: outside the demo it is for the person alone.
    body: ctx.deps.config.demo ? row.body : row.body.replaceAll(/\d{6}/g, '******'),
    state:
      row.failedAt !== null ? 'failed' : row.sentAt === null ? 'waiting' : row.lastError === KEPT ? 'kept' : 'sent',
    createdAt: row.createdAt,
    sentAt: row.sentAt,
    error: row.lastError === KEPT ? null : row.lastError,
  }
}

/** Marks a message that had nowhere to go: no gateway is configured, it stays in the outbox. */
export const KEPT = 'kept in the outbox'
