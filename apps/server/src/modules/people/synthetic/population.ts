import { checkLetterOf } from '@linli/contract/identity-document'
import type { Relation, ResidenceKind } from '@linli/contract/people'
import { createRandom } from '../../../platform/random.ts'
import { type Draw, givenName, otherName, surnameOf } from './names.ts'

export interface SyntheticGrid {
  readonly id: string
  readonly villageId: string | null
  readonly townId: string | null
  readonly villageName: string
  readonly isUrban: boolean
  /** A position near which its houses stand, where known. */
  readonly point: { readonly lon: number; readonly lat: number } | null
}

export interface SyntheticNeed {
  readonly kind: string
  readonly basis: string
}

export interface SyntheticPerson {
  readonly name: string
  readonly sex: 'male' | 'female'
  readonly birthOn: string
  readonly relation: Relation
  readonly kind: ResidenceKind
  readonly livesHere: boolean
  readonly since: string
  readonly beganBy: 'known' | 'born' | 'moved_in'
  readonly otherPlace: string | null
  /** GB 11643 number with a right check letter and an invented serial; null for whom none was seen. */
  readonly document: string | null
  /** Invented, of a form that numbers have. */
  readonly phone: string | null
  readonly need: SyntheticNeed | null
}

export interface SyntheticHousehold {
  readonly grid: SyntheticGrid
  readonly address: string
  readonly building: {
    readonly name: string
    readonly unitNo: number
    readonly floor: number
    readonly room: string
  } | null
  readonly tenure: 'owned' | 'rented' | 'unknown'
  readonly point: { readonly lon: number; readonly lat: number } | null
  readonly members: readonly SyntheticPerson[]
}

const YEAR = 2026
const TODAY = `${YEAR}-11-01`
const COMPOUNDS = [
  '金松花园',
  '林园小区',
  '江南雅苑',
  '乐乡家园',
  '民主新村',
  '城东公寓',
  '玉岭嘉园',
  '白云小区',
] as const
const PLACES = ['荆州市沙市区', '宜昌市枝江市', '武汉市汉阳区', '广东省东莞市', '浙江省温州市', '江苏省昆山市'] as const
const COUNTIES = ['421087', '421087', '421087', '421087', '420583', '421022', '420102', '430723'] as const
const SERIALS = 999
/** Buildings of a compound that are built at a time. */
const BLOCKS = 8
const DAY_MS = 86_400_000

/**
 * Invented households, some 2.75 people each: in the country three generations with the middle one working away, in town
 * small families and tenants. Nobody in it exists. Within one run no two have the same number.
 */
export function* syntheticHouseholds(
  seed: number,
  grids: readonly SyntheticGrid[],
  perGrid: number | ((grid: SyntheticGrid) => number),
): Generator<SyntheticHousehold> {
  const draw = createRandom(seed)
  const serials = new Map<string, number>()
  // Houses are numbered on through the grids of a village.
  const built = new Map<string, number>()
  for (const grid of grids) {
    const key = grid.villageId ?? grid.id
    const first = built.get(key) ?? 0
    const end = first + (typeof perGrid === 'number' ? perGrid : perGrid(grid))
    for (let n = first; n < end; n++) yield household(draw, serials, grid, n)
    built.set(key, end)
  }
}

