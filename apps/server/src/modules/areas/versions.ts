import type { AreaLevel, GridKind, UrbanRural } from '@linli/contract/areas'
import type { AreaGeometry } from '@linli/contract/common'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { Tx } from '../../platform/database/database.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { type AreaPermission, mayChange } from './policy.ts'
import { type AreaPath, areaPath } from './queries.ts'
import { searchText } from './search-text.ts'

/** What may differ from one period of an area to the next. */
export interface AreaVersionFacts {
  readonly parentId: string | null
  readonly name: string
  readonly nameEn: string | null
  readonly kind: GridKind | null
  readonly gridNo: number | null
  readonly urbanRural: UrbanRural | null
  readonly households: number | null
  readonly lon: number | null
  readonly lat: number | null
  readonly boundary: AreaGeometry | null
  readonly illustrative: boolean
}

export interface LockedArea {
  readonly id: string
  readonly level: AreaLevel
  readonly openedOn: string
  /** The version in force from its own first day on; nothing later is planned. */
  readonly latest: AreaVersionFacts & { readonly validFrom: string }
  readonly path: AreaPath
}

/**
 * Reads one area for a change from a day on, locked; absent and out of reach are the same answer.
 * `order`: `last` refuses a day before the version in force; `any` takes every day on which the area exists.
 */
