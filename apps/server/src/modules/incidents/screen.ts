import type { ScreenIncident } from '@linli/contract/screen-incidents'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { Deps } from '../../platform/deps.ts'
import { countyAreas } from '../areas/index.ts'
import { areasTouched, gridsWithin } from './scope.ts'

type Row = Omit<ScreenIncident, 'villages' | 'households' | 'touched'> & { readonly areaIds: readonly string[] }

/** A wall shows a few at a time. */
const MOST = 6
const LAST_ENTRIES = 5

/** What runs now, gravest first, in one query: figures and the last words of the log, no names. */
export async function screenIncidents(deps: Deps, countyId: number): Promise<ScreenIncident[]> {
  const now = deps.now().toISOString()
  const { rows } = await sql<Row>`
    SELECT i.id, i.number, i.title, i.kind, i.severity, i.state, i.exercise, i.opened_at, i.area_ids,
      (SELECT jsonb_build_object('all', count(*) FILTER (WHERE t.state <> 'withdrawn'), 'received', count(t.received_at),
          'arrived', count(t.arrived_at), 'done', count(*) FILTER (WHERE t.state = 'done'),
          'late', count(*) FILTER (WHERE t.ended_at IS NULL AND t.due_at < ${now}::timestamptz))
        FROM incident_tasks t WHERE t.county_id = i.county_id AND t.incident_id = i.id) AS tasks,
      (SELECT jsonb_build_object('all', count(*), 'done', count(c.done_at))
        FROM incident_checks c WHERE c.county_id = i.county_id AND c.incident_id = i.id) AS checks,
      (SELECT jsonb_build_object('all', count(*), 'read', count(r.read_at))
        FROM incident_broadcasts b JOIN incident_readers r ON r.county_id = b.county_id AND r.broadcast_id = b.id
        WHERE b.county_id = i.county_id AND b.incident_id = i.id) AS told,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('seq', e.seq, 'at', to_char(e.happened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
          'words', e.words) ORDER BY e.seq DESC), '[]')
        FROM (SELECT seq, happened_at, words FROM incident_entries
          WHERE county_id = i.county_id AND incident_id = i.id AND (
              kind IN ('opened', 'note', 'decision', 'report', 'moved', 'broadcast') OR kind = 'changed' AND words <> '')
          ORDER BY seq DESC LIMIT ${LAST_ENTRIES}) e) AS log
    FROM incidents i WHERE i.county_id = ${countyId} AND i.state IN ('open', 'standing_down')
    ORDER BY array_position(ARRAY['i', 'ii', 'iii', 'iv'], i.severity), i.opened_at DESC LIMIT ${MOST}`.execute(deps.db)
  const areas = await countyAreas(deps, countyId)
  return rows.map(({ areaIds, ...row }) => {
    const grids = gridsWithin(areas, areaIds)
    return {
      ...row,
      touched: areasTouched(areas, areaIds),
      villages: new Set(grids.map(({ parentId }) => parentId)).size,
      households: grids.reduce((sum, { households }) => sum + (households ?? 0), 0),
    }
  })
}

export async function listScreenIncidents(ctx: Ctx): Promise<{ items: ScreenIncident[] }> {
  return { items: await screenIncidents(ctx.deps, ctx.countyId) }
}
