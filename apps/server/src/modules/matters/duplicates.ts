import type { NearbyReport, RelatedMatter } from '@linli/contract/matters'
import type { Point } from '@linli/contract/common'
import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { fromJsonRows, type JsonRow, rowsAsJson } from '../../platform/database/json-rows.ts'
import { mask } from '../../platform/mask.ts'
import { type CategoryVersion, categoryById, currentCategories } from './categories.ts'
import { mattersFor } from './policy.ts'
import type { MatterRecord } from './queries.ts'
import { openStatuses, transitions } from './status.ts'

const NEAR_METRES = 300
/** The nearest of what is around that are looked at. */
const MOST_NEAR = 50
const NEIGHBOUR_METRES = 200
const DAYS = 180
const MOST = 5
const METRES_PER_DEGREE = 111_320
/** Share of two-character pieces that two titles have in common, from which they count as alike. */
const ALIKE = 0.25

/** What a matter is merged with, and open ones around it that may be the same; each with the reasons why. */
export async function relatedMatters(
  ctx: Ctx,
  matter: MatterRecord,
  around: readonly JsonRow[],
): Promise<RelatedMatter[]> {
  // Whoever reported what was merged follows along.
  const merged = matter.followers === 0 && matter.mergedIntoId === null ? [] : await mergedWith(ctx, matter)
  // What is merged already needs no other suggestion.
  return matter.mergedIntoId === null ? [...merged, ...possibleDuplicates(matter, around)] : merged
}

async function mergedWith(ctx: Ctx, matter: MatterRecord): Promise<RelatedMatter[]> {
  const merged = await ctx.db
    .selectFrom('matters')
    .select(['id', 'number', 'title', 'status', 'reportedAt', 'followers', 'mergedIntoId'])
    .where(mattersFor(ctx.actor, 'matter.read'))
    .where((eb) =>
      eb.or([eb('mergedIntoId', '=', matter.id), ...(matter.mergedIntoId ? [eb('id', '=', matter.mergedIntoId)] : [])]),
    )
    .limit(50)
    .execute()
  return merged.map((row) => ({
    ...toRelated(row),
    metres: null,
    because: [],
    relation: row.mergedIntoId === matter.id ? ('merged_here' as const) : ('merged_into' as const),
  }))
}

interface Neighbour {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly status: string
  readonly reportedAt: string
  readonly followers: number
  readonly lon: number
  readonly lat: number
  readonly categoryCode: string
}

/**
 * Column beside those of one row of `matters`: open ones around its pin that the actor may read, nearest first. None where
 * it can no longer be merged with any.
 */
export function aroundPart(ctx: Ctx): RawBuilder<JsonRow[]> {
  const here = { lon: sql<number>`here.lon`, lat: sql<number>`here.lat` }
  // Its own columns under another name: inside, `matters` are the others.
  const nearest = ctx.db
    .selectFrom('matters')
    .select(['id', 'number', 'title', 'status', 'reportedAt', 'followers', 'lon', 'lat', 'categoryCode'])
    .where(mattersFor(ctx.actor, 'matter.read'))
    .where(sql<SqlBool>`id <> here.id`)
    .where('status', '=', sql<string>`any(${openStatuses}::text[])`)
    .where(nearTo(here, NEAR_METRES))
    .where('reportedAt', '>', daysBefore(ctx, DAYS))
    .orderBy(distanceTo(here))
    .limit(MOST_NEAR)
  const mergeable = sql`matters.status = any(${transitions.merge.from}::text[])`
  return rowsAsJson(sql`
    SELECT around.* FROM (SELECT matters.id, matters.lon, matters.lat WHERE ${mergeable}) here
    CROSS JOIN LATERAL (${nearest}) around`)
}

function possibleDuplicates(matter: MatterRecord, around: readonly JsonRow[]): RelatedMatter[] {
  if (matter.lon === null || matter.lat === null) return []
  const point = { lon: matter.lon, lat: matter.lat }
  const own = pieces(matter.title)
  return fromJsonRows<Neighbour>(around)
    .map((row) => {
      const metres = metresBetween(point, row)
      const because = reasons(matter.categoryCode, own, row, metres)
      return { ...toRelated(row), metres: Math.round(metres), because, relation: 'possible_duplicate' as const }
    })
    .filter((row) => row.because.length >= 2)
    .toSorted((a, b) => b.because.length - a.because.length || a.metres - b.metres)
    .slice(0, MOST)
}

function reasons(categoryCode: string, own: ReadonlySet<string>, other: Neighbour, metres: number): string[] {
  const found: string[] = []
  if (metres <= NEAR_METRES) found.push('near')
  if (categoryCode === other.categoryCode) found.push('category')
  if (shareInCommon(own, pieces(other.title)) >= ALIKE) found.push('words')
  return found
}