type Serials = Map<string, number>
const between = (draw: Draw, from: number, to: number) => from + Math.floor(draw() * (to - from + 1))
const pick = <T>(draw: Draw, list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T

function household(draw: Draw, serials: Serials, grid: SyntheticGrid, n: number): SyntheticHousehold {
  const dwelling = grid.isUrban ? flat(n) : house(grid, n)
  const spread = grid.isUrban ? 0.003 : 0.008
  const near = (value: number) => value + (draw() - 0.5) * spread
  return {
    grid,
    ...dwelling,
    address: `${grid.villageName}${dwelling.address}`,
    tenure: grid.isUrban && draw() < 0.18 ? 'rented' : draw() < 0.95 ? 'owned' : 'unknown',
    point: grid.point && { lon: near(grid.point.lon), lat: near(grid.point.lat) },
    members: members(draw, serials, grid.isUrban),
  }
}

// Two units of six floors with two doors each.
function flat(n: number) {
  const block = Math.floor(n / 24)
  const place = n % 24
  const [unitNo, floor, door] = [Math.floor(place / 12) + 1, Math.floor((place % 12) / 2) + 1, (place % 2) + 1]
  const inCompound = (block % BLOCKS) + BLOCKS * Math.floor(block / BLOCKS / COMPOUNDS.length)
  const name = `${COMPOUNDS[Math.floor(block / BLOCKS) % COMPOUNDS.length]}${inCompound + 1}栋`
  const room = `${floor}0${door}`
  return { address: `${name}${unitNo}单元${room}室`, building: { name, unitNo, floor, room } }
}

const house = (_grid: SyntheticGrid, n: number) => ({
  address: `${Math.floor(n / 40) + 1}组${(n % 40) + 1}号`,
  building: null,
})

interface Role {
  readonly relation: Relation
  readonly sex: 'male' | 'female'
  readonly birthYear: number
  readonly surname: string
  readonly isAway?: boolean
  readonly isMigrant?: boolean
}

function members(draw: Draw, serials: Serials, isUrban: boolean): SyntheticPerson[] {
  const surname = surnameOf(draw)
  const roles = isUrban ? inTown(draw, surname) : inTheCountry(draw, surname)
  const alone = roles.filter(({ isAway }) => !isAway).length === 1
  const hasAdult = roles.some(({ isAway, birthYear }) => !isAway && birthYear < YEAR - 18 && birthYear > YEAR - 60)
  return roles.map((role) => person(draw, serials, role, { alone, hasAdult }))
}

function inTheCountry(draw: Draw, surname: string): Role[] {
  const elder = between(draw, 1946, 1974)
  const roles: Role[] = [{ relation: 'head', sex: draw() < 0.75 ? 'male' : 'female', birthYear: elder, surname }]
  if (draw() < 0.62)
    roles.push({
      relation: 'spouse',
      sex: other(roles),
      birthYear: elder + between(draw, -4, 5),
      surname: surnameOf(draw),
    })
  if (draw() < 0.45) {
    const middle = elder + between(draw, 22, 30)
    const isAway = draw() < 0.6
    roles.push({ relation: 'son', sex: 'male', birthYear: middle, surname, isAway })
    if (draw() < 0.7)
      roles.push({
        relation: 'other',
        sex: 'female',
        birthYear: middle + between(draw, -3, 3),
        surname: surnameOf(draw),
        isAway,
      })
    for (let n = between(draw, 0, 2); n > 0; n--) {
      const birthYear = middle + between(draw, 21, 33)
      if (birthYear <= YEAR)
        roles.push({ relation: 'grandchild', sex: draw() < 0.52 ? 'male' : 'female', birthYear, surname })
    }
  }
  return roles
}

function inTown(draw: Draw, surname: string): Role[] {
  const isMigrant = draw() < 0.2
  const head = between(draw, 1952, 2001)
  const roles: Role[] = [
    { relation: 'head', sex: draw() < 0.6 ? 'male' : 'female', birthYear: head, surname, isMigrant },
  ]
  if (draw() < 0.68)
    roles.push({
      relation: 'spouse',
      sex: other(roles),
      birthYear: head + between(draw, -4, 4),
      surname: surnameOf(draw),
      isMigrant,
    })
  if (roles.length > 1 && draw() < 0.75) {
    for (let n = between(draw, 1, 2); n > 0; n--) {
      const sex = draw() < 0.52 ? 'male' : 'female'
      const birthYear = head + between(draw, 23, 36)
      // Grown children have households of their own.
      if (birthYear > YEAR - 26 && birthYear <= YEAR)
        roles.push({ relation: sex === 'male' ? 'son' : 'daughter', sex, birthYear, surname, isMigrant })
    }
  }
  if (draw() < 0.12)
    roles.push({ relation: 'parent', sex: 'female', birthYear: head - between(draw, 21, 30), surname: surnameOf(draw) })
  return roles
}

const other = ([first]: readonly Role[]) => (first?.sex === 'male' ? 'female' : 'male')

function person(
  draw: Draw,
  serials: Serials,
  role: Role,
  home: { readonly alone: boolean; readonly hasAdult: boolean },
): SyntheticPerson {
  const { sex, birthYear, relation } = role
  const birthOn = birthday(draw, birthYear)
  const age = YEAR - birthYear
  const isMigrant = role.isMigrant === true
  const isBaby = age < 2
  return {
    name: otherName(draw) ?? role.surname + givenName(draw, sex, birthYear),
    sex,
    birthOn,
    relation,
    kind: isMigrant ? 'migrant' : isBaby && draw() < 0.1 ? 'unregistered' : draw() < 0.001 ? 'overseas' : 'registered',
    livesHere: !role.isAway,
    since: isBaby
      ? birthOn
      : isMigrant
        ? later(birthOn, `${between(draw, Math.max(2015, birthYear), 2025)}-0${between(draw, 1, 9)}-15`)
        : later(birthOn, '2016-01-01'),
    beganBy: isBaby ? 'born' : isMigrant ? 'moved_in' : 'known',
    otherPlace: isMigrant || role.isAway ? pick(draw, PLACES) : null,
    document: draw() < 0.97 ? documentOf(draw, serials, birthOn, sex) : null,
    phone: age > 12 && draw() < 0.85 ? `199${String(Math.floor(draw() * 100_000_000)).padStart(8, '0')}` : null,
    need: needOf(draw, age, role, home),
  }
}

const later = (a: string, b: string) => (a > b ? a : b)

function birthday(draw: Draw, year: number): string {
  const day = new Date(Date.UTC(year, 0, 1) + Math.floor(draw() * 365) * DAY_MS).toISOString().slice(0, 10)
  return day > TODAY ? TODAY : day
}

/** Serials go up per county and day, so that no two people have one number. */
function documentOf(draw: Draw, serials: Serials, birthOn: string, sex: 'male' | 'female'): string | null {
  const start = `${pick(draw, COUNTIES)}${birthOn.replaceAll('-', '')}`
  const key = `${start}${sex}`
  const serial = (serials.get(key) ?? (sex === 'male' ? -1 : 0)) + 2
  if (serial > SERIALS) return null
  serials.set(key, serial)
  const digits = `${start}${String(serial).padStart(3, '0')}`
  return `${digits}${checkLetterOf(digits)}`
}

function needOf(
  draw: Draw,
  age: number,
  role: Role,
  home: { readonly alone: boolean; readonly hasAdult: boolean },
): SyntheticNeed | null {
  if (role.isAway) return null
  if (age >= 65 && home.alone) return { kind: 'elder_alone', basis: '上门核实' }
  if (age >= 80) return { kind: 'elder_80', basis: '出生日期' }
  if (age < 16 && !home.hasAdult) return { kind: 'left_behind_child', basis: '父母外出，上门核实' }
  const chance = draw()
  if (chance < 0.02) return { kind: 'disability', basis: '残疾人证' }
  if (chance < 0.035) return { kind: 'low_income', basis: '低保决定书' }
  return null
}
