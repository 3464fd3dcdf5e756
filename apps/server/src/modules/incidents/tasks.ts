import type { IncidentTask } from '@linli/contract/incident-shapes'
import type { incidentRoutes } from '@linli/contract/incidents'
import type { RouteParsed } from '@linli/contract/route'
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { type CommandTx, runCommand } from '../../platform/command/run-command.ts'
import { newId } from '../../platform/crypto/id.ts'
import type { Db } from '../../platform/database/database.ts'
import { sendNotices } from '../../platform/notices/index.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { closeWorkItems, openWorkItem } from '../../platform/work-items/work-items.ts'
import { staffNames, staffOfUnit, unitDirectory } from '../identity/index.ts'
import { joinUnits } from './involved.ts'
import { type IncidentRow, lockFor, writeEntry } from './queries.ts'
import { scopeOf } from './scope.ts'

type Input<N extends keyof typeof incidentRoutes> = RouteParsed<(typeof incidentRoutes)[N]>

/** Subject of a task's work item and notices. */
export const TASK = 'incident_task'

/** A task for a unit or one of its people. A unit that gets one is involved from then on. */
export function giveIncidentTask(ctx: Ctx, input: Input<'giveIncidentTask'>): Promise<IncidentTask> {
  const { words, unitId, staffId = null, dueAt = null } = input
  return runCommand(ctx, input.commandId, async (tx) => {
    const row = await lockFor(tx, ctx, 'task', input.incidentId)
    const unit = (await unitDirectory(ctx.deps, ctx.countyId)).find(unitId)
    if (!unit) throw new Problem('unit.not_found')
    const people = await staffOfUnit(tx.db, ctx.countyId, unitId)
    if (staffId !== null && !people.some(({ id }) => id === staffId)) throw new Problem('staff.not_found')
    const id = newId()
    const givenAt = ctx.deps.now().toISOString()
    await tx.db
      .insertInto('incidentTasks')
      .values({
        countyId: ctx.countyId,
        id,
        incidentId: row.id,
        words,
        unitId,
        staffId,
        dueAt,
        givenAt,
        givenBy: ctx.actor.id ?? '',
      })
      .execute()
    await involve(tx, ctx, row, unitId)
    await openWorkItem(tx.db, {
      countyId: ctx.countyId,
      module: 'incidents',
      kind: TASK,
      subjectKind: TASK,
      subjectId: id,
      unitId,
      staffId,
      areaId: null,
      title: words,
      facts: { number: row.number, incidentId: row.id, incident: row.title, exercise: row.exercise },
      danger: !row.exercise && (row.severity === 'i' || row.severity === 'ii'),
      dueFromClock: null,
      ...(dueAt === null ? {} : { dueAt }),
    })
    await tellInApp(tx, ctx, row, staffId === null ? people.map((person) => person.id) : [staffId], words)
    const person = staffId === null ? null : (people.find((one) => one.id === staffId)?.name ?? '')
    await writeEntry(tx, ctx, row, {
      kind: 'task',
      words,
      facts: { taskId: id, to: [unit.name, person].filter((name) => name !== null).join(' · ') },
    })
    return taskById(tx.db, ctx, id)
  })
}

async function involve(tx: CommandTx, ctx: Ctx, row: IncidentRow, unitId: string): Promise<void> {
  if (row.scope.includes(unitId)) return
  await joinUnits(tx, ctx, row.id, [unitId])
  const scope = [...row.scope, ...(await scopeOf(ctx, [], [unitId]))]
  await tx.db
    .updateTable('incidents')
    .set({ scope })
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', row.id)
    .execute()
}

async function tellInApp(tx: CommandTx, ctx: Ctx, row: IncidentRow, staffIds: readonly string[], words: string) {
  await sendNotices(
    tx.db,
    staffIds.map((recipient) => ({
      countyId: ctx.countyId,
      channel: 'inapp' as const,
      recipient,
      template: 'incident_task' as const,
      params: { exercise: row.exercise ? '1' : '', number: row.number, title: row.title, words },
      locale: ctx.locale,
      subjectKind: 'incident',
      subjectId: row.id,
    })),
  )
}

/** Takes back what has not ended; whoever had it sees why. */
export function withdrawIncidentTask(ctx: Ctx, input: Input<'withdrawIncidentTask'>): Promise<IncidentTask> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const row = await lockFor(tx, ctx, 'task', input.incidentId)
    const task = await tx.db
      .selectFrom('incidentTasks')
      .select(['id', 'words', 'endedAt'])
      .where('countyId', '=', ctx.countyId)
      .where('incidentId', '=', row.id)
      .where('id', '=', input.taskId)
      .executeTakeFirst()
    if (!task) throw new Problem('incident.task_not_found')
    if (task.endedAt !== null) throw new Problem('incident.task_ended')
    const at = ctx.deps.now().toISOString()
    await tx.db
      .updateTable('incidentTasks')
      .set({ state: 'withdrawn', endedAt: at, answer: input.words })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', task.id)
      .execute()
    await closeWorkItems(tx.db, { countyId: ctx.countyId, subjectKind: TASK, subjectId: task.id, at })
    await writeEntry(tx, ctx, row, {
      kind: 'task',
      words: input.words,
      facts: { taskId: task.id, withdrawn: task.words },
    })
    return taskById(tx.db, ctx, task.id)
  })
}

export interface TaskRow extends Omit<IncidentTask, 'unit' | 'staff' | 'by'> {
  readonly incidentId: string
  readonly unitId: string
  readonly staffId: string | null
  readonly givenBy: string
}

/** Tasks by a condition on `t`, those that run first; more than a room ever has are not read. */
export async function tasksWhere(
  db: Db,
  ctx: Ctx,
  condition: RawBuilder<unknown>,
): Promise<(IncidentTask & { incidentId: string })[]> {
  const { rows } = await sql<TaskRow>`
    SELECT t.id, t.incident_id, t.words, t.unit_id, t.staff_id, t.state, t.due_at, t.given_at, t.given_by,
      t.received_at, t.arrived_at, t.ended_at, t.answer
    FROM incident_tasks t WHERE t.county_id = ${ctx.countyId} AND (${condition})
    ORDER BY t.ended_at IS NOT NULL, coalesce(t.due_at, 'infinity'), t.given_at DESC, t.id LIMIT 500`.execute(db)
  const directory = await unitDirectory(ctx.deps, ctx.countyId)
  const names = await staffNames(
    ctx.deps,
    ctx.countyId,
    rows.flatMap(({ staffId, givenBy }) => (staffId === null ? [givenBy] : [staffId, givenBy])),
  )
  return rows.map(({ unitId, staffId, givenBy, ...row }) => ({
    ...row,
    unit: { id: unitId, name: directory.find(unitId)?.name ?? '' },
    staff: staffId === null ? null : { id: staffId, name: names.get(staffId) ?? '' },
    by: names.get(givenBy) ?? '',
  }))
}

export async function taskById(db: Db, ctx: Ctx, id: string): Promise<IncidentTask> {
  const [task] = await tasksWhere(db, ctx, sql`t.id = ${id}`)
  if (!task) throw new Problem('incident.task_not_found')
  return task
}
