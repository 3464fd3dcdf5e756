import type { AreaLevel, UrbanRural } from '@linli/contract/areas'
import { pinyin } from 'pinyin-pro'
import pointInPolygon from 'point-in-polygon-hao'
import { type SeedArea, seedAreas, spokenName } from '../modules/areas/index.ts'
import { newId } from '../platform/crypto/id.ts'
import type { Tx } from '../platform/database/database.ts'
import { isUrban } from './county-town.ts'
import { type ListedArea, type Outline, readAreaList, readOutlines } from './files.ts'
import type { Dice } from './random.ts'

export interface DemoArea {
  readonly id: string
  readonly code: string
  readonly level: AreaLevel
  readonly name: string
  readonly nameEn: string
  readonly parent: DemoArea | null
  readonly outline: Outline
  readonly urbanRural: UrbanRural | null
  readonly gridNo: number | null
  readonly households: number | null
}

export interface DemoAreas {
  readonly county: DemoArea
  readonly towns: readonly DemoArea[]
  readonly villages: readonly DemoArea[]
  readonly grids: readonly DemoArea[]
  get(code: string): DemoArea
}

/** Since when the demo's list holds, with its towns, its grids and whoever works there: the list's own day. */
export const FOUNDED_ON = '2023-06-30'
const LEVELS = { county: 'county', town: 'towns', village: 'villages', grid: 'grids' } as const

/** The county's areas of today with everyday names and schematic outlines; households are invented. */
export function demoAreas(dice: Dice): DemoAreas {
  const outlines = new Map(
    Object.values(LEVELS).flatMap((level) => readOutlines(level).map((outline) => [outline.properties.code, outline])),
  )
  const areas = new Map<string, DemoArea>()
  const add = (level: AreaLevel, code: string, name: string, parent: DemoArea | null, rest: Partial<DemoArea> = {}) => {
    const outline = outlines.get(code)
    if (!outline) throw new Error(`${name} (${code}) has not been drawn`)
    areas.set(code, {
      id: newId(),
      code,
      level,
      name,
      nameEn: englishName(name),
      parent,
      outline,
      urbanRural: null,
      gridNo: null,
      households: null,
      ...rest,
    })
  }
  for (const listed of readAreaList()) {
    const parent = areas.get(listed.parent) ?? null
    const urbanRural = outlines.get(listed.code)?.properties.urbanRural ?? null
    add(listed.level, listed.code, everydayName(listed), parent, { urbanRural })
  }
  for (const outline of readOutlines('grids')) {
    const { code, name, gridNo = 1 } = outline.properties
    const village = areas.get(code.slice(0, 12)) ?? null
    const households = isUrban(code) ? dice.whole(310, 495) : dice.whole(140, 298)
    // A few outside the rule, so that its warning can be seen.
    const unusual = dice.chance(0.03) ? dice.whole(60, 140) : 0
    add('grid', code, name, village, { gridNo, households: households + unusual, nameEn: `Grid ${gridNo}` })
  }
  const ofLevel = (level: AreaLevel) => [...areas.values()].filter((area) => area.level === level)
  const [county] = ofLevel('county')
  if (!county) throw new Error('the list holds no county')
  return {
    county,
    towns: ofLevel('town'),
    villages: ofLevel('village'),
    grids: ofLevel('grid'),
    get(code) {
      const area = areas.get(code)
      if (!area) throw new Error(`there is no area ${code}`)
      return area
    },
  }
}

export async function insertAreas(tx: Tx, countyId: number, areas: DemoAreas): Promise<void> {
  const all = [areas.county, ...areas.towns, ...areas.villages, ...areas.grids]
  await seedAreas(tx, countyId, FOUNDED_ON, all.map(toSeed))
}

function toSeed(area: DemoArea): SeedArea {
  const { id, level, code, name, nameEn, gridNo, urbanRural, households, outline } = area
  const [lon, lat] = outline.properties.centre
  return {
    id,
    level,
    code,
    name,
    nameEn,
    gridNo,
    urbanRural,
    households,
    lon,
    lat,
    parentId: area.parent?.id ?? null,
    boundary: outline.geometry,
    illustrative: level !== 'county',
  }
}

/** Some spot inside an area. */
export function spotIn(area: DemoArea, dice: Dice): { lon: number; lat: number } {
  const { geometry, properties } = area.outline
  const [outer] = geometry.type === 'Polygon' ? geometry.coordinates : []
  if (!outer) return { lon: properties.centre[0], lat: properties.centre[1] }
  const [lons, lats] = [outer.map(([lon]) => lon), outer.map(([, lat]) => lat)]
  for (let tries = 0; tries < 50; tries++) {
    const lon = round(dice.between(Math.min(...lons), Math.max(...lons)))
    const lat = round(dice.between(Math.min(...lats), Math.max(...lats)))
    if (pointInPolygon([lon, lat], [outer]) === true) return { lon, lat }
  }
  return { lon: properties.centre[0], lat: properties.centre[1] }
}

const METRES_PER_DEGREE = 111_320

/** Metres east and north of the middle of an area. */
export function besideMiddle(area: DemoArea, [east, north]: readonly [number, number]): { lon: number; lat: number } {
  const [lon, lat] = area.outline.properties.centre
  const shrink = Math.cos((lat * Math.PI) / 180)
  return { lon: lon + east / (METRES_PER_DEGREE * shrink), lat: lat + north / METRES_PER_DEGREE }
}

const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6

/** What people call it, 王家大湖农场 for the company that runs it. */
function everydayName({ name }: ListedArea): string {
  const place = name.replace(/生活区$/, '')
  const bracketed = /（(.+)）$/.exec(place)?.[1]
  return spokenName(bracketed ?? place)
}

const kinds: readonly (readonly [ending: RegExp, english: string])[] = [
  [/土家族乡$/, 'Tujia Township'],
  [/市$/, 'City'],
  [/街道$/, 'Subdistrict'],
  [/镇$/, 'Town'],
  [/乡$/, 'Township'],
  [/社区$/, 'Community'],
  [/村$/, 'Village'],
  [/原种场$/, 'Seed Farm'],
  [/农场$/, 'Farm'],
]

/** 林园社区 → Linyuan Community. */
function englishName(name: string): string {
  const [ending, english] = kinds.find(([kind]) => kind.test(name)) ?? [/$/, '']
  const core = name.replace(ending, '') || name
  const spelt = pinyin(core, { toneType: 'none', type: 'array', v: true }).join('')
  return `${spelt.charAt(0).toUpperCase()}${spelt.slice(1)} ${english}`.trim()
}
