import type { AreaLevel, AreaVersion } from '@linli/contract/areas'
import { sql } from 'kysely'
import type { Db } from '../../platform/database/database.ts'

interface VersionRow {
  readonly validFrom: string
  readonly validTo: string | null
  readonly name: string
  readonly nameEn: string | null
  readonly parentId: string | null
  readonly parentLevel: AreaLevel | null
  readonly parentName: string | null
  readonly parentNameEn: string | null
  readonly households: number | null
  readonly kind: string | null
  readonly gridNo: number | null
  readonly urbanRural: string | null
  readonly lon: number | null
  readonly lat: number | null
  readonly boundaryHash: string | null
}

type Changed = AreaVersion['changed'][number]
const compared: readonly (readonly [Changed, readonly (keyof VersionRow)[]])[] = [
  ['name', ['name', 'nameEn']],
  ['parent', ['parentId']],
  ['kind', ['kind']],
  ['number', ['gridNo']],
  ['class', ['urbanRural']],
  ['households', ['households']],
  ['centre', ['lon', 'lat']],
  ['boundary', ['boundaryHash']],
]

/** The periods of an area, newest first, each with what changed when it began. */
export async function historyOf(db: Db, countyId: number, areaId: string): Promise<AreaVersion[]> {
  // Outlines are compared by hash: a history of ten boundaries need not travel.
  const { rows } = await sql<VersionRow>`
    SELECT v.valid_from, v.valid_to, v.name, v.name_en, v.households, v.kind, v.grid_no, v.urban_rural, v.lon, v.lat,
      md5(v.boundary::text) AS boundary_hash, v.parent_id, p.level AS parent_level, pv.name AS parent_name, pv.name_en AS parent_name_en
    FROM area_versions v
    LEFT JOIN areas p ON p.county_id = v.county_id AND p.id = v.parent_id
    LEFT JOIN LATERAL (
      SELECT name, name_en FROM area_versions
      WHERE county_id = ${countyId} AND area_id = p.id ORDER BY (valid_from <= v.valid_from) DESC, valid_from DESC LIMIT 1
    ) pv ON true
    WHERE v.county_id = ${countyId} AND v.area_id = ${areaId} AND (v.valid_to IS NULL OR v.valid_to > v.valid_from)
    ORDER BY v.valid_from`.execute(db)
  return rows.map((row, index) => asVersion(row, rows[index - 1])).toReversed()
}

function asVersion(row: VersionRow, before: VersionRow | undefined): AreaVersion {
  const { parentId, parentLevel, parentName, parentNameEn } = row
  return {
    validFrom: row.validFrom,
    validTo: row.validTo,
    name: row.name,
    parent:
      parentId && parentLevel && parentName
        ? { id: parentId, level: parentLevel, name: parentName, nameEn: parentNameEn }
        : null,
    households: row.households,
    changed: before
      ? compared.filter(([, fields]) => fields.some((field) => row[field] !== before[field])).map(([name]) => name)
      : ['opened'],
  }
}
