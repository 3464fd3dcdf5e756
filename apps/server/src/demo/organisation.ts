import { pinyin } from 'pinyin-pro'
import { newId } from '../platform/crypto/id.ts'
import { standardUnits } from '../modules/areas/index.ts'
import type { SeedStaff, SeedUnit } from '../modules/identity/index.ts'
import type { DemoArea, DemoAreas } from './areas.ts'
import { isUrban } from './county-town.ts'
import type { Department, People } from './files.ts'
import type { Dice } from './random.ts'

export interface DemoUnit extends SeedUnit {
  readonly area: DemoArea | null
}
export interface DemoPerson extends SeedStaff {
  /** Unit of the first post. */
  readonly unit: DemoUnit
}
export interface DemoAssignment {
  readonly area: DemoArea
  readonly kind: 'worker' | 'deputy' | 'grid_lead' | 'station' | 'police_officer' | 'lawyer' | 'stationed_unit'
  readonly staffId?: string
  readonly unitId?: string
  readonly outside?: { readonly name: string; readonly phone: string }
  readonly duties?: string
}

export interface Organisation {
  readonly units: readonly DemoUnit[]
  readonly staff: readonly DemoPerson[]
  readonly assignments: readonly DemoAssignment[]
  readonly centre: DemoUnit
  unitAt(area: DemoArea, kind: SeedUnit['kind']): DemoUnit
  department(code: string): DemoUnit
  workerOf(grid: DemoArea): DemoPerson
  /** People of a unit in a role; at least one. */
  people(unit: DemoUnit, roleCode: string): readonly DemoPerson[]
}

/** Villages that share one clerk in the countryside. */
const VILLAGES_PER_CLERK = 3
const FIRST_PHONE = 2_000
/** Offices of the county that send a team to a community of the county town. */
const SENDERS = (
  '税务局 文旅局 档案馆 水利和湖泊局 教育局 发改局 统计局 气象局 总工会 团市委 妇联 科协 供销社 ' +
  '人社局 医保局 市场监管局 交通运输局 林业局 退役军人事务局'
).split(' ')

type Recruit = (posts: { unit: DemoUnit; roleCode: string; title?: string }[], gridCode?: string) => DemoPerson

