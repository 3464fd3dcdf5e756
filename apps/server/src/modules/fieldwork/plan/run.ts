import { sql } from 'kysely'
import { recordWork } from '../../../platform/command/run-command.ts'
import { systemCtx } from '../../../platform/command/system-ctx.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { Deps } from '../../../platform/deps.ts'
import { todayIn } from '../../areas/index.ts'
import { planUnit } from './plan-unit.ts'
import { readBeats } from './read-beats.ts'
import { markStale, registerGrids } from './stale.ts'
import { type Beat, planWorld, type PlanWorld } from './world.ts'
import { writePlan } from './write-plan.ts'

/** Workers planned in one transaction: few enough that nobody waits long for the events behind it. */
const BATCH = 25

export interface Run {
  /** Grids that were planned. */
  readonly grids: number
  /** Items that are new. */
  readonly added: number
}

/**
 * Brings the plan up to date: follows what has happened, then plans what is stale and, after midnight, everything; batch by
 * batch. Only one process at a time; others find the lock taken and return.
 */
export async function planDuties(deps: Deps, countyId: number): Promise<Run> {
  await registerGrids(deps, countyId)
  await markStale(deps, countyId)
  let run: Run = { grids: 0, added: 0 }
  let world: PlanWorld | undefined
  for (;;) {
    const step = await planSome(deps, countyId, async () => (world ??= await planWorld(deps, countyId)))
    if (step === null) return run
    run = { grids: run.grids + step.grids, added: run.added + step.added }
  }
}

async function planSome(deps: Deps, countyId: number, worldOf: () => Promise<PlanWorld>): Promise<Run | null> {
  const { run, announce } = await deps.db.transaction().execute(async (tx) => {
    const claimed = await claim(tx, countyId, await todayIn(deps, countyId))
    if (claimed.length === 0) return { run: null, announce: null }
    const world = await worldOf()
    const beats = world.beats.filter(({ gridIds }) => gridIds.some((id) => claimed.includes(id)))
    const { grids, added } = await planBeats(tx, deps, world, beats)
    await settle(tx, world, claimed)
    if (grids.size === 0) return { run: { grids: claimed.length, added }, announce: null }
    const ctx = systemCtx(deps, countyId, 'duty.planned')
    const told = await recordWork(tx, ctx, async (work) => {
      for (const id of grids) {
        const place = world.grids.get(id)
        const scope = [place?.townId, place?.villageId, id].filter((one) => one !== null && one !== undefined)
        work.publish({ module: 'fieldwork', kind: 'plan.changed', subjectKind: 'area', subjectId: id, scope })
      }
    })
    return { run: { grids: claimed.length, added }, announce: told }
  })
  announce?.()
  return run
}

/** Plans these workers' duties inside a transaction. */
export async function planBeats(tx: Tx, deps: Deps, world: PlanWorld, beats: readonly Beat[]) {
  const plans = (await readBeats(tx, world, beats)).map(planUnit)
  const whole = { planned: plans.flatMap(({ planned }) => planned), ended: plans.flatMap(({ ended }) => ended) }
  return writePlan(tx, world, whole, deps.now())
}

/** Some grids whose turn it is, locked; nothing while another process plans. */
async function claim(tx: Tx, countyId: number, today: string): Promise<string[]> {
  const lock = await sql<{ free: boolean }>`
    SELECT pg_try_advisory_xact_lock(hashtext('duty plan'), ${countyId}) AS free`.execute(tx)
  if (!lock.rows[0]?.free) return []
  const { rows } = await sql<{ gridId: string }>`
    SELECT grid_id FROM plan_grids
    WHERE county_id = ${countyId} AND (stale OR planned_on < ${today}::date)
    ORDER BY planned_on NULLS LAST, grid_id LIMIT ${BATCH} FOR UPDATE`.execute(tx)
  return rows.map(({ gridId }) => gridId)
}

async function settle(tx: Tx, { countyId, today }: PlanWorld, gridIds: readonly string[]): Promise<void> {
  await tx
    .updateTable('planGrids')
    .set({ plannedOn: today, stale: false })
    .where('countyId', '=', countyId)
    .where('gridId', '=', sql<string>`any(${[...gridIds]}::uuid[])`)
    .execute()
}
