import { describe, expect, it } from 'vitest'
import { fitting, outlineOf } from '@linli/ui/map'
import { changedAddress, filtersOf, readAddress } from './address.ts'
import { byLimit, figuresBy, liesIn, type Pin } from './figures.ts'
import type { Land, Shape } from './land.ts'
import { wanderedTo } from './wander.ts'

const id = (digit: string) => `00000000-0000-7000-8000-00000000000${digit}`

describe('the address of the map', () => {
  it('gives back what it was given, and changes one thing at a time', () => {
    const address = readAddress(new URLSearchParams(`areaId=${id('1')}&overdue=true&category=03`))
    expect(filtersOf(address)).toEqual({ overdue: 'true', category: ['03'] })
    expect(changedAddress(address, { overdue: undefined })).toBe(`areaId=${id('1')}&category=03`)
  })

  it('ignores what it cannot read instead of showing nothing', () => {
    expect(filtersOf(readAddress(new URLSearchParams('status=nonsense&danger=perhaps&category=x')))).toEqual({})
  })
})

const pin = (more: Partial<Pin>): Pin => ({
  id: id('9'),
  number: '2026-1123-0001',
  title: '路灯不亮',
  lon: 0,
  lat: 0,
  status: 'handling',
  danger: false,
  overdue: false,
  dueAt: null,
  categoryCode: '0101',
  townId: id('1'),
  villageId: null,
  gridId: null,
  leadUnitId: null,
  ...more,
})

describe('matters on the map', () => {
  it('are counted in their area, the overdue once more', () => {
    const figures = figuresBy('town', [pin({}), pin({ overdue: true }), pin({ townId: null })])
    expect([...figures]).toEqual([[id('1'), { open: 2, overdue: 1 }]])
    expect(liesIn(pin({}), { id: id('2'), level: 'town' })).toBe(false)
  })

  it('stand nearest limit first, those without one last', () => {
    const late = pin({ number: 'b', dueAt: '2026-11-20T00:00:00Z' })
    const soon = pin({ number: 'c', dueAt: '2026-11-24T00:00:00Z' })
    const none = pin({ number: 'a' })
    expect([none, soon, late].toSorted(byLimit).map(({ number }) => number)).toEqual(['b', 'c', 'a'])
  })
})

const square = (name: string, west: number, parentId: string, level: Shape['level'], side = 1000): Shape => ({
  id: name,
  level,
  name,
  nameEn: null,
  parentId,
  schematic: false,
  middle: { x: west + side / 2, y: side / 2 },
  outline: outlineOf(
    {
      type: 'Polygon',
      coordinates: [
        [
          [west, 0],
          [west + side, 0],
          [west + side, side],
          [west, side],
          [west, 0],
        ],
      ],
    },
    (x, y) => ({ x, y }),
  ),
})

describe('going about on the map', () => {
  const size = { width: 800, height: 600 }
  const towns = [square('east', 1000, 'county', 'town'), square('west', 0, 'county', 'town')]
  const villages = [square('left', 1000, 'east', 'village', 500), square('right', 1500, 'east', 'village', 500)]
  const whole = { west: 0, east: 2000, north: 0, south: 1000 }
  const county = { id: 'county', level: 'county' as const, name: '', nameEn: null }
  const town = { id: 'east', level: 'town' as const, name: '', nameEn: null }
  const plane = (x: number, y: number) => ({ x, y })
  const atCounty: Land = { here: county, path: [county], below: [], layers: [towns], plane, bounds: whole, whole }
  const inTown: Land = {
    ...atCounty,
    here: town,
    path: [county, town],
    layers: [towns, villages],
    bounds: { west: 1000, east: 2000, north: 0, south: 1000 },
  }
  const at = (shape: Shape | undefined) => fitting(shape?.outline.bounds ?? whole, size)

  it('stays where it is while nothing is entered or left', () => {
    expect(wanderedTo(atCounty, fitting(whole, size), size)).toBeUndefined()
    expect(wanderedTo(inTown, at(towns[0]), size)).toBeUndefined()
  })

  it('enters the town that fills the map, and its village', () => {
    expect(wanderedTo(atCounty, at(towns[1]), size)).toBe('west')
    expect(wanderedTo(inTown, at(villages[1]), size)).toBe('right')
  })

  it('goes beside when the map is pushed there, and up when it is made small', () => {
    expect(wanderedTo(inTown, at(towns[1]), size)).toBe('west')
    const view = at(towns[0])
    expect(wanderedTo(inTown, { ...view, scale: view.scale * 0.4 }, size)).toBe('county')
  })
})
