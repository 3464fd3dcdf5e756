import type { Datum } from '@linli/contract/areas'
import type { AreaGeometry, Point } from '@linli/contract/common'
import gcoordModule from 'gcoord'
import { mapPositions, type Position } from './plane.ts'

// Its types describe the ES build; Node loads the CommonJS one, whose export is what they call the default.
const gcoord = gcoordModule as unknown as typeof gcoordModule.default
const crs = { gcj02: gcoord.GCJ02, bd09: gcoord.BD09 } as const

// A tenth of a metre for points, a centimetre for outlines: finer digits are noise of the conversion.
const POINT_DIGITS = 1e6
const OUTLINE_DIGITS = 1e7

function convert([lon, lat]: Position, datum: Datum): Position {
  if (datum === 'wgs84') return [lon, lat]
  return gcoord.transform<Position>([lon, lat], crs[datum], gcoord.WGS84)
}

const round = (value: number, digits: number) => Math.round(value * digits) / digits

const within = (value: number, most: number) => Math.min(Math.max(value, -most), most)

/** A point of any datum as it is stored: WGS 84, six digits. At the edge of the world the conversion would step over it. */
export function toWgs84(point: Point, datum: Datum): Point {
  const [lon, lat] = convert([point.lon, point.lat], datum)
  return { lon: within(round(lon, POINT_DIGITS), 180), lat: within(round(lat, POINT_DIGITS), 90) }
}

/** An outline of any datum as it is stored: WGS 84, seven digits. */
export function outlineToWgs84(geometry: AreaGeometry, datum: Datum): AreaGeometry {
  return mapPositions(geometry, (position) => {
    const [lon, lat] = convert(position, datum)
    return [round(lon, OUTLINE_DIGITS), round(lat, OUTLINE_DIGITS)]
  })
}
