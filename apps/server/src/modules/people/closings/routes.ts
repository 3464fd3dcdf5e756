import { closingRoutes, type FileClosing } from '@linli/contract/file-closings'
import { checkDocument } from '@linli/contract/identity-document'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import type { FastifyInstance } from 'fastify'
import { sql, type SqlBool } from 'kysely'
import { recordAccess } from '../../../platform/audit/access.ts'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { type CommandTx, runCommand } from '../../../platform/command/run-command.ts'
import { scopeOf } from '../../../platform/command/placed.ts'
import { newId } from '../../../platform/crypto/id.ts'
import type { Deps } from '../../../platform/deps.ts'
import { decodeCursor, toPage } from '../../../platform/http/cursor.ts'
import { registerRoutes } from '../../../platform/http/register.ts'
import { mask } from '../../../platform/mask.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { todayIn } from '../../areas/index.ts'
import { staffByLogin, staffNames } from '../../identity/index.ts'
import { blindIndex, sessionToken } from '../vault.ts'
import { letWait, waitsNoMore } from '../waiting.ts'

type Input<N extends keyof typeof closingRoutes> = RouteParsed<(typeof closingRoutes)[N]>
type Output<N extends keyof typeof closingRoutes> = RouteOutput<(typeof closingRoutes)[N]>
const DONE = { done: true as const }

/** Closed files (密封档案). Who may close one and to whom it opens the vault decides (migration 0059); here it is asked. */
export function registerClosingRoutes(app: FastifyInstance, deps: Deps): void {
  registerRoutes(app, deps, closingRoutes, { listClosings, proposeClosing, proposeClosingEnd, decideClosing })
}

/** By the whole number of a document, as it stands on the order: nobody need look the person up. */
function proposeClosing(ctx: Ctx, input: Input<'proposeClosing'>): Promise<Output<'proposeClosing'>> {
  const { commandId, document, ground, words, named, until } = input
  return runCommand(ctx, commandId, async (tx) => {
    const today = await todayIn(ctx.deps, ctx.countyId)
    const checked = checkDocument(document.kind, document.number, today)
    if (!checked.ok)
      throw new Problem('input.invalid', undefined, [{ path: 'document.number', rule: `document_${checked.fault}` }])
    if (until <= today) throw new Problem('input.invalid', undefined, [{ path: 'until', rule: 'future_only' }])
    const staff = await staffByLogin(tx.db, ctx.countyId, named)
    if (staff.size < new Set(named).size)
      throw new Problem('input.invalid', undefined, [{ path: 'named', rule: 'not_in_list' }])
    const { rows } = await sql<{ id: string }>`
      SELECT p.id FROM person_keys k JOIN persons p ON p.county_id = k.county_id AND p.id = k.person_id
      WHERE k.county_id = ${ctx.countyId} AND k.kind = 'document' AND p.state <> 'merged'
        AND k.digest = ${blindIndex(ctx.deps, 'document', checked.number)}`.execute(tx.db)
    const personId = rows[0]?.id
    if (personId === undefined) throw new Problem('register.not_found')
    const id = newId()
    const asked = await sql<{ done: boolean }>`
      SELECT vault.ask_closing(${ctx.countyId}, ${sessionToken(ctx)}, ${id}, ${personId}, ${ground}, ${words},
        ${[...staff.values()]}::uuid[], ${until}::date) AS done`.execute(tx.db)
    if (asked.rows[0]?.done !== true) throw new Problem('closing.not_found')
    await secondWaits(tx, ctx, id)
    return { id }
  })
}

function proposeClosingEnd(
  ctx: Ctx,
  { commandId, closingId, words }: Input<'proposeClosingEnd'>,
): Promise<{ done: true }> {
  return runCommand(ctx, commandId, async (tx) => {
    const { rows } = await sql<{ done: boolean }>`
      SELECT vault.ask_reopening(${ctx.countyId}, ${sessionToken(ctx)}, ${closingId}, ${words}) AS done`.execute(tx.db)
    if (rows[0]?.done !== true) throw new Problem('closing.not_found')
    await secondWaits(tx, ctx, closingId)
    return DONE
  })
}

async function secondWaits(tx: CommandTx, ctx: Ctx, closingId: string): Promise<void> {
  tx.subject('file_closing', closingId)
  await letWait(tx.db, ctx, {
    kind: 'closing',
    subjectKind: 'file_closing',
    subjectId: closingId,
    at: null,
    exceptStaffId: ctx.actor.id,
    facts: {},
  })
}

