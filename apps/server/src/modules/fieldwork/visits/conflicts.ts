import type { fieldworkRoutes } from '@linli/contract/fieldwork'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql, type SqlBool } from 'kysely'
import { recordAccess } from '../../../platform/audit/access.ts'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { placedWithin, scopeOf } from '../../../platform/command/placed.ts'
import { runCommand } from '../../../platform/command/run-command.ts'
import type { Db } from '../../../platform/database/database.ts'
import { decodeCursor, toPage } from '../../../platform/http/cursor.ts'
import { mask } from '../../../platform/mask.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { staffNames } from '../../identity/index.ts'
import { applyPart, doorOf, heldAgainst } from '../../people/index.ts'
import { unsealPart } from './kept-part.ts'

type Routes = typeof fieldworkRoutes
type Page = RouteOutput<Routes['listConflicts']>
type VisitPart = Page['items'][number]['part']

interface Waiting {
  readonly id: string
  readonly visitId: string
  readonly householdId: string | null
  readonly sealedPart: Buffer
  readonly problem: Page['items'][number]['problem']
  readonly staffId: string
  readonly capturedAt: string
}

/** What visits said and the file did not take, oldest first, each with what holds now. */
export async function listConflicts(ctx: Ctx, input: RouteParsed<Routes['listConflicts']>): Promise<Page> {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['id'])
  const { page, items } = await ctx.deps.db.transaction().execute(async (tx) => {
    const rows = await waitingParts(
      tx,
      ctx,
      after === null ? sql<SqlBool>`true` : sql<SqlBool>`p.id > ${after[0]}::uuid`,
      input.limit + 1,
    )
    const found = toPage(rows, input.limit, (row) => [row.id])
    await recordAccess(tx, ctx, {
      purpose: 'register.upkeep',
      subjectKind: 'household',
      subjectIds: [...new Set(found.items.flatMap(({ householdId }) => householdId ?? []))],
      fieldGroup: 'basic',
    })
    const shown = []
    // A page of a desk, at most a few dozen parts.
    for (const row of found.items) {
      const part = unsealPart(ctx.deps, row.id, row.sealedPart)
      if (part) shown.push({ row, part, holds: await heldAgainst(tx, ctx, row.householdId, part) })
    }
    return { page: found, items: shown }
  })
  const names = await staffNames(ctx.deps, ctx.countyId, [...new Set(page.items.map(({ staffId }) => staffId))])
  return {
    items: items.map(({ row, part, holds }) => ({
      id: row.id,
      visitId: row.visitId,
      householdId: row.householdId,
      title: titleOf(part, holds),
      by: names.get(row.staffId) ?? '',
      capturedAt: row.capturedAt,
      part: withoutNumbers(part),
      holds,
      problem: row.problem,
    })),
    next: page.next,
  }
}

/** Whose file it is, masked, and where they live. */
function titleOf(part: VisitPart, { name, address }: Record<string, unknown>): string {
  if (part.kind === 'person_added') return mask.name(part.person.name)
  return [name, address].filter((word) => typeof word === 'string').join(' · ')
}

/** Numbers are shown masked to whoever decides; what is applied is the whole one. */
function withoutNumbers(part: VisitPart): VisitPart {
  if (part.kind === 'person_said') {
    const { document, phone, ...rest } = part
    return {
      ...rest,
      ...(phone === undefined ? {} : { phone: phone === null ? null : mask.phone(phone) }),
      ...(document === undefined ? {} : { document: { kind: document.kind } }),
    }
  }
  if (part.kind === 'person_added') {
    const { document, phone, ...rest } = part.person
    return {
      ...part,
      person: {
        ...rest,
        ...(phone == null ? {} : { phone: mask.phone(phone) }),
        ...(document === undefined ? {} : { document: { kind: document.kind } }),
      },
    }
  }
  return part
}

async function waitingParts(
  db: Db,
  ctx: Ctx,
  where: ReturnType<typeof sql<SqlBool>>,
  limit: number,
): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    SELECT p.id, p.visit_id, p.household_id, p.sealed_part, p.problem, v.staff_id, v.captured_at
    FROM visit_parts p JOIN visits v ON v.county_id = p.county_id AND v.id = p.visit_id
    WHERE p.county_id = ${ctx.countyId} AND p.state = 'refused' AND ${where}
      AND ${placedWithin(ctx.actor, 'register.merge', 'v')}
    ORDER BY p.id LIMIT ${limit}`.execute(db)
  return rows
}

/** Whoever decides about a part that waited has seen the file as it is now. */
const seenNow = () => true

/** Of where somebody went the clerk's word is the last one: it would wait for them again. */
const decided = (part: VisitPart): VisitPart => (part.kind === 'person_moved' ? { ...part, knownHow: 'clerk' } : part)

/** A person decides: what the visit said is applied now, whatever was there, or what holds stays. */
export function decideConflict(ctx: Ctx, input: RouteParsed<Routes['decideConflict']>): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const [found] = await waitingParts(tx.db, ctx, sql<SqlBool>`p.id = ${input.partId}`, 1)
    if (!found) throw new Problem('register.not_found')
    const closed = await tx.db
      .updateTable('visitParts')
      .set({
        state: input.accept ? 'applied' : 'dropped',
        sealedPart: null,
        decidedBy: ctx.actor.id,
        decidedAt: ctx.deps.now().toISOString(),
        words: input.words,
      })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.partId)
      .where('state', '=', 'refused')
      .executeTakeFirst()
    // Two clerks at once: the second sees that it is done.
    if (closed.numUpdatedRows === 0n) throw new Problem('register.stale')
    const part = input.accept ? unsealPart(ctx.deps, found.id, found.sealedPart) : null
    if (part) {
      const { problem } = await applyPart(tx, ctx, found.householdId, decided(part), seenNow)
      if (problem) throw problem
    }
    const subject = found.householdId === null ? null : { kind: 'household' as const, id: found.householdId }
    if (subject) {
      const door = await doorOf(tx.db, ctx, 'register.merge', subject)
      tx.publish({
        module: 'fieldwork',
        kind: input.accept ? 'conflict.applied' : 'conflict.dropped',
        subjectKind: subject.kind,
        subjectId: subject.id,
        scope: scopeOf(door),
      })
    }
    tx.subject('visit', found.visitId)
    return { done: true as const }
  })
}
