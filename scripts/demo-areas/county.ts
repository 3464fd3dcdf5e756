import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import pointInPolygon from 'point-in-polygon-hao'
import { toWgs84 as convert } from '../../apps/server/src/modules/areas/geometry/datum.ts'
import { coreName } from '../../apps/server/src/modules/areas/search-text.ts'
import { isUrban } from '../../apps/server/src/demo/county-town.ts'
import { type LonLat, type LonLatRing, snap, type Spot, toLonLat, toSpot } from './plane.ts'

const folder = new URL('../../data/songzi/', import.meta.url)

export interface ListedArea {
  readonly code: string
  readonly parent: string
  readonly name: string
  /** Class of the bureau's code list; empty where no list gives one. */
  readonly urbanRural: string
  /** Null where no list gives one. */
  readonly centre: Spot | null
}

export interface County extends ListedArea {
  readonly towns: readonly ListedArea[]
  readonly villages: readonly ListedArea[]
  readonly rings: readonly LonLatRing[]
  contains(spot: Spot): boolean
}

/** Written otherwise in the two lists. */
const spelledBefore: Readonly<Record<string, string>> = { 三堰埫: '三堰淌', 桠岔铺: '桠杈铺' }
/** What the bureau calls a community that joins town and country. */
const EDGE_OF_TOWN = '112'

/**
 * Today's official list and the boundary, moved from the map services' offset datum to WGS 84. Today's list has neither
 * places nor classes: those of 2016 are carried over by name.
 */
export function readCounty(): County {
  const before = new Map(readList('areas-2016.csv').map((row) => [sameName(row), row]))
  const areas = readList('areas-2023.csv').map((row) => ({
    level: row[3],
    area: toArea(row, before.get(sameName(row))),
  }))
  const listed = (level: string) => areas.filter((one) => one.level === level).map((one) => one.area)
  const [county] = listed('county')
  if (!county) throw new Error('the list holds no county')
  const boundary: { coordinates: [number, number][][] } = JSON.parse(
    readFileSync(new URL('boundary.geojson', folder), 'utf8'),
  )
  const rings = boundary.coordinates.map((ring) => ring.map((corner) => snap(toWgs84(corner))))
  // The library's types ask for mutable rings; it changes nothing.
  const polygon = rings as unknown as [number, number][][]
  return {
    ...county,
    towns: listed('town'),
    villages: listed('village'),
    rings,
    contains: (spot) => pointInPolygon([...toLonLat(spot)] as [number, number], polygon) === true,
  }
}

function readList(file: string): string[][] {
  return parse(readFileSync(new URL(file, folder)))
}

function toArea([code = '', parent = '', name = '']: string[], then: string[] = []): ListedArea {
  const [, , , , , , , , known = '', , , , lon = '', lat = ''] = then
  return {
    code,
    parent,
    name,
    // Villages that have become communities of the county town since then are town by now.
    urbanRural: isUrban(code) && !known.startsWith('11') ? EDGE_OF_TOWN : known,
    centre: lon === '' ? null : toSpot(toWgs84([Number(lon), Number(lat)])),
  }
}

/** No two areas of a level share it: 新江口 for 新江口镇 and 新江口街道, 林园 for 林园社区居委会. */
function sameName([, , name = '', level]: string[]): string {
  const core = coreName(name.replace(/生活区$/, ''))
  return `${level} ${spelledBefore[core] ?? core}`
}

function toWgs84([lon, lat]: readonly [number, number]): LonLat {
  const point = convert({ lon, lat }, 'gcj02')
  return [point.lon, point.lat]
}