function decideClosing(
  ctx: Ctx,
  { commandId, closingId, accept, words }: Input<'decideClosing'>,
): Promise<{ done: true }> {
  return runCommand(ctx, commandId, async (tx) => {
    const { rows } = await sql<{ what: 'begin' | 'end' | null }>`
      SELECT vault.decide_closing(${ctx.countyId}, ${sessionToken(ctx)}, ${closingId}, ${accept}, ${words}) AS what`.execute(
      tx.db,
    )
    if (!rows[0]?.what) throw new Problem('closing.not_found')
    tx.subject('file_closing', closingId)
    await waitsNoMore(tx.db, ctx, 'file_closing', closingId)
    if (accept) await tellPhones(tx, ctx, closingId)
    return DONE
  })
}

/** Phones of the grid fetch the household anew, without or again with the person. */
async function tellPhones(tx: CommandTx, ctx: Ctx, closingId: string): Promise<void> {
  const { rows } = await sql<Parameters<typeof scopeOf>[0] & { id: string }>`
    SELECT p.id, p.town_id, p.village_id, p.grid_id FROM file_closings c
    JOIN persons p ON p.county_id = c.county_id AND p.id = c.person_id
    WHERE c.county_id = ${ctx.countyId} AND c.id = ${closingId}`.execute(tx.db)
  for (const { id, ...place } of rows)
    tx.publish({
      module: 'people',
      kind: 'person.changed',
      subjectKind: 'person',
      subjectId: id,
      scope: scopeOf(place),
      payload: { fields: [] },
    })
}

interface Row extends Omit<
  FileClosing,
  'title' | 'named' | 'askedBy' | 'decidedBy' | 'endAskedBy' | 'endedBy' | 'may'
> {
  readonly personId: string
  readonly name: string | null
  readonly namedIds: string[]
  readonly askedBy: string
  readonly decidedBy: string | null
  readonly endAskedBy: string | null
  readonly endedBy: string | null
  readonly key: string
}

async function listClosings(ctx: Ctx, input: Input<'listClosings'>): Promise<Output<'listClosings'>> {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['instant', 'id'])
  const beyond =
    after === null
      ? sql<SqlBool>`true`
      : sql<SqlBool>`(c.asked_at, c.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
  const today = await todayIn(ctx.deps, ctx.countyId)
  const over = sql<SqlBool>`(c.state IN ('refused', 'ended') OR c.until <= ${today}::date)`
  const { items, next } = await ctx.deps.db.transaction().execute(async (tx) => {
    const { rows } = await sql<Row>`
      SELECT c.*, CASE WHEN c.state IN ('waiting', 'active') AND c.until <= ${today}::date THEN 'lapsed' ELSE c.state END AS state,
        c.asked_at::text AS key, p.name
      FROM file_closings c LEFT JOIN persons p ON p.county_id = c.county_id AND p.id = c.person_id
      WHERE c.county_id = ${ctx.countyId} AND ${over} = ${input.state === 'over'} AND ${beyond}
      ORDER BY c.asked_at DESC, c.id DESC LIMIT ${input.limit + 1}`.execute(tx)
    const paged = toPage(rows, input.limit, (row) => [row.key, row.id])
    const subjectIds = [...new Set(paged.items.flatMap(({ personId, name }) => (name === null ? [] : [personId])))]
    await recordAccess(tx, ctx, { purpose: 'review', subjectKind: 'person', subjectIds, fieldGroup: 'masked' })
    return paged
  })
  const people = items.flatMap((row) => [row.askedBy, row.decidedBy, row.endAskedBy, row.endedBy, ...row.namedIds])
  const names = await staffNames(ctx.deps, ctx.countyId, [...new Set(people.filter((id) => id !== null))])
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null))
  return {
    items: items.map((row) => ({
      ...row,
      title: row.name === null ? null : mask.name(row.name),
      named: row.namedIds.map((id) => nameOf(id) ?? '—'),
      askedBy: nameOf(row.askedBy),
      decidedBy: nameOf(row.decidedBy),
      endAskedBy: nameOf(row.endAskedBy),
      endedBy: nameOf(row.endedBy),
      may: mayOf(ctx, row),
    })),
    next,
  }
}

function mayOf(ctx: Ctx, { state, askedBy, endAskedBy }: Row): FileClosing['may'] {
  if (state === 'waiting') return askedBy === ctx.actor.id ? [] : ['decide']
  if (state !== 'active') return []
  if (endAskedBy === null) return ['propose_end']
  return endAskedBy === ctx.actor.id ? [] : ['decide']
}
