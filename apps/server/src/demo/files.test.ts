import { readFileSync } from 'node:fs'
import type { AreaGeometry } from '@linli/contract/common'
import type { Limit } from '@linli/contract/clock'
import { describe, expect, it } from 'vitest'
import { toWgs84 } from '../modules/areas/index.ts'
import { reasons } from '../modules/matters/index.ts'
import { isUrban } from './county-town.ts'
import {
  type Outline,
  readAreaList,
  readCategories,
  readDepartments,
  readOutlines,
  readPeople,
  readPlaces,
  readSayings,
  readScenes,
  readStories,
} from './files.ts'

const data = (path: string) => readFileSync(new URL(`../../../../data/${path}`, import.meta.url), 'utf8')
const categories = readCategories()
const codes = new Set(categories.map((category) => category.code))

describe('the catalogue of categories', () => {
  it('holds about a hundred kinds, each code once and under its own class', () => {
    expect(categories.length).toBeGreaterThanOrEqual(90)
    expect(codes.size).toBe(categories.length)
    expect(new Set(categories.map(({ code, classNames }) => `${code.slice(0, 2)} ${classNames.zh}`)).size).toBe(11)
  })

  it('names only departments that exist, each with its parent before it', () => {
    const known = new Set<string>()
    for (const { code, parent } of readDepartments(421_087)) {
      if (parent !== null) expect(known).toContain(parent)
      known.add(code)
    }
    const named = categories.map(({ departmentCode }) => departmentCode).filter((code) => code !== null)
    expect(named.filter((code) => !known.has(code))).toEqual([])
  })

  it('calls the bureaus of a district, a county and a city as each does', () => {
    const called = (countyId: number) =>
      readDepartments(countyId).find(({ code }) => code === 'public_security')?.names.zh
    expect([110_105, 421_022, 421_087].map(called)).toEqual(['区公安局', '县公安局', '市公安局'])
  })

  it('gives no kind steps that together take longer than the whole', () => {
    // Seven hours to a working day, as in the county's usual shifts.
    const hours = ({ amount, unit }: Limit) =>
      amount * { urgent_hour: 1, work_hour: 1, work_day: 7, natural_day: 24 }[unit]
    const tooLong = categories.filter(
      ({ limits: { whole, ...steps } }) =>
        Object.values(steps).reduce((sum, step) => sum + hours(step), 0) > hours(whole),
    )
    expect(tooLong.map(({ code }) => code)).toEqual([])
  })

  it('shows neighbours no dispute, no person and nothing confidential', () => {
    const shown = categories.filter((category) => category.publicNearby)
    expect(
      shown.filter(
        ({ code, confidential, childHarm }) => confidential || childHarm || ['02', '07'].includes(code.slice(0, 2)),
      ),
    ).toEqual([])
  })

  it('has one kind for what nobody can name, which neighbours are not shown', () => {
    const unsorted = categories.filter((category) => category.unsorted)
    expect(unsorted.map(({ code, publicNearby, danger }) => [code, publicNearby, danger])).toEqual([
      ['1010', false, false],
    ])
  })

  it('keeps every harm to a child confidential and ahead of all queues', () => {
    const harm = categories.filter((category) => category.childHarm)
    expect(harm.length).toBeGreaterThan(0)
    expect(harm.filter(({ danger, confidential }) => !danger || !confidential)).toEqual([])
  })

  it('has the reasons that the platform offers', () => {
    expect(JSON.parse(data('reasons.json'))).toEqual(reasons)
  })
})

describe('the words of the demo', () => {
  it('belong to categories and grids that exist', () => {
    const grids = new Set(readOutlines('grids').map(({ properties }) => properties.code))
    expect([...readStories(), ...readScenes()].filter(({ category }) => !codes.has(category))).toEqual([])
    expect([...readScenes(), ...readPlaces().qr].filter(({ gridCode }) => !grids.has(gridCode))).toEqual([])
  })

  it('use reasons from the lists', () => {
    const sayings = readSayings()
    for (const kind of ['decline', 'return', 'pause'] as const) {
      const offered = reasons[kind].map(({ code }) => code)
      expect(offered).toEqual(expect.arrayContaining(sayings[kind].map(({ code }) => code)))
    }
  })

  it('come from people whose phones are made up', () => {
    const { personas, resident } = readPeople()
    expect([...personas, resident].filter(({ phone }) => !/^1380000\d{4}$/.test(phone))).toEqual([])
  })
})