/** Units, staff and assignments of the whole county; personas take the posts that are theirs. */
export function organise(
  areas: DemoAreas,
  departments: readonly Department[],
  people: People,
  dice: Dice,
): Organisation {
  const units = demoUnits(areas, departments)
  const staff: DemoPerson[] = []
  const recruit = recruiter(people, dice, staff)
  const assignments: DemoAssignment[] = []
  const byPlace = new Map(units.map((unit) => [`${unit.areaId}:${unit.kind}`, unit]))
  const byCode = new Map(units.flatMap((unit) => (unit.departmentCode ? [[unit.departmentCode, unit]] : [])))
  const found = <T>(value: T | undefined, what: string): T => {
    if (value === undefined) throw new Error(`the demo has no ${what}`)
    return value
  }
  const unitAt = (area: DemoArea, kind: SeedUnit['kind']) =>
    found(byPlace.get(`${area.id}:${kind}`), `${kind} of ${area.name}`)
  const [centre] = units
  if (!centre) throw new Error('the demo has no county centre')

  for (const roleCode of [
    'hotline_operator',
    'hotline_operator',
    'hotline_operator',
    'centre_supervisor',
    'centre_supervisor',
    'administrator',
    'verifier',
    'verifier',
    'auditor',
    'data_protection_officer',
    'screen_viewer',
  ])
    recruit([{ unit: centre, roleCode }])
  for (const town of areas.towns) {
    for (let index = 0; index < 2; index++)
      recruit([{ unit: unitAt(town, 'town_grid_office'), roleCode: 'town_dispatcher' }])
    recruit([{ unit: unitAt(town, 'town_service_centre'), roleCode: 'department_officer' }])
    recruit([{ unit: unitAt(town, 'town_safety_centre'), roleCode: 'department_officer' }])
  }
  const shared: DemoArea[] = []
  for (const village of areas.villages) {
    const station = unitAt(village, 'village_grid_station')
    if (isUrban(village.code)) recruit([{ unit: station, roleCode: 'station_clerk' }])
    else shared.push(village)
    assignments.push({ area: village, kind: 'station', unitId: station.id }, ...outsiders(village, people, dice))
  }
  // Clerks never serve two towns.
  for (const own of Map.groupBy(shared, (village) => village.parent?.code).values()) {
    for (let start = 0; start < own.length; start += VILLAGES_PER_CLERK) {
      const posts = own.slice(start, start + VILLAGES_PER_CLERK)
      recruit(
        posts.map((village) => ({
          unit: unitAt(village, 'village_grid_station'),
          roleCode: 'station_clerk',
          title: '片区站务',
        })),
      )
    }
  }
  const workers = new Map<string, DemoPerson>()
  for (const grid of areas.grids) {
    const village = grid.parent as DemoArea
    const worker = recruit([{ unit: unitAt(village, 'village_grid_station'), roleCode: 'grid_worker' }], grid.code)
    workers.set(grid.id, worker)
    assignments.push({ area: grid, kind: 'worker', staffId: worker.id, duties: '日常巡查、走访、小事当场办' })
  }
  assignments.push(...deputies(areas.grids, workers))
  for (const unit of byCode.values()) {
    for (let index = 0; index < 2; index++) recruit([{ unit, roleCode: 'department_officer' }])
  }
  for (const unit of units.filter((one) => one.kind === 'stationed_unit')) {
    recruit([{ unit, roleCode: 'stationed_officer' }])
    assignments.push({ area: unit.area as DemoArea, kind: 'stationed_unit', unitId: unit.id, duties: '每周二下沉社区' })
  }
  const inRole = Map.groupBy(
    staff.flatMap((person) => person.posts.map((post) => ({ person, key: `${post.unitId}:${post.roleCode}` }))),
    (one) => one.key,
  )
  return {
    units,
    staff,
    assignments,
    centre,
    unitAt,
    department: (code) => found(byCode.get(code), `department ${code}`),
    workerOf: (grid) => found(workers.get(grid.id), `worker of ${grid.code}`),
    people: (unit, roleCode) =>
      found(inRole.get(`${unit.id}:${roleCode}`), `${roleCode} in ${unit.name}`).map((one) => one.person),
  }
}

function demoUnits(areas: DemoAreas, departments: readonly Department[]): DemoUnit[] {
  const units: DemoUnit[] = []
  const add = (unit: Omit<DemoUnit, 'id' | 'areaId'>): DemoUnit => {
    const added = { ...unit, id: newId(), areaId: unit.area?.id ?? null }
    units.push(added)
    return added
  }
  const centre = add({
    parentId: null,
    kind: 'county_centre',
    area: areas.county,
    name: '松滋市社会治理中心',
    nameEn: 'Songzi county centre',
    phone: '0716-12345',
    duties: '热线受理、分派、督办、核查',
  })
  const byPlace = new Map<string, DemoUnit>()
  const place = (area: DemoArea, level: keyof typeof standardUnits) => {
    for (const { kind, zh, en, under } of standardUnits[level]) {
      const above = under === null ? centre : byPlace.get(`${area.parent?.id} ${under}`)
      if (!above) throw new Error(`${area.name} has no town`)
      const unit = { parentId: above.id, kind, area, name: `${area.name}${zh}`, nameEn: `${area.nameEn} ${en}` }
      byPlace.set(`${area.id} ${kind}`, add(unit))
    }
  }
  for (const town of areas.towns) place(town, 'town')
  for (const village of areas.villages) place(village, 'village')
  const byCode = new Map<string, DemoUnit>()
  for (const { code, parent, names, duties } of departments) {
    const parentId = parent === null ? centre.id : (byCode.get(parent)?.id ?? centre.id)
    byCode.set(
      code,
      add({
        parentId,
        kind: 'department',
        area: null,
        departmentCode: code,
        name: names.zh,
        nameEn: names.en,
        duties: duties.zh,
      }),
    )
  }
  const urban = areas.villages.filter((village) => isUrban(village.code))
  for (const [index, village] of urban.entries()) {
    const sender = SENDERS[index % SENDERS.length]
    add({
      parentId: centre.id,
      kind: 'stationed_unit',
      area: village,
      name: `市${sender}驻${village.name}工作队`,
      nameEn: `Team stationed in ${village.nameEn}`,
    })
  }
  return units
}

