import type { ExportFilter, ExportGroup, ListLayout, RegisterExport } from '@linli/contract/people-lists'
import { sql } from 'kysely'
import type { Actor, AreaReach, Ctx } from '../../../../platform/command/ctx.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { decodeCursor, toPage } from '../../../../platform/http/cursor.ts'
import { Problem } from '../../../../platform/problem/problem.ts'
import { areaNames } from '../../../areas/index.ts'
import { staffNames } from '../../../identity/index.ts'

export interface ExportRow {
  readonly id: string
  readonly number: string
  readonly filter: ExportFilter
  readonly groups: ExportGroup[]
  readonly words: string
  readonly templateId: string | null
  readonly templateVersion: number | null
  readonly month: string | null
  readonly report: string | null
  readonly layout: ListLayout | null
  readonly persons: number
  readonly state: 'waiting' | 'ready' | 'refused'
  readonly byId: string
  readonly createdAt: string
  readonly decidedBy: string | null
  readonly decidedAt: string | null
  readonly decidedWords: string | null
  readonly expiresAt: string | null
  readonly downloads: number
}

const columns = sql`id, number, filter, groups, words, cardinality(person_ids) AS persons, state, by_id, created_at, decided_by,
  decided_at, decided_words, expires_at, downloads, layout, template_id, template_version, month,
  (SELECT t.name FROM report_templates t WHERE t.county_id = register_exports.county_id AND t.id = register_exports.template_id) AS report`

/**
 * How far somebody exports: by their unit's area, never by assignment. Whoever looks after a grid works at its doors and
 * carries no list of it away, whatever else their role allows.
 */
export function exportReach(actor: Actor): 'county' | Pick<AreaReach, 'townIds' | 'villageIds'> | null {
  const reach = actor.reach('register.export')
  if (reach === 'county') return reach
  const { townIds, villageIds } = reach
  return townIds.length + villageIds.length > 0 ? { townIds, villageIds } : null
}

/** One's own export, or one that is one's to decide. @throws Problem `export.not_found` */
export async function lockExport(tx: Tx, ctx: Ctx, id: string, whose: 'own' | 'others'): Promise<ExportRow> {
  const { rows } = await sql<ExportRow>`
    SELECT ${columns} FROM register_exports
    WHERE county_id = ${ctx.countyId} AND id = ${id}
      AND by_id ${whose === 'own' ? sql`=` : sql`<>`} ${ctx.actor.id}::uuid FOR UPDATE`.execute(tx)
  if (!rows[0]) throw new Problem('export.not_found')
  return rows[0]
}

export async function exportPage(ctx: Ctx, id: string): Promise<RegisterExport> {
  const { rows } = await sql<ExportRow>`
    SELECT ${columns} FROM register_exports WHERE county_id = ${ctx.countyId} AND id = ${id}`.execute(ctx.db)
  const [named] = await withNames(ctx, rows)
  if (!named) throw new Problem('export.not_found')
  return named
}

interface PageInput {
  readonly cursor?: string | undefined
  readonly limit: number
}

export async function listExports(ctx: Ctx, { cursor, limit }: PageInput, whose: 'own' | 'waiting') {
  const [at, after] = cursor === undefined ? [null, null] : decodeCursor(cursor, ['instant', 'id'])
  const which =
    whose === 'own' ? sql`by_id = ${ctx.actor.id}::uuid` : sql`state = 'waiting' AND by_id <> ${ctx.actor.id}::uuid`
  const { rows } = await sql<ExportRow>`
    SELECT ${columns} FROM register_exports
    WHERE county_id = ${ctx.countyId} AND ${which}
      AND (${at}::timestamptz IS NULL OR (date_trunc('milliseconds', created_at), id) < (${at}::timestamptz, ${after}::uuid))
    ORDER BY created_at DESC, id DESC LIMIT ${limit + 1}`.execute(ctx.db)
  const page = toPage(rows, limit, (row) => [row.createdAt, row.id])
  return { items: await withNames(ctx, page.items), next: page.next }
}

async function withNames(ctx: Ctx, rows: readonly ExportRow[]): Promise<RegisterExport[]> {
  const staff = await staffNames(
    ctx.deps,
    ctx.countyId,
    rows.flatMap((row) => [row.byId, row.decidedBy ?? []].flat()),
  )
  const areas = await areaNames(
    ctx.deps,
    ctx.countyId,
    rows.map((row) => row.filter.areaId),
  )
  const named = (id: string | null) => {
    const name = id === null ? undefined : staff.get(id)
    return id !== null && name !== undefined ? { id, name } : null
  }
  const now = ctx.deps.now().toISOString()
  return rows.map((row) => {
    const expired = row.expiresAt !== null && row.expiresAt <= now
    const own = row.byId === ctx.actor.id
    const may: RegisterExport['may'] = []
    if (own && row.state === 'ready' && !expired && exportReach(ctx.actor) !== null) may.push('download')
    if (!own && row.state === 'waiting' && ctx.actor.may('register.approve')) may.push('decide')
    return {
      id: row.id,
      number: row.number,
      filter: row.filter,
      areaName: areas.get(row.filter.areaId) ?? null,
      groups: row.groups,
      words: row.words,
      report: row.report,
      layout: row.layout,
      persons: row.persons,
      state: expired && row.state === 'ready' ? ('expired' as const) : row.state,
      by: named(row.byId),
      at: row.createdAt,
      decidedBy: named(row.decidedBy),
      decidedAt: row.decidedAt,
      decidedWords: row.decidedWords,
      expiresAt: row.expiresAt,
      downloads: row.downloads,
      may,
    }
  })
}
