import type { LimitUnit } from '@linli/contract/clock'
import { type Permission, permissions as everyPermission } from '@linli/contract/permissions'
import { workPermissions } from '@linli/contract/work-items'
import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Actor } from '../command/ctx.ts'
import type { Db } from '../database/database.ts'
import { decodeCursor, toPage } from '../http/cursor.ts'

/** Whose inbox: `areaIds` narrows what waits for the person's units to some areas; null for all of it. */
export interface Waiting {
  readonly actor: Actor
  readonly areaIds: readonly string[] | null
}

export interface InboxFilters {
  readonly kinds?: readonly string[] | undefined
  readonly onlyMine: boolean
  /** Only what is due before this instant. */
  readonly dueBefore?: string | undefined
  readonly inAreas?: readonly string[] | undefined
  readonly channels?: readonly string[] | undefined
}

interface ItemRow {
  readonly id: string
  readonly module: string
  readonly kind: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly title: string
  readonly facts: unknown
  readonly unitId: string
  readonly staffId: string | null
  readonly danger: boolean
  readonly paused: boolean
  readonly dueAt: string | null
  readonly createdAt: string
  readonly dueUnit: LimitUnit
  readonly dueKey: string
}

// Written as the indexes of the table have it. Items without a limit come last; 'infinity' keeps one keyset order for all.
const order = sql`(NOT danger), paused, (coalesce(due_at, 'infinity'::timestamptz)), id`

/** Danger first, then what is nearest its limit, paused last; keyset-paged. */
export async function listWaiting(
  db: Db,
  waiting: Waiting,
  filters: InboxFilters,
  page: { readonly cursor?: string | undefined; readonly limit: number },
) {
  const beyond = page.cursor === undefined ? sql<SqlBool>`true` : after(page.cursor)
  // Each desk and the person's own in the order of an index, each stopped early; together they are a few times a page.
  const beginnings = desksOf(waiting, filters.onlyMine).map(
    (desk) =>
      sql`(SELECT * FROM work_items WHERE ${desk} AND ${passing(filters)} AND ${beyond} ORDER BY ${order} LIMIT ${page.limit + 1})`,
  )
  const { rows } = await sql<ItemRow>`
    SELECT id, module, kind, subject_kind, subject_id, title, facts, unit_id, staff_id, danger, paused, due_at, created_at,
      coalesce((SELECT c.unit FROM clocks c WHERE c.county_id = w.county_id AND c.subject_id = w.subject_id
        AND c.due_at = w.due_at AND c.stopped_at IS NULL LIMIT 1), 'natural_day') AS due_unit,
      coalesce(due_at, 'infinity')::text AS due_key
    FROM (${sql.join(beginnings, sql` UNION ALL `)}) w ORDER BY ${order} LIMIT ${page.limit + 1}`.execute(db)
  return toPage(rows, page.limit, (row) => [!row.danger, row.paused, row.dueKey, row.id])
}

/** How many wait, by kind, whatever the filters. */
export async function countWaiting(db: Db, waiting: Waiting): Promise<Record<string, number>> {
  const parts = desksOf(waiting, false).map((desk) => sql`(SELECT kind FROM work_items WHERE ${desk})`)
  const { rows } = await sql<{ kind: string; count: number }>`
    SELECT kind, count(*) AS count FROM (${sql.join(parts, sql` UNION ALL `)}) w GROUP BY kind`.execute(db)
  return Object.fromEntries(rows.map((row) => [row.kind, row.count]))
}

function after(cursor: string): RawBuilder<SqlBool> {
  const [calm, paused, due, id] = decodeCursor(cursor, ['flag', 'flag', 'instant', 'id'])
  return sql<SqlBool>`(${order}) > (${calm}, ${paused}, ${due}::timestamptz, ${id}::uuid)`
}

function passing({ kinds, dueBefore, inAreas, channels }: InboxFilters): RawBuilder<SqlBool> {
  const parts = [sql<SqlBool>`true`]
  if (kinds) parts.push(sql`kind = any(${[...kinds]}::text[])`)
  if (dueBefore !== undefined) parts.push(sql`due_at < ${dueBefore}::timestamptz AND NOT paused`)
  if (inAreas) parts.push(sql`area_id = any(${[...inAreas]}::uuid[])`)
  if (channels) parts.push(sql`facts ->> 'channel' = any(${[...channels]}::text[])`)
  return sql<SqlBool>`(${sql.join(parts, sql` AND `)})`
}

/**
 * What waits for this person, in parts that do not overlap: their own, and of each of their units what nobody else was
 * named for. A unit's work shows only to those who may do that kind of it, and a request never to whoever made it.
 */
function desksOf({ actor, areaIds }: Waiting, onlyMine: boolean): RawBuilder<SqlBool>[] {
  const open = sql<SqlBool>`county_id = ${actor.countyId} AND done_at IS NULL AND kind <> all(${kindsBarred(actor)}::text[])`
  const own = sql<SqlBool>`${open} AND staff_id = ${actor.id}`
  if (onlyMine) return [own]
  const within = areaIds === null ? sql`true` : sql`area_id = any(${[...areaIds]}::uuid[])`
  const units = [...new Set(actor.posts.map((post) => post.unitId))]
  return [
    own,
    ...units.map(
      (unitId) => sql<SqlBool>`${open} AND unit_id = ${unitId} AND staff_id IS DISTINCT FROM ${actor.id}
        AND except_staff_id IS DISTINCT FROM ${actor.id} AND (staff_id IS NULL OR kind NOT IN ('handle', 'swap')) AND ${within}`,
    ),
  ]
}

function kindsBarred(actor: Actor): string[] {
  const held = new Set<Permission>(everyPermission.filter((permission) => actor.may(permission)))
  return Object.entries(workPermissions).flatMap(([kind, permission]) => (held.has(permission) ? [] : [kind]))
}