/** Fills posts with personas where one is meant for them, else with somebody invented. */
function recruiter(people: People, dice: Dice, staff: DemoPerson[]): Recruit {
  const waiting = [...people.personas]
  const logins = new Set(waiting.map((persona) => persona.login))
  return (posts, gridCode) => {
    const [first] = posts
    if (!first) throw new Error('nobody is recruited for no post')
    const index = waiting.findIndex(
      ({ roleCode, unit, gridCode: own }) =>
        roleCode === first.roleCode &&
        unit.kind === first.unit.kind &&
        (own ?? gridCode) === gridCode &&
        (unit.areaCode === undefined || unit.areaCode === first.unit.area?.code) &&
        unit.departmentCode === (first.unit.departmentCode ?? undefined),
    )
    const [persona] = index < 0 ? [] : waiting.splice(index, 1)
    const name = persona?.name ?? `${dice.pick([...people.surnames])}${dice.pick(people.givenNames)}`
    const login = persona?.login ?? freeLogin(name, logins)
    const person: DemoPerson = {
      id: newId(),
      login,
      name,
      phone: persona?.phone ?? `${people.phonePrefix}${FIRST_PHONE + staff.length}`,
      unit: first.unit,
      posts: posts.map(({ unit, roleCode, title }) => ({
        unitId: unit.id,
        roleCode,
        title: persona?.title.zh ?? title ?? null,
      })),
    }
    staff.push(person)
    return person
  }
}

function freeLogin(name: string, taken: Set<string>): string {
  const spelt = pinyin(name, { toneType: 'none', type: 'array', mode: 'surname', v: true }).join('').toLowerCase()
  let login = spelt
  for (let number = 2; taken.has(login); number++) login = `${spelt}${number}`
  taken.add(login)
  return login
}

/** A police officer and, in every third place, a lawyer: people without an account. */
function outsiders(village: DemoArea, people: People, dice: Dice): DemoAssignment[] {
  const somebody = (phone: number) => ({
    name: `${dice.pick([...people.surnames])}${dice.pick(people.givenNames)}`,
    phone: `${people.phonePrefix}${phone}`,
  })
  const police: DemoAssignment = {
    area: village,
    kind: 'police_officer',
    outside: somebody(dice.whole(3_000, 3_499)),
    duties: '社区民警',
  }
  const lawyer: DemoAssignment = {
    area: village,
    kind: 'lawyer',
    outside: somebody(dice.whole(3_500, 3_999)),
    duties: '村（社区）法律顾问',
  }
  return dice.chance(1 / 3) ? [police, lawyer] : [police]
}

/** Where a community has several grids, the worker of the next one stands in. */
function deputies(grids: readonly DemoArea[], workers: ReadonlyMap<string, DemoPerson>): DemoAssignment[] {
  return [...Map.groupBy(grids, (grid) => grid.parent?.id).values()].flatMap((own) =>
    own.flatMap((grid, index): DemoAssignment[] => {
      const next = own[(index + 1) % own.length]
      const deputy = next && workers.get(next.id)
      return next === grid || !deputy ? [] : [{ area: grid, kind: 'deputy', staffId: deputy.id }]
    }),
  )
}
