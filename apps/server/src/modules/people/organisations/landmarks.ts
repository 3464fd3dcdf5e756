import type { ScreenPlace } from '@linli/contract/screen'
import { sql } from 'kysely'
import type { Db, Tx } from '../../../platform/database/database.ts'
import { newId } from '../../../platform/crypto/id.ts'
import { kindOf } from './kinds.ts'
import { searchFormsOf } from '../name-search.ts'

/** Kinds of places that matter when something happens: where people come from, are brought to, or must be got out of. */
const kinds = ['reservoir', 'clinic', 'school', 'station', 'shelter'] as const

const columnOf = { county: null, town: 'town_id', village: 'village_id', grid: 'grid_id' } as const

/** Those of an area (null: the county) that have a place on the map. Bodies and sites, nobody's home. */
export async function placesThatMatter(
  db: Db,
  countyId: number,
  area: { readonly id: string; readonly level: keyof typeof columnOf } | null,
): Promise<ScreenPlace[]> {
  const column = area && columnOf[area.level]
  const within = column === null ? sql`true` : sql`${sql.ref(column)} = ${area?.id}`
  const { rows } = await sql<Omit<ScreenPlace, 'names'>>`
    SELECT id, kind, name, lon, lat FROM organisations
    WHERE county_id = ${countyId} AND valid_to IS NULL AND lon IS NOT NULL AND kind = any(${[...kinds]}::text[]) AND ${within}
    ORDER BY kind, name, id`.execute(db)
  return rows.map((row) => ({ ...row, names: kindOf(row.kind)?.names ?? { zh: row.kind, en: row.kind } }))
}

export interface SeedOrganisation {
  readonly kind: string
  readonly name: string
  readonly address: string
  readonly lon: number
  readonly lat: number
  readonly townId: string | null
  readonly villageId: string | null
  readonly gridId: string
}

/** Puts in organisations as they are known; for a county that begins. */
export async function seedOrganisations(
  tx: Tx,
  countyId: number,
  validFrom: string,
  organisations: readonly SeedOrganisation[],
): Promise<void> {
  const rows = organisations.map((organisation) => ({
    ...organisation,
    countyId,
    id: newId(),
    nameSearch: searchWords(organisation.name),
    hazards: [...(kindOf(organisation.kind)?.hazards ?? [])],
    validFrom,
  }))
  if (rows.length > 0) await tx.insertInto('organisations').values(rows).execute()
}

/** As `organisations.name_search` says: name, pinyin and initials. */
export function searchWords(name: string): string {
  const { full, initials } = searchFormsOf(name)
  return `${name.toLowerCase()} ${full} ${initials}`
}
