import { checkDocument } from '@linli/contract/identity-document'
import type { BreakGlass, rightsRoutes } from '@linli/contract/people-rights'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql, type SqlBool } from 'kysely'
import { recordAccess } from '../../../platform/audit/access.ts'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { runCommand } from '../../../platform/command/run-command.ts'
import { newId } from '../../../platform/crypto/id.ts'
import { decodeCursor, toPage } from '../../../platform/http/cursor.ts'
import { mask } from '../../../platform/mask.ts'
import { sendNotice } from '../../../platform/notices/index.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { todayIn } from '../../areas/index.ts'
import { staffNames } from '../../identity/index.ts'
import { blindIndex, sessionToken } from '../vault.ts'
import { letWait, waitsNoMore } from '../waiting.ts'
import { toldOfEmergency } from './told-of-emergency.ts'

/** Within three days somebody else looks at what was opened (trust: break-glass). */
const HOURS_TO_REVIEW = 72

type Input<N extends keyof typeof rightsRoutes> = RouteParsed<(typeof rightsRoutes)[N]>
type Output<N extends keyof typeof rightsRoutes> = RouteOutput<(typeof rightsRoutes)[N]>

/** A file beyond reach, by its whole number, for two hours: `revealPerson` with the purpose `emergency` then opens it. */
export async function openBreakGlass(ctx: Ctx, input: Input<'openBreakGlass'>): Promise<Output<'openBreakGlass'>> {
  const checked = checkDocument(input.document.kind, input.document.number, await todayIn(ctx.deps, ctx.countyId))
  const told = await toldOfEmergency(ctx)
  if (told.size === 0) throw new Problem('break_glass.nobody_told')
  return runCommand(ctx, input.commandId, async (tx) => {
    const { rows } = await sql<{ id: string; name: string }>`
      SELECT p.id, p.name FROM person_keys k JOIN persons p ON p.county_id = k.county_id AND p.id = k.person_id
      WHERE k.county_id = ${ctx.countyId} AND k.kind = 'document' AND p.state <> 'merged'
        AND k.digest = ${blindIndex(ctx.deps, 'document', checked.ok ? checked.number : '')}`.execute(tx.db)
    const [person] = rows
    if (!person || !checked.ok) throw new Problem('register.not_found')
    const id = newId()
    const opened = await sql<{ expiresAt: string | null }>`
      SELECT vault.break_glass(${ctx.countyId}, ${sessionToken(ctx)}, ${person.id}, ${input.reason}, ${id}) AS expires_at`.execute(
      tx.db,
    )
    const expiresAt = opened.rows[0]?.expiresAt
    if (!expiresAt) throw new Problem('register.not_found')
    for (const recipient of told) {
      await sendNotice(tx.db, {
        countyId: ctx.countyId,
        channel: 'inapp',
        recipient,
        template: 'break_glass',
        params: { by: ctx.actor.name, reason: input.reason },
        subjectKind: 'break_glass',
        subjectId: id,
        locale: 'zh',
      })
    }
    await letWait(tx.db, ctx, {
      kind: 'emergency',
      subjectKind: 'break_glass',
      subjectId: id,
      at: null,
      dueAt: new Date(ctx.deps.now().getTime() + HOURS_TO_REVIEW * 3_600_000).toISOString(),
      exceptStaffId: ctx.actor.id,
      facts: { by: ctx.actor.name },
    })
    const subject = { subjectKind: 'person', subjectIds: [person.id], fieldGroup: 'masked' } as const
    await recordAccess(tx.db, ctx, { ...subject, purpose: 'emergency', reason: input.reason })
    tx.subject('person', person.id)
    return { personId: person.id, title: mask.name(person.name), expiresAt }
  })
}

/** Those that nobody has looked at come first. */
export async function listBreakGlass(ctx: Ctx, input: Input<'listBreakGlass'>): Promise<Output<'listBreakGlass'>> {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['flag', 'instant', 'id'])
  const beyond =
    after === null
      ? sql<SqlBool>`true`
      : sql<SqlBool>`(b.reviewed_at IS NULL, b.opened_at, b.id) < (${after[0]}, ${after[1]}::timestamptz, ${after[2]}::uuid)`
  const { items, next } = await ctx.deps.db.transaction().execute(async (tx) => {
    const { rows } = await sql<
      Omit<BreakGlass, 'title' | 'by'> & { name: string | null; staffId: string; key: string }
    >`
      SELECT b.*, b.opened_at::text AS key, p.name
      FROM break_glass b LEFT JOIN persons p ON p.county_id = b.county_id AND p.id = b.person_id
      WHERE b.county_id = ${ctx.countyId} AND ${beyond}
      ORDER BY (b.reviewed_at IS NULL) DESC, b.opened_at DESC, b.id DESC LIMIT ${input.limit + 1}`.execute(tx)
    const page = toPage(rows, input.limit, (row) => [row.reviewedAt === null, row.key, row.id])
    const subjectIds = [...new Set(page.items.flatMap(({ personId, name }) => (name === null ? [] : [personId])))]
    await recordAccess(tx, ctx, { purpose: 'review', subjectKind: 'person', subjectIds, fieldGroup: 'masked' })
    return page
  })
  const names = await staffNames(ctx.deps, ctx.countyId, [...new Set(items.map(({ staffId }) => staffId))])
  return {
    items: items.map(({ name, staffId, ...row }) => ({
      ...row,
      title: name === null ? null : mask.name(name),
      by: names.get(staffId) ?? null,
    })),
    next,
  }
}

export function reviewBreakGlass(ctx: Ctx, input: Input<'reviewBreakGlass'>): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const { rows } = await sql<{ personId: string | null }>`
      SELECT vault.review(${ctx.countyId}, ${sessionToken(ctx)}, ${input.breakGlassId}, ${input.finding}, ${input.words}) AS person_id`.execute(
      tx.db,
    )
    const personId = rows[0]?.personId
    if (!personId) throw new Problem('register.stale')
    await waitsNoMore(tx.db, ctx, 'break_glass', input.breakGlassId)
    tx.subject('person', personId)
    return { done: true as const }
  })
}
