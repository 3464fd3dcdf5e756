import type { AddressCandidate, AreaRef } from '@linli/contract/areas'
import type { Point } from '@linli/contract/common'
import type { Ctx } from '../../platform/command/ctx.ts'
import { asRef } from './area-row.ts'
import { type CountyAreas, countyAreas, pathAbove } from './county-areas.ts'
import type { OutlinedFacts } from './queries.ts'
import { coreName } from './search-text.ts'

const MOST = 10

/** A named place that another module knows: a QR code's post, later a building. */
export interface KnownPlace {
  readonly name: string
  readonly address: string | null
  readonly point: Point
}
/** Asks another module for places whose name or address holds the words. */
export type PlaceSource = (ctx: Ctx, words: string) => Promise<readonly KnownPlace[]>

interface Scored {
  readonly score: number
  readonly candidate: AddressCandidate
}

/** What a written address may mean, best first: areas whose names stand in it (or that it begins to name), and known places. */
export async function findAddresses(
  ctx: Ctx,
  words: string,
  sources: readonly PlaceSource[],
): Promise<{ items: AddressCandidate[] }> {
  const county = await countyAreas(ctx.deps, ctx.countyId)
  const typed = words.replaceAll(/\s+/g, '').toLowerCase()
  const found = scoredAreas(county, typed)
  for (const source of sources) {
    for (const place of await source(ctx, words))
      found.push({ score: 1_000, candidate: placeCandidate(county, place, typed) })
  }
  found.sort((a, b) => b.score - a.score || a.candidate.label.localeCompare(b.candidate.label, 'zh'))
  return { items: found.slice(0, MOST).map(({ candidate }) => candidate) }
}

function scoredAreas(county: CountyAreas, typed: string): Scored[] {
  const scored: Scored[] = []
  for (const area of county.open.values()) {
    if (area.level === 'county') continue
    const own = matchOf(area, typed)
    if (!own) continue
    const above = pathAbove(county.open, area).filter(({ level }) => level !== 'county')
    const support = above.map((parent) => matchOf(parent, typed)?.score ?? 0)
    // 第3网格 alone could be any of hundreds: a grid counts only where its village is named too.
    if (area.level === 'grid' && (support.at(-1) ?? 0) === 0) continue
    const score = own.score + support.reduce((sum, value) => sum + value, 0)
    scored.push({ score, candidate: areaCandidate(area, [...above, area], own.matched) })
  }
  return scored
}

/** How much of the text an area's name explains, in characters; whole names count more than what was only begun. */
function matchOf(area: OutlinedFacts, typed: string): { score: number; matched: string } | null {
  if (area.level === 'grid') return gridMatch(area, typed)
  const name = area.name.toLowerCase()
  const core = coreName(name)
  if (typed.includes(name)) return { score: 20 + name.length, matched: name }
  // One character is in every other address.
  if (core.length >= 2 && typed.includes(core)) return { score: 10 + core.length, matched: core }
  if (typed.length >= 2 && (name.includes(typed) || area.nameEn?.toLowerCase().includes(typed)))
    return { score: typed.length, matched: typed }
  return null
}

function gridMatch({ name, gridNo }: OutlinedFacts, typed: string): { score: number; matched: string } | null {
  if (typed.includes(name.toLowerCase())) return { score: 10, matched: name }
  const number = /第?(\d{1,3})号?网格/.exec(typed)
  return number && Number(number[1]) === gridNo ? { score: 8, matched: number[0] } : null
}

function areaCandidate(area: OutlinedFacts, path: readonly OutlinedFacts[], matched: string): AddressCandidate {
  const point = area.lon === null || area.lat === null ? null : { lon: area.lon, lat: area.lat }
  // The county itself was left out above.
  const kind = area.level as 'town' | 'village' | 'grid'
  return { label: path.map(({ name }) => name).join(' '), kind, matched, point, ...refsOf(path) }
}

function placeCandidate(county: CountyAreas, { name, address, point }: KnownPlace, matched: string): AddressCandidate {
  const { gridId, villageId, townId } = county.locator.locate(point.lon, point.lat)
  const path = [townId, villageId, gridId].flatMap((id) => (id === null ? [] : (county.open.get(id) ?? [])))
  return { label: address ? `${address} ${name}` : name, kind: 'place', matched, point, ...refsOf(path) }
}

function refsOf(path: readonly OutlinedFacts[]): {
  town: AreaRef | null
  village: AreaRef | null
  grid: AreaRef | null
} {
  const refOf = (level: string) => {
    const area = path.find((one) => one.level === level)
    return area ? asRef(area) : null
  }
  return { town: refOf('town'), village: refOf('village'), grid: refOf('grid') }
}
