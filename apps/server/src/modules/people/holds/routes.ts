import { checkDocument } from '@linli/contract/identity-document'
import { holdRoutes, type LegalHold } from '@linli/contract/legal-holds'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { recordAccess } from '../../../platform/audit/access.ts'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { runCommand } from '../../../platform/command/run-command.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { Deps } from '../../../platform/deps.ts'
import { decodeCursor, toPage } from '../../../platform/http/cursor.ts'
import { registerRoutes } from '../../../platform/http/register.ts'
import { mask } from '../../../platform/mask.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import {
  askForEnd,
  askForHold,
  decideHold,
  type HoldDecision,
  type HoldRow,
  readHoldDecisions,
  readHolds,
} from '../../../platform/retention/index.ts'
import { todayIn } from '../../areas/index.ts'
import { staffNames } from '../../identity/index.ts'
import { blindIndex } from '../vault.ts'
import { letWait, waitsNoMore } from '../waiting.ts'

type Input<N extends keyof typeof holdRoutes> = RouteParsed<(typeof holdRoutes)[N]>
type Output<N extends keyof typeof holdRoutes> = RouteOutput<(typeof holdRoutes)[N]>

/** Legal holds on files of the register: the mechanism is the platform's (`platform/retention/holds.ts`), whose file it is is found here. */
export function registerHoldRoutes(app: FastifyInstance, deps: Deps): void {
  registerRoutes(app, deps, holdRoutes, {
    listHolds,
    proposeHold,
    proposeHoldEnd: (ctx, { commandId, holdId, words }) =>
      runCommand(ctx, commandId, async (tx) => {
        await askForEnd(tx.db, ctx, holdId, words)
        tx.subject('legal_hold', holdId)
        await secondWaits(tx.db, ctx, holdId)
        return { done: true as const }
      }),
    decideHold: (ctx, { commandId, holdId, accept, words }) =>
      runCommand(ctx, commandId, async (tx) => {
        await decideHold(tx.db, ctx, holdId, { accept, words })
        tx.subject('legal_hold', holdId)
        await waitsNoMore(tx.db, ctx, 'legal_hold', holdId)
        return { done: true as const }
      }),
  })
}

/** By the whole number of a document: whoever asks for a hold has it on paper, and need not look people up. */
function proposeHold(ctx: Ctx, input: Input<'proposeHold'>): Promise<Output<'proposeHold'>> {
  const { commandId, subjectKind, document, ground, words } = input
  return runCommand(ctx, commandId, async (tx) => {
    const checked = checkDocument(document.kind, document.number, await todayIn(ctx.deps, ctx.countyId))
    if (!checked.ok)
      throw new Problem('input.invalid', undefined, [{ path: 'document.number', rule: `document_${checked.fault}` }])
    const { rows } = await sql<{ id: string; householdId: string | null }>`
      SELECT p.id, p.household_id FROM person_keys k JOIN persons p ON p.county_id = k.county_id AND p.id = k.person_id
      WHERE k.county_id = ${ctx.countyId} AND k.kind = 'document' AND p.state <> 'merged'
        AND k.digest = ${blindIndex(ctx.deps, 'document', checked.number)}`.execute(tx.db)
    const subjectId = subjectKind === 'person' ? rows[0]?.id : rows[0]?.householdId
    if (!subjectId) throw new Problem('register.not_found')
    const hold = await askForHold(tx.db, ctx, { subjectKind, subjectId, ground, words })
    tx.subject('legal_hold', hold.id)
    await secondWaits(tx.db, ctx, hold.id)
    return hold
  })
}

function secondWaits(tx: Tx, ctx: Ctx, holdId: string): Promise<void> {
  return letWait(tx, ctx, {
    kind: 'hold',
    subjectKind: 'legal_hold',
    subjectId: holdId,
    at: null,
    exceptStaffId: ctx.actor.id,
    facts: {},
  })
}

async function listHolds(ctx: Ctx, input: Input<'listHolds'>): Promise<Output<'listHolds'>> {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['instant', 'id'])
  const { items, next, decisions, titles } = await ctx.deps.db.transaction().execute(async (tx) => {
    const rows = await readHolds(tx, ctx, { open: input.state === 'open', after, limit: input.limit + 1 })
    const paged = toPage(rows, input.limit, (row) => [row.key, row.id])
    const ids = paged.items.map(({ id }) => id)
    return { ...paged, decisions: await readHoldDecisions(tx, ctx, ids), titles: await titlesOf(tx, ctx, paged.items) }
  })
  const people = decisions.flatMap(({ byId, decidedBy }) => (decidedBy === null ? [byId] : [byId, decidedBy]))
  const names = await staffNames(ctx.deps, ctx.countyId, [...new Set(people)])
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null))
  return {
    items: items.map(({ key: _key, ...hold }) => {
      const own = decisions.filter(({ subjectId }) => subjectId === hold.id)
      return {
        ...hold,
        title: titles.get(hold.subjectId) ?? null,
        may: mayOf(ctx, hold, own),
        decisions: own.map(({ subjectId: _of, byId, decidedBy, ...one }) => ({
          ...one,
          by: nameOf(byId),
          decidedBy: nameOf(decidedBy),
        })),
      }
    }),
    next,
  }
}

function mayOf(ctx: Ctx, hold: Omit<HoldRow, 'key'>, decisions: readonly HoldDecision[]): LegalHold['may'] {
  const waiting = decisions.find(({ state }) => state === 'waiting')
  if (waiting && waiting.byId !== ctx.actor.id) return ['decide']
  const lapsed = waiting !== undefined && waiting.expiresAt < ctx.deps.now().toISOString()
  return hold.state === 'active' && (!waiting || lapsed) ? ['propose_end'] : []
}

/** Masked names, which is a reading: told to the person as looking at what may be deleted, and never why it may not. */
async function titlesOf(tx: Tx, ctx: Ctx, holds: readonly HoldRow[]): Promise<ReadonlyMap<string, string>> {
  const idsOf = (kind: HoldRow['subjectKind']) =>
    holds.filter(({ subjectKind }) => subjectKind === kind).map(({ subjectId }) => subjectId)
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT id, name FROM persons WHERE county_id = ${ctx.countyId} AND id = any(${idsOf('person')}::uuid[])
    UNION ALL
    SELECT id, head_name FROM households WHERE county_id = ${ctx.countyId} AND id = any(${idsOf('household')}::uuid[])`.execute(
    tx,
  )
  for (const subjectKind of ['person', 'household'] as const) {
    const subjectIds = idsOf(subjectKind)
    if (subjectIds.length > 0)
      await recordAccess(tx, ctx, { purpose: 'retention', subjectKind, subjectIds, fieldGroup: 'masked' })
  }
  return new Map(rows.map(({ id, name }) => [id, mask.name(name)]))
}
