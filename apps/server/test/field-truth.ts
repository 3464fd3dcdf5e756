import { sql } from 'kysely'
import { newId } from '../src/platform/crypto/id.ts'
import { area, founded, staffId } from './county.ts'
import { countyId, type World } from './world.ts'

/** What the database holds of a field day, asked by words that stand nowhere else, whatever the API would say of it. */
export interface FieldTruth {
  /** How often something with these words took effect. */
  effects(kind: EffectKind, words: string): Promise<number>
  /** Each name that was said of a person, in the order in which it came to hold, and those that wait or were refused. */
  names(personId: string): Promise<{ name: string; standing: string }[]>
  /** Whether a visit was marked as told by a clock that is off; null: there is none. */
  clockOff(words: string): Promise<boolean | null>
  /** A second worker beside 周敏, in the same station with the same role. @returns login */
  addWorker(): Promise<{ login: string; id: string }>
  /** Says whose these two grids are from now on. */
  assign(grids: Readonly<Record<string, string>>): Promise<void>
  /** Takes what lies in grid 3 out of it, and what waits for a clerk with it: the next run begins with nothing. */
  clear(): Promise<void>
}

export type EffectKind = 'visit' | 'household' | 'person' | 'report' | 'comment' | 'patrol'

const counts: Record<EffectKind, (words: string) => ReturnType<typeof sql<{ count: number }>>> = {
  visit: (words) => sql`SELECT count(*)::int AS count FROM visits WHERE county_id = ${countyId} AND words = ${words}`,
  household: (words) =>
    sql`SELECT count(*)::int AS count FROM households WHERE county_id = ${countyId} AND address = ${words}`,
  person: (words) => sql`SELECT count(*)::int AS count FROM persons WHERE county_id = ${countyId} AND name = ${words}`,
  report: (words) =>
    sql`SELECT count(*)::int AS count FROM matters WHERE county_id = ${countyId} AND description = ${words}`,
  comment: (words) =>
    sql`SELECT count(*)::int AS count FROM matter_entries WHERE county_id = ${countyId} AND words = ${words}`,
  patrol: (words) =>
    sql`SELECT count(*)::int AS count FROM patrols WHERE county_id = ${countyId} AND words = ${words} AND ended_at IS NOT NULL`,
}

export function fieldTruth({ deps: { db } }: World): FieldTruth {
  return {
    async effects(kind, words) {
      const { rows } = await counts[kind](words).execute(db)
      return rows[0]?.count ?? 0
    },
    async names(personId) {
      const { rows } = await sql<{ name: string; standing: string }>`
        SELECT said ->> 'name' AS name, standing FROM person_records
        WHERE county_id = ${countyId} AND person_id = ${personId} AND said ? 'name'
        ORDER BY person_version NULLS FIRST, recorded_at, id`.execute(db)
      return rows
    },
    async clockOff(words) {
      const { rows } = await sql<{ clockOff: boolean }>`
        SELECT clock_off FROM visits WHERE county_id = ${countyId} AND words = ${words}`.execute(db)
      return rows[0]?.clockOff ?? null
    },
    async addWorker() {
      const [id, login] = [newId(), 'zhoulan']
      await sql`
        INSERT INTO staff (county_id, id, login, name, name_search, password_hash, locale, created_at, must_change_password)
        SELECT county_id, ${id}, ${login}, '周兰', 'zhoulan zl', password_hash, locale, created_at, false
        FROM staff WHERE county_id = ${countyId} AND id = ${staffId.zhoumin}`.execute(db)
      await sql`
        INSERT INTO posts (county_id, id, staff_id, unit_id, role_id, valid_from)
        SELECT county_id, ${newId()}, ${id}, unit_id, role_id, valid_from
        FROM posts WHERE county_id = ${countyId} AND staff_id = ${staffId.zhoumin}`.execute(db)
      await db
        .insertInto('assignments')
        .values({ countyId, id: newId(), areaId: area.linyuan2, kind: 'worker', staffId: id, validFrom: founded })
        .execute()
      return { login, id }
    },
    async assign(grids) {
      const move = (holder: string, gridId: string) =>
        sql`UPDATE assignments SET area_id = ${gridId} WHERE county_id = ${countyId} AND staff_id = ${holder}`.execute(
          db,
        )
      // No grid has two workers, not even for a moment.
      const aside = [area.yuling1, area.dayanzui1]
      for (const [index, holder] of Object.keys(grids).entries()) await move(holder, aside[index] ?? '')
      for (const [holder, gridId] of Object.entries(grids)) await move(holder, gridId)
    },
    async clear() {
      // Where nobody of the model works.
      for (const table of ['households', 'persons'])
        await sql`UPDATE ${sql.table(table)} SET grid_id = ${area.linyuan1} WHERE county_id = ${countyId} AND grid_id = ${area.linyuan3}`.execute(
          db,
        )
      await sql`UPDATE visit_parts SET state = 'dropped', sealed_part = NULL, decided_at = now() WHERE county_id = ${countyId} AND state = 'refused'`.execute(
        db,
      )
    },
  }
}
