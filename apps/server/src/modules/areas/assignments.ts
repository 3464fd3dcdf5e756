import { type Assignment, type AssignmentKind, type areaRoutes, soleAssignments } from '@linli/contract/areas'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { newId } from '../../platform/crypto/id.ts'
import type { Db, Tx } from '../../platform/database/database.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { staffContact, unitDirectory } from '../identity/index.ts'
import { announceArea, scopeOf } from './announce.ts'
import { getAssignment } from './assignment-queries.ts'
import { todayIn } from './day.ts'
import { mayChange } from './policy.ts'
import { areaPath } from './queries.ts'
import { lockArea } from './versions.ts'

type SetAssignment = RouteParsed<typeof areaRoutes.setAssignment>
type EndAssignment = RouteParsed<typeof areaRoutes.endAssignment>
type HolderKind = SetAssignment['holder']['kind']

/** People answer for people's work, units for units'; an adviser may come from outside the platform. */
const holdersOf: Record<AssignmentKind, readonly HolderKind[]> = {
  worker: ['staff', 'outside'],
  deputy: ['staff', 'outside'],
  grid_lead: ['staff', 'outside'],
  station: ['unit'],
  police_officer: ['staff', 'outside'],
  lawyer: ['staff', 'outside'],
  stationed_unit: ['unit', 'outside'],
}

export async function setAssignment(ctx: Ctx, input: SetAssignment): Promise<Assignment> {
  const { kind, holder, until } = input
  const from = input.from ?? (await todayIn(ctx.deps, ctx.countyId))
  const refuse = (path: string, rule: string) => new Problem('input.invalid', undefined, [{ path, rule }])
  if (!holdersOf[kind].includes(holder.kind)) throw refuse('holder', 'holder_kind')
  if (until !== undefined && until <= from) throw refuse('until', 'after_from')
  return runCommand(ctx, input.commandId, async (tx) => {
    const area = await lockArea(tx.db, ctx, 'assignment.manage', input.areaId, from, 'any')
    await requireHolder(tx.db, ctx, holder)
    if (soleAssignments.includes(kind)) await endEarlier(tx.db, ctx.countyId, area.id, kind, from, until ?? null)
    await tx.db
      .insertInto('assignments')
      .values({
        countyId: ctx.countyId,
        id: input.id,
        areaId: area.id,
        kind,
        staffId: holder.kind === 'staff' ? holder.staffId : null,
        unitId: holder.kind === 'unit' ? holder.unitId : null,
        outsideName: holder.kind === 'outside' ? holder.name : null,
        outsidePhone: holder.kind === 'outside' ? (holder.phone ?? null) : null,
        duties: input.duties ?? null,
        validFrom: from,
        validTo: until ?? null,
      })
      .execute()
    announceArea(ctx, tx, 'assignment.set', area.id, scopeOf(area.path), { kind, from, assignmentId: input.id })
    return getAssignment(tx.db, ctx.countyId, input.id)
  })
}

async function requireHolder(db: Db, ctx: Ctx, holder: SetAssignment['holder']): Promise<void> {
  if (holder.kind === 'staff' && !(await staffContact(db, ctx.countyId, holder.staffId)))
    throw new Problem('staff.not_found')
  if (holder.kind === 'unit' && !(await unitDirectory(ctx.deps, ctx.countyId)).find(holder.unitId))
    throw new Problem('unit.not_found')
}

async function endEarlier(
  tx: Tx,
  countyId: number,
  areaId: string,
  kind: AssignmentKind,
  from: string,
  until: string | null,
): Promise<void> {
  const beside = tx
    .updateTable('assignments')
    .where('countyId', '=', countyId)
    .where('areaId', '=', areaId)
    .where('kind', '=', kind)
    .where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>', from)]))
  await beside.set({ validTo: from }).where('validFrom', '<=', from).execute()
  const later = await tx
    .selectFrom('assignments')
    .select('validFrom')
    .where('countyId', '=', countyId)
    .where('areaId', '=', areaId)
    .where('kind', '=', kind)
    .where('validFrom', '>', from)
    .where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>', eb.ref('validFrom'))]))
    .orderBy('validFrom')
    .limit(1)
    .executeTakeFirst()
  if (later && (until === null || until > later.validFrom)) {
    throw new Problem('area.wrong_state', { reason: 'later_change', on: later.validFrom })
  }
}

export async function endAssignment(ctx: Ctx, input: EndAssignment): Promise<Assignment> {
  const on = input.on ?? (await todayIn(ctx.deps, ctx.countyId))
  return runCommand(ctx, input.commandId, async (tx) => {
    const held = await tx.db
      .selectFrom('assignments')
      .select(['areaId', 'validFrom', 'validTo', 'kind'])
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.assignmentId)
      .forUpdate()
      .executeTakeFirst()
    const path = held ? await areaPath(tx.db, ctx.countyId, held.areaId) : null
    if (!held || !path || !mayChange(ctx.actor, 'assignment.manage', path)) throw new Problem('not_found')
    if (held.validTo !== null && held.validTo <= on)
      throw new Problem('area.wrong_state', { reason: 'ended', on: held.validTo })
    if (on < held.validFrom) throw new Problem('area.wrong_state', { reason: 'not_begun', on: held.validFrom })
    await tx.db
      .updateTable('assignments')
      .set({ validTo: on })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.assignmentId)
      .execute()
    announceArea(ctx, tx, 'assignment.ended', held.areaId, scopeOf(path), {
      kind: held.kind,
      on,
      assignmentId: input.assignmentId,
    })
    return getAssignment(tx.db, ctx.countyId, input.assignmentId)
  })
}

/** Gives an area what others held on a day; of sole kinds the first one's. Called before those others close. */
export async function carryAssignments(
  tx: Tx,
  countyId: number,
  fromIds: readonly string[],
  toId: string,
  on: string,
): Promise<void> {
  const held = await tx
    .selectFrom('assignments')
    .select(['areaId', 'kind', 'staffId', 'unitId', 'outsideName', 'outsidePhone', 'duties', 'validTo'])
    .where('countyId', '=', countyId)
    .where('areaId', '=', sql<string>`any(${fromIds}::uuid[])`)
    .where('validFrom', '<=', on)
    .where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>', on)]))
    .execute()
  const inOrder = held.toSorted((a, b) => fromIds.indexOf(a.areaId) - fromIds.indexOf(b.areaId))
  const carried = new Map<string, (typeof held)[number]>()
  for (const one of inOrder) {
    // The check constraint holds the kind to the contract's words.
    const sole = soleAssignments.includes(one.kind as AssignmentKind)
    const key = sole ? one.kind : `${one.kind} ${one.staffId ?? one.unitId ?? one.outsideName}`
    if (!carried.has(key)) carried.set(key, one)
  }
  const rows = [...carried.values()].map((one) => ({ ...one, countyId, id: newId(), areaId: toId, validFrom: on }))
  if (rows.length > 0) await tx.insertInto('assignments').values(rows).execute()
}
