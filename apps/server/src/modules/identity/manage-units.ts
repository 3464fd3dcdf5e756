import type { Unit, UnitKind } from '@linli/contract/identity'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { type CommandTx, runCommand } from '../../platform/command/run-command.ts'
import type { Tx } from '../../platform/database/database.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { countyToday } from './accounts.ts'
import { unitsWithin } from './policy.ts'
import { forgetUnits } from './unit-directory.ts'
import { getUnit } from './unit-queries.ts'

interface UnitFields {
  readonly name?: string | undefined
  readonly nameEn?: string | null | undefined
  readonly phone?: string | null | undefined
  readonly duties?: string | null | undefined
  readonly areaId?: string | null | undefined
  readonly departmentCode?: string | null | undefined
}

interface NewUnit extends UnitFields {
  readonly commandId: string
  readonly id: string
  readonly kind: UnitKind
  readonly name: string
  readonly parentId: string | null
  readonly validFrom?: string | undefined
}

export async function createUnit(ctx: Ctx, input: NewUnit): Promise<Unit> {
  await runCommand(ctx, input.commandId, async (tx) => {
    const { commandId: _, parentId, validFrom, ...fields } = input
    const above = await pathOfParent(tx.db, ctx, parentId)
    await tx.db
      .insertInto('units')
      .values({
        countyId: ctx.countyId,
        ...fields,
        parentId,
        path: [...above, input.id],
        validFrom: validFrom ?? countyToday(ctx),
      })
      .execute()
    tell(tx, ctx, 'unit.created', input.id)
    return null
  })
  return getUnit(ctx, input.id)
}

/** Changes what is said of a unit, or where it stands in the tree. Fields left out stay. */
export async function changeUnit(
  ctx: Ctx,
  input: UnitFields & { commandId: string; unitId: string; parentId?: string | null | undefined },
): Promise<Unit> {
  await runCommand(ctx, input.commandId, async (tx) => {
    const { commandId: _, unitId, parentId, ...fields } = input
    const unit = await lockUnit(tx.db, ctx, unitId)
    if (Object.keys(fields).length > 0) {
      await tx.db
        .updateTable('units')
        .set(fields)
        .where('countyId', '=', ctx.countyId)
        .where('id', '=', unitId)
        .execute()
    }
    if (parentId !== undefined && parentId !== unit.parentId) await moveUnit(tx.db, ctx, unit, parentId)
    tell(tx, ctx, 'unit.changed', unitId)
    return null
  })
  return getUnit(ctx, input.unitId)
}

/** Closes a unit from a day on. Its past stays: what it did keeps its name. */
export async function closeUnit(
  ctx: Ctx,
  input: { commandId: string; unitId: string; on?: string | undefined },
): Promise<Unit> {
  await runCommand(ctx, input.commandId, async (tx) => {
    const unit = await lockUnit(tx.db, ctx, input.unitId)
    const on = input.on === undefined ? countyToday(ctx) : sql<string>`${input.on}::date`
    const { rows } = await sql<{ people: number; units: number }>`
      SELECT
        (SELECT count(*) FROM posts p WHERE p.county_id = ${ctx.countyId} AND p.unit_id = ${unit.id}
          AND (p.valid_to IS NULL OR p.valid_to > ${on})) AS people,
        (SELECT count(*) FROM units b WHERE b.county_id = ${ctx.countyId} AND b.parent_id = ${unit.id}
          AND (b.valid_to IS NULL OR b.valid_to > ${on})) AS units`.execute(tx.db)
    const [inside] = rows
    if (inside && (inside.people > 0 || inside.units > 0)) throw new Problem('unit.in_use', { ...inside })
    await tx.db
      .updateTable('units')
      .set({ validTo: sql<string>`greatest(valid_from, ${on})` })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', unit.id)
      .execute()
    tell(tx, ctx, 'unit.closed', unit.id)
    return null
  })
  return getUnit(ctx, input.unitId)
}

interface LockedUnit {
  readonly id: string
  readonly parentId: string | null
  readonly path: string[]
}

// The tree is locked before any of its rows: two moves at once could otherwise hang two units below each other.
async function lockUnit(tx: Tx, ctx: Ctx, unitId: string): Promise<LockedUnit> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('unit tree'), ${ctx.countyId})`.execute(tx)
  const unit = await tx
    .selectFrom('units')
    .select(['id', 'parentId', 'path'])
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', unitId)
    .where(unitsWithin(ctx.actor, 'unit.manage', 'path'))
    .forUpdate()
    .executeTakeFirst()
  if (!unit) throw new Problem('unit.not_found')
  return unit
}

async function pathOfParent(tx: Tx, ctx: Ctx, parentId: string | null): Promise<string[]> {
  if (parentId === null) {
    // A root lies below nobody's unit: only who manages the whole county makes one.
    if (ctx.actor.reach('unit.manage') !== 'county') throw new Problem('unit.not_found')
    return []
  }
  const parent = await lockUnit(tx, ctx, parentId)
  return parent.path
}

async function moveUnit(tx: Tx, ctx: Ctx, unit: LockedUnit, parentId: string | null): Promise<void> {
  const above = await pathOfParent(tx, ctx, parentId)
  if (above.includes(unit.id)) {
    throw new Problem('input.invalid', undefined, [{ path: 'parentId', rule: 'inside_itself' }])
  }
  await sql`
    UPDATE units SET path = ${above}::uuid[] || path[${unit.path.length}:],
      parent_id = CASE WHEN id = ${unit.id} THEN ${parentId}::uuid ELSE parent_id END
    WHERE county_id = ${ctx.countyId} AND path @> ARRAY[${unit.id}]::uuid[]`.execute(tx)
}

function tell(tx: CommandTx, ctx: Ctx, kind: string, unitId: string): void {
  tx.publish({ module: 'identity', kind, subjectKind: 'unit', subjectId: unitId, scope: [unitId] })
  tx.afterCommit(() => forgetUnits(ctx.deps, ctx.countyId))
}
