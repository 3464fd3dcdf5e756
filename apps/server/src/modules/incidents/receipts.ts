import type { IncidentTask, TaskState, TaskStep } from '@linli/contract/incident-shapes'
import type { incidentReceiptRoutes, MyBroadcast, MyIncidentTask } from '@linli/contract/incident-receipts'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { closeWorkItems } from '../../platform/work-items/work-items.ts'
import { announceIncident, writeEntry } from './queries.ts'
import { TASK, taskById, tasksWhere } from './tasks.ts'

type Routes = typeof incidentReceiptRoutes
type Of = MyIncidentTask['incident']

/** How long what has ended still stands on a phone. */
const ENDED_HOURS = 24

/** What running incidents ask of me. */
export async function listMyIncidentWork(ctx: Ctx): Promise<RouteOutput<Routes['listMyIncidentWork']>> {
  const since = new Date(ctx.deps.now().getTime() - ENDED_HOURS * 3_600_000).toISOString()
  const [tasks, broadcasts] = await Promise.all([
    tasksWhere(ctx.db, ctx, sql`${mine(ctx)} AND (t.ended_at IS NULL OR t.ended_at > ${since}::timestamptz)`),
    sql<Omit<MyBroadcast, 'incident'> & { incidentId: string }>`
      SELECT b.id, b.incident_id, b.words, b.sent_at AS at, r.read_at
      FROM incident_readers r JOIN incident_broadcasts b ON b.county_id = r.county_id AND b.id = r.broadcast_id
      WHERE r.county_id = ${ctx.countyId} AND r.staff_id = ${ctx.actor.id}
        AND r.sent_at > ${since}::timestamptz
      ORDER BY r.sent_at DESC LIMIT 50`.execute(ctx.db),
  ])
  const ids = [...new Set([...tasks, ...broadcasts.rows].map(({ incidentId }) => incidentId))]
  const { rows } = await sql<Of>`
    SELECT id, number, title, kind, severity, state, exercise FROM incidents
    WHERE county_id = ${ctx.countyId} AND id = any(${ids}::uuid[])`.execute(ctx.db)
  const incidents = new Map(rows.map((row) => [row.id, row]))
  const withIncident = <T extends { readonly incidentId: string }>(items: readonly T[]) =>
    items.flatMap((item) => {
      const incident = incidents.get(item.incidentId)
      return incident ? [{ ...item, incident }] : []
    })
  return { tasks: withIncident(tasks), broadcasts: withIncident(broadcasts.rows) }
}

/** Mine by name, or anyone's of my unit: given to one of them it is still the unit's, so that illness stops nothing. */
const mine = (ctx: Ctx) =>
  sql`(t.staff_id = ${ctx.actor.id} OR t.unit_id = any(${ctx.actor.posts.map((post) => post.unitId)}::uuid[]))`

interface TaskNow {
  readonly id: string
  readonly incidentId: string
  readonly words: string
  readonly state: TaskState
  readonly givenAt: string
  readonly scope: string[]
}

/** One step of a receipt, by the clock of the phone. What was told before keeps its first time. */
export function tellIncidentTask(ctx: Ctx, input: RouteParsed<Routes['tellIncidentTask']>): Promise<IncidentTask> {
  const { step, words } = input
  return runCommand(ctx, input.commandId, async (tx) => {
    const { rows } = await sql<TaskNow>`
      SELECT t.id, t.incident_id, t.words, t.state, t.given_at, i.scope
      FROM incident_tasks t JOIN incidents i ON i.county_id = t.county_id AND i.id = t.incident_id
      WHERE t.county_id = ${ctx.countyId} AND t.id = ${input.taskId} AND ${mine(ctx)} FOR UPDATE`.execute(tx.db)
    const [task] = rows
    if (!task) throw new Problem('incident.task_not_found')
    tx.subject(TASK, task.id)
    if (endsOtherwise(task.state, step)) throw new Problem('incident.task_ended', { state: task.state })
    if (task.state === step) return taskById(tx.db, ctx, task.id)
    const at = within(input.capturedAt, task.givenAt, ctx.deps.now())
    const ends = step === 'done' || step === 'unable'
    await sql`
      UPDATE incident_tasks SET
        received_at = coalesce(received_at, ${at}::timestamptz),
        arrived_at = coalesce(arrived_at, ${step === 'arrived' ? at : null}::timestamptz),
        ended_at = coalesce(ended_at, ${ends ? at : null}::timestamptz),
        state = ${further(task.state, step)},
        answer = CASE WHEN ${words} = '' THEN answer ELSE ${words} END
      WHERE county_id = ${ctx.countyId} AND id = ${task.id}`.execute(tx.db)
    if (ends) await closeWorkItems(tx.db, { countyId: ctx.countyId, subjectKind: TASK, subjectId: task.id, at })
    const incident = { id: task.incidentId, scope: task.scope }
    await writeEntry(tx, ctx, incident, {
      kind: 'receipt',
      words: words === '' ? task.words : words,
      facts: { taskId: task.id, step, task: task.words },
      happenedAt: at,
    })
    return taskById(tx.db, ctx, task.id)
  })
}

const order: readonly TaskState[] = ['given', 'received', 'arrived', 'done']
const hasEnded = (state: TaskState) => state === 'done' || state === 'unable' || state === 'withdrawn'

/** An earlier step may come in late and is kept; a second, other end is not. */
export const endsOtherwise = (state: TaskState, step: TaskStep): boolean =>
  hasEnded(state) && (step === 'done' || step === 'unable') && state !== step

/** Where a task stands after a receipt: never back. */
export function further(state: TaskState, step: TaskStep): TaskState {
  if (hasEnded(state)) return state
  return step === 'unable' || order.indexOf(step) > order.indexOf(state) ? step : state
}

/** A phone's clock may be off: no receipt is older than its task, or of the future. */
function within(captured: string | undefined, from: string, now: Date): string {
  const at = captured === undefined ? now.getTime() : Date.parse(captured)
  return new Date(Math.min(now.getTime(), Math.max(Date.parse(from), at))).toISOString()
}

export function readBroadcast(ctx: Ctx, input: RouteParsed<Routes['readBroadcast']>): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const { rows } = await sql<{ incidentId: string; scope: string[]; sentAt: string }>`
      SELECT b.incident_id, i.scope, b.sent_at FROM incident_readers r
      JOIN incident_broadcasts b ON b.county_id = r.county_id AND b.id = r.broadcast_id
      JOIN incidents i ON i.county_id = b.county_id AND i.id = b.incident_id
      WHERE r.county_id = ${ctx.countyId} AND r.broadcast_id = ${input.broadcastId} AND r.staff_id = ${ctx.actor.id}`.execute(
      tx.db,
    )
    const [broadcast] = rows
    if (!broadcast) throw new Problem('incident.broadcast_not_found')
    const at = within(input.capturedAt, broadcast.sentAt, ctx.deps.now())
    await sql`
      UPDATE incident_readers SET read_at = coalesce(read_at, ${at}::timestamptz)
      WHERE county_id = ${ctx.countyId} AND broadcast_id = ${input.broadcastId} AND staff_id = ${ctx.actor.id}`.execute(
      tx.db,
    )
    tx.subject('incident_broadcast', input.broadcastId)
    // Not one line of the log for each of four hundred readers: the count stands with the broadcast.
    announceIncident(tx, { id: broadcast.incidentId, scope: broadcast.scope }, 'read')
    return { done: true as const }
  })
}