export async function lockArea(
  tx: Tx,
  ctx: Ctx,
  permission: AreaPermission,
  id: string,
  from: string,
  order: 'last' | 'any' = 'last',
): Promise<LockedArea> {
  const area = await tx
    .selectFrom('areas')
    .select(['id', 'level', 'validFrom', 'validTo'])
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  const path = area ? await areaPath(tx, ctx.countyId, id, from) : null
  if (!area || !path || !mayChange(ctx.actor, permission, path)) throw new Problem('area.not_found')
  if (area.validTo !== null) throw new Problem('area.wrong_state', { reason: 'closed', on: area.validTo })
  if (area.validFrom > from) throw new Problem('area.wrong_state', { reason: 'not_open_yet', on: area.validFrom })
  const { validFrom, ...facts } = await tx
    .selectFrom('areaVersions')
    .select([
      'validFrom',
      'parentId',
      'name',
      'nameEn',
      'kind',
      'gridNo',
      'urbanRural',
      'households',
      'lon',
      'lat',
      'boundary',
      'illustrative',
    ])
    .where('countyId', '=', ctx.countyId)
    .where('areaId', '=', id)
    .orderBy('validFrom', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  // Changes are made in their order: one slipped in before a later one would have to rewrite that one too.
  if (order === 'last' && validFrom > from)
    throw new Problem('area.wrong_state', { reason: 'later_change', on: validFrom })
  // The check constraints hold level, kind and class to the contract's words; boundaries are written by this module only.
  return {
    id,
    level: area.level as AreaLevel,
    openedOn: area.validFrom,
    latest: { ...(facts as AreaVersionFacts), validFrom },
    path,
  }
}

export interface NewArea extends AreaVersionFacts {
  readonly id: string
  readonly level: AreaLevel
}

/** Opens areas from a day on, a list of them in two statements. */
export async function openAreas(tx: Tx, countyId: number, from: string, areas: readonly NewArea[]): Promise<void> {
  if (areas.length === 0) return
  const rows = areas.map(({ id, level, boundary, ...facts }) => ({
    area_id: id,
    level,
    valid_from: from,
    parent_id: facts.parentId,
    name: facts.name,
    name_en: facts.nameEn,
    name_search: searchText(facts.name, facts.nameEn),
    kind: facts.kind,
    grid_no: facts.gridNo,
    urban_rural: facts.urbanRural,
    households: facts.households,
    lon: facts.lon,
    lat: facts.lat,
    boundary,
    illustrative: facts.illustrative,
  }))
  // One JSON parameter each: a VALUES list of a whole county would pass the limit of parameters.
  const list = JSON.stringify(rows)
  await sql`
    INSERT INTO areas (county_id, id, level, valid_from)
    SELECT ${countyId}, r.area_id, r.level, r.valid_from
    FROM jsonb_to_recordset(${list}::jsonb) AS r(area_id uuid, level text, valid_from date)`.execute(tx)
  await sql`
    INSERT INTO area_versions (county_id, area_id, valid_from, parent_id, name, name_en, name_search, kind, grid_no, urban_rural, households, lon, lat, boundary, illustrative)
    SELECT ${countyId}, v.area_id, v.valid_from, v.parent_id, v.name, v.name_en, v.name_search, v.kind, v.grid_no, v.urban_rural, v.households, v.lon, v.lat,
      nullif(v.boundary, 'null'::jsonb), v.illustrative
    FROM jsonb_populate_recordset(NULL::area_versions, ${list}::jsonb) v`.execute(tx)
}

/** Changes facts from a day on: ends the version in force and begins the next, or corrects one that begins that day. */
export async function reviseArea(
  tx: Tx,
  countyId: number,
  areaId: string,
  latest: LockedArea['latest'],
  from: string,
  patch: Partial<AreaVersionFacts>,
): Promise<void> {
  const { validFrom, ...before } = latest
  const facts: AreaVersionFacts = { ...before, ...patch }
  const values = {
    ...facts,
    nameSearch: searchText(facts.name, facts.nameEn),
    boundary: facts.boundary === null ? null : JSON.stringify(facts.boundary),
  }
  const inForce = tx
    .updateTable('areaVersions')
    .where('countyId', '=', countyId)
    .where('areaId', '=', areaId)
    .where('validFrom', '=', validFrom)
  if (validFrom === from) {
    await inForce.set(values).execute()
    return
  }
  await inForce.set({ validTo: from }).execute()
  await tx
    .insertInto('areaVersions')
    .values({ ...values, countyId, areaId, validFrom: from })
    .execute()
}

/** Closes areas from a day on: their versions, codes and assignments end with them. */
export async function endAreas(tx: Tx, countyId: number, ids: readonly string[], on: string): Promise<void> {
  if (ids.length === 0) return
  const these = sql`${ids}::uuid[]`
  await sql`UPDATE areas SET valid_to = ${on} WHERE county_id = ${countyId} AND id = any(${these})`.execute(tx)
  for (const table of ['area_versions', 'area_codes', 'assignments']) {
    // What would begin later never begins: it ends on its own first day.
    await sql`
      UPDATE ${sql.table(table)} SET valid_to = greatest(valid_from, ${on}::date)
      WHERE county_id = ${countyId} AND area_id = any(${these}) AND (valid_to IS NULL OR valid_to > ${on}::date)`.execute(
      tx,
    )
  }
}

export interface NewCode {
  readonly areaId: string
  readonly scheme: string
  readonly code: string
}

/** Gives codes from a day on; an earlier code of the same scheme ends. */
export async function setCodes(tx: Tx, countyId: number, from: string, codes: readonly NewCode[]): Promise<void> {
  if (codes.length === 0) return
  const list = JSON.stringify(codes.map(({ areaId, scheme, code }) => ({ area_id: areaId, scheme, code })))
  const given = sql`jsonb_to_recordset(${list}::jsonb) AS g(area_id uuid, scheme text, code text)`
  await sql`
    DELETE FROM area_codes c USING ${given}
    WHERE c.county_id = ${countyId} AND c.area_id = g.area_id AND c.scheme = g.scheme AND c.valid_from = ${from}::date`.execute(
    tx,
  )
  await sql`
    UPDATE area_codes c SET valid_to = ${from} FROM ${given}
    WHERE c.county_id = ${countyId} AND c.area_id = g.area_id AND c.scheme = g.scheme AND c.valid_from < ${from}::date
      AND (c.valid_to IS NULL OR c.valid_to > ${from}::date)`.execute(tx)
  await sql`
    INSERT INTO area_codes (county_id, area_id, scheme, code, valid_from)
    SELECT ${countyId}, g.area_id, g.scheme, g.code, ${from}::date FROM ${given}`.execute(tx)
}

export interface NewSuccession {
  readonly fromId: string
  readonly toId: string
  readonly kind: 'split' | 'merge' | 'replace' | 'rename'
}

export async function recordSuccessions(
  tx: Tx,
  countyId: number,
  on: string,
  successions: readonly NewSuccession[],
): Promise<void> {
  if (successions.length === 0) return
  await tx
    .insertInto('areaSuccessions')
    .values(successions.map((succession) => ({ ...succession, countyId, onDate: on })))
    .onConflict((conflict) => conflict.columns(['countyId', 'fromId', 'toId']).doNothing())
    .execute()
}