describe('the official lists', () => {
  it('hold 17 towns and 278 villages today, 16 towns and 278 villages in 2016, in the same columns', () => {
    const count = (level: string) => readAreaList().filter((area) => area.level === level).length
    expect([count('county'), count('town'), count('village')]).toEqual([1, 17, 278])
    const [now, then] = ['2023', '2016'].map((year) =>
      data(`songzi/areas-${year}.csv`)
        .trim()
        .split('\n')
        .map((line) => line.split(',')),
    )
    expect(new Set([...(now ?? []), ...(then ?? [])].map((row) => row.length))).toEqual(new Set([20]))
    expect(then?.filter((row) => row[3] === 'town')).toHaveLength(16)
    expect(then?.filter((row) => row[3] === 'village')).toHaveLength(278)
  })

  it('are what has been drawn: the same codes under the same names', () => {
    const drawn = (['county', 'towns', 'villages'] as const).flatMap(readOutlines).map(({ properties }) => properties)
    expect(drawn.map(({ code, name }) => [code, name])).toEqual(readAreaList().map(({ code, name }) => [code, name]))
  })
})

describe('the schematic outlines', () => {
  const county = edgesOf(readOutlines('county'))

  it.each(['towns', 'villages', 'grids'] as const)(
    'the %s tile the county: each border is walked once from either side',
    (level) => {
      const edges = edgesOf(readOutlines(level))
      expect(edges.repeated).toEqual([])
      expect(edges.outer).toEqual(county.outer)
    },
  )

  it('cover what the official boundary covers, within a thousandth', () => {
    const { coordinates }: { coordinates: [number, number][][] } = JSON.parse(data('songzi/boundary.geojson'))
    const rings = coordinates.map((ring) =>
      ring.map(([lon, lat]): [number, number] => {
        const point = toWgs84({ lon, lat }, 'gcj02')
        return [point.lon, point.lat]
      }),
    )
    const [outer = 0, ...holes] = rings.map((ring) => Math.abs(signedArea(ring)))
    const official = outer - holes.reduce((sum, hole) => sum + hole, 0)
    const drawn = readOutlines('grids').reduce(
      (sum, { geometry }) => sum + ringsOf(geometry).reduce((own, ring) => own + signedArea(ring), 0),
      0,
    )
    expect(Math.abs(drawn / official - 1)).toBeLessThan(0.001)
  })

  it('give villages one or two grids, communities of the county town four or seven, numbered from one', () => {
    const byVillage = Map.groupBy(readOutlines('grids'), ({ properties }) => properties.code.slice(0, 12))
    expect(byVillage.size).toBe(278)
    for (const own of byVillage.values())
      expect(own.map(({ properties }) => properties.gridNo)).toEqual(own.map((_, index) => index + 1))
    const sizes = (urban: boolean) =>
      new Set([...byVillage].filter(([code]) => isUrban(code) === urban).map(([, own]) => own.length))
    expect([sizes(true), sizes(false)]).toEqual([new Set([4, 7]), new Set([1, 2])])
    expect([...byVillage.keys()].filter(isUrban)).toHaveLength(19)
  })
})

/** Borders walked more than once in one direction, and those that nobody walks the other way. */
function edgesOf(outlines: readonly Outline[]) {
  const all = outlines.flatMap(({ geometry }) =>
    ringsOf(geometry).flatMap((ring) => ring.slice(1).map((to, index) => [String(ring[index]), String(to)] as const)),
  )
  const keys = new Set(all.map(([from, to]) => `${from}|${to}`))
  const repeated = all.length === keys.size ? [] : all
  return {
    repeated,
    outer: all
      .filter(([from, to]) => !keys.has(`${to}|${from}`))
      .map(([from, to]) => `${from}|${to}`)
      .toSorted(),
  }
}

function ringsOf(geometry: AreaGeometry): [number, number][][] {
  if (geometry.type !== 'Polygon') throw new Error('every area of the demo is one piece')
  return geometry.coordinates
}

function signedArea(ring: readonly (readonly [number, number])[]): number {
  return ring.reduce((sum, [x, y], index) => {
    const [nextX = x, nextY = y] = ring[(index + 1) % ring.length] ?? []
    return sum + (x * nextY - nextX * y) / 2
  }, 0)
}
