import type {
  IncidentAction,
  IncidentKind,
  IncidentSeverity,
  IncidentState,
  LogKind,
} from '@linli/contract/incident-shapes'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { CommandTx } from '../../platform/command/run-command.ts'
import { newId } from '../../platform/crypto/id.ts'
import type { Db } from '../../platform/database/database.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { countyAreas } from '../areas/index.ts'
import { incidentsFor, requireLead } from './policy.ts'
import { type IncidentPermission, rules } from './status.ts'

export interface IncidentRow {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly words: string
  readonly kind: IncidentKind
  readonly severity: IncidentSeverity
  readonly state: IncidentState
  readonly exercise: boolean
  readonly commanderId: string
  readonly areaIds: readonly string[]
  readonly scope: readonly string[]
  readonly lon: number | null
  readonly lat: number | null
  readonly openedAt: string
  readonly stoodDownAt: string | null
  readonly closedAt: string | null
  readonly reviewedAt: string | null
  readonly reviewWell: string
  readonly reviewBadly: string
  readonly version: number
}

/** A room within reach; absent and not yours are the same answer. */
export async function readIncident(
  db: Db,
  ctx: Ctx,
  permission: IncidentPermission,
  id: string,
  lock = sql``,
): Promise<IncidentRow> {
  const { rows } = await sql<IncidentRow>`
    SELECT * FROM incidents WHERE county_id = ${ctx.countyId} AND id = ${id} AND ${incidentsFor(ctx.actor, permission)} ${lock}`.execute(
    db,
  )
  const [row] = rows
  if (!row) throw new Problem('incident.not_found')
  return row
}

/** The room, locked, for an action that its state and this actor's standing allow. */
export async function lockFor(tx: CommandTx, ctx: Ctx, action: IncidentAction, id: string): Promise<IncidentRow> {
  const { permission, states } = rules[action]
  const row = await readIncident(tx.db, ctx, permission, id, sql`FOR UPDATE`)
  tx.subject('incident', row.id)
  if (permission === 'incident.lead') requireLead(ctx.actor, row, await countyAreas(ctx.deps, ctx.countyId))
  if (!states.includes(row.state)) throw new Problem('incident.wrong_state', { state: row.state })
  return row
}

export function refuseStale(row: IncidentRow, seenVersion: number): void {
  if (row.version !== seenVersion) throw new Problem('incident.stale')
}

/** Beyond so many ids an event goes to everybody who listens; it holds nothing but which room it is about. */
const MOST_SCOPED = 300

/** An event of a room, for whoever has it open. */
export function announceIncident(tx: CommandTx, { id, scope }: Pick<IncidentRow, 'id' | 'scope'>, kind: string): void {
  tx.publish({
    module: 'incidents',
    kind: `incident.${kind}`,
    subjectKind: 'incident',
    subjectId: id,
    scope: scope.length > MOST_SCOPED ? [] : scope,
  })
}

interface NewEntry {
  readonly kind: LogKind
  readonly words: string
  readonly facts?: Readonly<Record<string, unknown>>
  readonly happenedAt?: string
  readonly corrects?: number
}

/** Writes into the log and tells whoever has the room open. */
export async function writeEntry(
  tx: CommandTx,
  ctx: Ctx,
  incident: Pick<IncidentRow, 'id' | 'scope'>,
  { kind, words, facts = {}, happenedAt, corrects }: NewEntry,
): Promise<{ id: string; seq: number; recordedAt: string }> {
  const id = newId()
  const recordedAt = ctx.deps.now().toISOString()
  const { rows } = await sql<{ seq: number }>`
    WITH numbered AS (
      UPDATE incidents SET last_seq = last_seq + 1
      WHERE county_id = ${ctx.countyId} AND id = ${incident.id} RETURNING last_seq
    )
    INSERT INTO incident_entries
      (county_id, incident_id, seq, id, kind, happened_at, recorded_at, by_id, words, facts, corrects)
    SELECT ${ctx.countyId}, ${incident.id}, last_seq, ${id}, ${kind}, ${happenedAt ?? recordedAt}::timestamptz,
      ${recordedAt}::timestamptz, ${ctx.actor.id}::uuid, ${words}, ${JSON.stringify(facts)}::jsonb, ${corrects ?? null}::int
    FROM numbered RETURNING seq`.execute(tx.db)
  announceIncident(tx, incident, kind)
  // The room is locked by the caller: the row is there.
  return { id, seq: rows[0]?.seq ?? 0, recordedAt }
}
