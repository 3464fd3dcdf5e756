import type { NearbyReport, RelatedMatter } from '@linli/contract/matters'
import type { Point } from '@linli/contract/common'
import { sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { mask } from '../../platform/mask.ts'
import { type CategoryVersion, categoryById, currentCategories } from './categories.ts'
import { mattersFor } from './policy.ts'
import type { MatterRecord } from './queries.ts'
import { openStatuses } from './status.ts'

const NEAR_METRES = 300
const NEIGHBOUR_METRES = 200
const DAYS = 180
const MOST = 5
const METRES_PER_DEGREE = 111_320
/** Share of two-character pieces that two titles have in common, from which they count as alike. */
const ALIKE = 0.25

/** What a matter is merged with, and open or recent ones that may be the same; each with the reasons why. */
export async function relatedMatters(ctx: Ctx, matter: MatterRecord): Promise<RelatedMatter[]> {
  const [merged, possible] = await Promise.all([
    // Whoever reported what was merged follows along.
    matter.followers === 0 && matter.mergedIntoId === null ? [] : mergedWith(ctx, matter),
    // What is merged already needs no other suggestion.
    matter.mergedIntoId === null ? possibleDuplicates(ctx, matter) : [],
  ])
  return [...merged, ...possible]
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

async function possibleDuplicates(ctx: Ctx, matter: MatterRecord): Promise<RelatedMatter[]> {
  if (matter.lon === null || matter.lat === null) return []
  const point = { lon: matter.lon, lat: matter.lat }
  const rows = await ctx.db
    .selectFrom('matters')
    .select(['id', 'number', 'title', 'status', 'reportedAt', 'followers', 'lon', 'lat', 'categoryCode'])
    .where(mattersFor(ctx.actor, 'matter.read'))
    .where('id', '<>', matter.id)
    .where('status', 'in', openStatuses)
    .where(nearTo(point, NEAR_METRES))
    .where('reportedAt', '>', daysBefore(ctx, DAYS))
    .limit(200)
    .execute()
  return rows
    .map((row) => {
      // nearTo leaves out rows without a pin.
      const metres = metresBetween(point, { lon: row.lon as number, lat: row.lat as number })
      const because = reasons(matter, row, metres)
      return { ...toRelated(row), metres: Math.round(metres), because, relation: 'possible_duplicate' as const }
    })
    .filter((row) => row.because.length >= 2)
    .toSorted((a, b) => b.because.length - a.because.length || a.metres - b.metres)
    .slice(0, MOST)
}

function reasons(
  matter: { title: string; categoryCode: string },
  other: { title: string; categoryCode: string },
  metres: number,
): string[] {
  const found: string[] = []
  if (metres <= NEAR_METRES) found.push('near')
  if (matter.categoryCode === other.categoryCode) found.push('category')
  if (likeness(matter.title, other.title) >= ALIKE) found.push('words')
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
  const rows = await ctx.db
    .selectFrom('matters')
    .select(['id', 'title', 'status', 'reportedAt', 'followers', 'lon', 'lat', 'categoryCode', 'categoryId'])
    .where('countyId', '=', ctx.countyId)
    .where('status', 'in', openStatuses)
    .where('confidential', '=', false)
    .where('categoryCode', 'in', codes)
    .where(nearTo(point, NEIGHBOUR_METRES))
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

// A box first: GiST can answer it; the circle is cut out of it afterwards.
function nearTo(point: Point, metres: number) {
  const dLat = metres / METRES_PER_DEGREE
  const dLon = metres / (METRES_PER_DEGREE * Math.cos((point.lat * Math.PI) / 180))
  return sql<SqlBool>`closed_at IS NULL AND lon IS NOT NULL AND point(lon, lat) <@ box(point(${point.lon - dLon}, ${point.lat - dLat}), point(${point.lon + dLon}, ${point.lat + dLat}))`
}

/** Metres between two points some hundred metres apart: flat earth is exact to centimetres there. */
export function metresBetween(a: Point, b: Point): number {
  const x = (a.lon - b.lon) * Math.cos((a.lat * Math.PI) / 180)
  return Math.hypot(x, a.lat - b.lat) * METRES_PER_DEGREE
}

/** Share of two-character pieces in common (Dice): Chinese has no spaces to split words at. 0…1 */
export function likeness(a: string, b: string): number {
  const [left, right] = [pieces(a), pieces(b)]
  if (left.size === 0 || right.size === 0) return 0
  return (2 * left.intersection(right).size) / (left.size + right.size)
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