/** Open reports of neighbours that look like the one being written; only of kinds that neighbours may see. */
export async function findNearby(
  ctx: Ctx,
  point: Point,
  code: string | undefined,
  words: string | undefined,
): Promise<NearbyReport[]> {
  const all = await currentCategories(ctx.deps, ctx.countyId)
  // What nobody could name may be of any kind.
  const kind = all.some((one) => one.code === code && one.rules.unsorted) ? undefined : code
  const visible = all.filter((category) => category.rules.publicNearby)
  const codes = visible
    .map((category) => category.code)
    .filter((one) => kind === undefined || one.slice(0, 2) === kind.slice(0, 2))
  if (codes.length === 0) return []
  const at = { lon: sql<number>`${point.lon}::float8`, lat: sql<number>`${point.lat}::float8` }
  const rows = await ctx.db
    .selectFrom('matters')
    .select(['id', 'title', 'status', 'reportedAt', 'followers', 'lon', 'lat', 'categoryCode', 'categoryId'])
    .where('countyId', '=', ctx.countyId)
    .where('status', 'in', openStatuses)
    .where('confidential', '=', false)
    .where('categoryCode', 'in', codes)
    .where(nearTo(at, NEIGHBOUR_METRES))
    .orderBy(distanceTo(at))
    .limit(100)
    .execute()
  const near = rows
    .map((row) => ({
      row,
      metres: Math.round(metresBetween(point, { lon: row.lon as number, lat: row.lat as number })),
    }))
    .filter(
      ({ row, metres }) =>
        metres <= NEIGHBOUR_METRES && (row.categoryCode === kind || !words || likeness(row.title, words) >= ALIKE),
    )
    .toSorted((a, b) => a.metres - b.metres)
    .slice(0, MOST)
  return Promise.all(
    near.map(async ({ row, metres }) => {
      const { rules }: CategoryVersion = await categoryById(ctx.deps, ctx.countyId, row.categoryId)
      return {
        id: row.id,
        // People write their own telephone into it.
        title: mask.numbers(row.title),
        // The query asks for open ones; the check constraint holds the status.
        status: row.status as NearbyReport['status'],
        metres,
        followers: row.followers,
        reportedAt: row.reportedAt,
        category: { code: rules.code, names: rules.names },
      }
    }),
  )
}

interface Spot {
  readonly lon: RawBuilder<number>
  readonly lat: RawBuilder<number>
}

// A box first: GiST can answer it; the circle is cut out of it afterwards.
function nearTo({ lon, lat }: Spot, metres: number) {
  const degrees = sql`${metres / METRES_PER_DEGREE}::float8`
  const corner = (sign: '+' | '-') =>
    sql`point(${lon} ${sql.raw(sign)} ${degrees} / cos(radians(${lat})), ${lat} ${sql.raw(sign)} ${degrees})`
  return sql<SqlBool>`closed_at IS NULL AND matters.lon IS NOT NULL AND point(matters.lon, matters.lat) <@ box(${corner('-')}, ${corner('+')})`
}

// In degrees, which is enough to begin with what is nearest.
const distanceTo = ({ lon, lat }: Spot) => sql<number>`point(matters.lon, matters.lat) <-> point(${lon}, ${lat})`

/** Metres between two points some hundred metres apart: flat earth is exact to centimetres there. */
export function metresBetween(a: Point, b: Point): number {
  const x = (a.lon - b.lon) * Math.cos((a.lat * Math.PI) / 180)
  return Math.hypot(x, a.lat - b.lat) * METRES_PER_DEGREE
}

/** Share of two-character pieces in common: Chinese has no spaces to split words at. 0…1 */
export const likeness = (a: string, b: string) => shareInCommon(pieces(a), pieces(b))

/** Twice what is in both by what is in each (Dice). */
function shareInCommon(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  if (left.size === 0 || right.size === 0) return 0
  let common = 0
  for (const piece of left) if (right.has(piece)) common++
  return (2 * common) / (left.size + right.size)
}

function pieces(text: string): Set<string> {
  const letters = [...text.replaceAll(/[\s\p{P}\d]/gu, '')]
  return new Set(letters.slice(1).map((letter, index) => `${letters[index]}${letter}`))
}

function toRelated(row: {
  id: string
  number: string
  title: string
  status: string
  reportedAt: string
  followers: number
}) {
  // The check constraint holds the status to the contract's words.
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    status: row.status as RelatedMatter['status'],
    reportedAt: row.reportedAt,
    followers: row.followers,
  }
}

function daysBefore(ctx: Ctx, days: number): string {
  return new Date(ctx.deps.now().getTime() - days * 86_400_000).toISOString()
}
