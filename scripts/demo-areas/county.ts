import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import pointInPolygon from 'point-in-polygon-hao'
import { toWgs84 as convert } from '../../apps/server/src/modules/areas/geometry/datum.ts'
import { type LonLat, type LonLatRing, snap, type Spot, toLonLat, toSpot } from './plane.ts'

const folder = new URL('../../data/songzi/', import.meta.url)

export interface ListedArea {
  readonly code: string
  readonly parent: string
  readonly name: string
  readonly urbanRural: string
  /** WGS 84; null where the list gives none. */
  readonly centre: Spot | null
}

export interface County {
  readonly towns: readonly ListedArea[]
  readonly villages: readonly ListedArea[]
  readonly rings: readonly LonLatRing[]
  contains(spot: Spot): boolean
}

/** The official list and boundary, moved from the map services' offset datum to WGS 84. */
export function readCounty(): County {
  const rows: string[][] = parse(readFileSync(new URL('areas-2016.csv', folder)))
  const listed = (level: string) => rows.filter((row) => row[3] === level).map(toArea)
  const boundary: { coordinates: [number, number][][] } = JSON.parse(
    readFileSync(new URL('boundary.geojson', folder), 'utf8'),
  )
  const rings = boundary.coordinates.map((ring) => ring.map((corner) => snap(toWgs84(corner))))
  // The library's types ask for mutable rings; it changes nothing.
  const polygon = rings as unknown as [number, number][][]
  return {
    towns: listed('town'),
    villages: listed('village'),
    rings,
    contains: (spot) => pointInPolygon([...toLonLat(spot)] as [number, number], polygon) === true,
  }
}

function toArea(row: string[]): ListedArea {
  const [code = '', parent = '', name = '', , , , , , urbanRural = '', , , , lon = '', lat = ''] = row
  return { code, parent, name, urbanRural, centre: lon === '' ? null : toSpot(toWgs84([Number(lon), Number(lat)])) }
}

function toWgs84([lon, lat]: readonly [number, number]): LonLat {
  const point = convert({ lon, lat }, 'gcj02')
  return [point.lon, point.lat]
}
