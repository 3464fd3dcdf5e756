import type { AreaGeometry } from '@linli/contract/common'
import type { UnitKind } from '@linli/contract/posts'
import type { SeedArea } from '../src/modules/areas/index.ts'
import type { SeedStaff, SeedUnit } from '../src/modules/identity/seed.ts'
import { newId } from '../src/platform/crypto/id.ts'

export const founded = '2025-01-01'
/** Long enough for the rules, and nothing anybody uses elsewhere. */
export const password = '梧桐树下的第三盏路灯'

/** The areas of the tests: two towns side by side, 新江口 with two communities, 洈水 with one village. */
export const area = {
  county: newId(),
  xinjiangkou: newId(),
  weishui: newId(),
  linyuan: newId(),
  yuling: newId(),
  dayanzui: newId(),
  linyuan1: newId(),
  linyuan2: newId(),
  linyuan3: newId(),
  yuling1: newId(),
  dayanzui1: newId(),
}

/** Points well inside a grid, and one far outside the county. */
export const spot = {
  linyuan1: { lon: 111.605, lat: 30.11 },
  linyuan3: { lon: 111.625, lat: 30.11 },
  yuling1: { lon: 111.65, lat: 30.11 },
  dayanzui1: { lon: 111.25, lat: 30.11 },
  outside: { lon: 114.3, lat: 30.6 },
}

/** A rectangle, in degrees. */
export const box = (x: number, y: number, width: number, height: number): AreaGeometry => ({
  type: 'Polygon',
  coordinates: [
    [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
      [x, y],
    ],
  ],
})

type Outlined = Pick<SeedArea, 'id' | 'parentId' | 'name' | 'code'> & { readonly boundary: AreaGeometry }
const grid = (at: Outlined & { readonly gridNo: number }): SeedArea => ({ ...at, level: 'grid', households: 400 })
const village = (at: Outlined): SeedArea => ({ ...at, level: 'village', urbanRural: '111' })
const town = (at: Outlined): SeedArea => ({ ...at, level: 'town' })

export const areas: readonly SeedArea[] = [
  {
    id: area.county,
    level: 'county',
    parentId: null,
    name: '松滋市',
    code: '421087000000',
    boundary: box(111, 30, 1, 1),
  },
  town({
    id: area.xinjiangkou,
    parentId: area.county,
    name: '新江口镇',
    code: '421087100000',
    boundary: box(111.5, 30, 0.5, 1),
  }),
  town({
    id: area.weishui,
    parentId: area.county,
    name: '洈水镇',
    code: '421087108000',
    boundary: box(111, 30, 0.5, 1),
  }),
  village({
    id: area.linyuan,
    parentId: area.xinjiangkou,
    name: '林园社区居委会',
    code: '421087100010',
    boundary: box(111.6, 30.1, 0.03, 0.02),
  }),
  village({
    id: area.yuling,
    parentId: area.xinjiangkou,
    name: '玉岭社区居委会',
    code: '421087100011',
    boundary: box(111.64, 30.1, 0.02, 0.02),
  }),
  village({
    id: area.dayanzui,
    parentId: area.weishui,
    name: '大岩咀村委会',
    code: '421087108201',
    boundary: box(111.2, 30.1, 0.1, 0.02),
  }),
  ...[area.linyuan1, area.linyuan2, area.linyuan3].map((id, index) =>
    grid({
      id,
      parentId: area.linyuan,
      name: `第${index + 1}网格`,
      gridNo: index + 1,
      code: `42108710001000${index + 1}`,
      boundary: box(111.6 + index / 100, 30.1, 0.01, 0.02),
    }),
  ),
  grid({
    id: area.yuling1,
    parentId: area.yuling,
    name: '第1网格',
    gridNo: 1,
    code: '421087100011001',
    boundary: box(111.64, 30.1, 0.02, 0.02),
  }),
  grid({
    id: area.dayanzui1,
    parentId: area.dayanzui,
    name: '第1网格',
    gridNo: 1,
    code: '421087108201001',
    boundary: box(111.2, 30.1, 0.1, 0.02),
  }),
]

/** The units that tests name; every town and village has all of its own besides. */
export const unit = {
  centre: newId(),
  office: newId(),
  otherOffice: newId(),
  station: newId(),
  otherStation: newId(),
  bureau: newId(),
  maintenance: newId(),
  cityManagement: newId(),
  stationed: newId(),
}

const townKinds = ['town_grid_office', 'town_service_centre', 'town_safety_centre'] as const
const villageKinds = [
  'village_grid_station',
  'village_service_station',
  'village_safety_station',
  'village_legal_station',
  'village_police_room',
] as const
const kindNames: Partial<Record<UnitKind, string>> = {
  town_grid_office: '网格所',
  town_service_centre: '便民服务中心',
  town_safety_centre: '综治中心',
  village_grid_station: '网格站',
  village_service_station: '便民服务站',
  village_safety_station: '综治工作站',
  village_legal_station: '法务前沿工作站',
  village_police_room: '警务室',
}

/** All units of one area; the first kind has the given id and stands above the others. */
const offices = (kinds: readonly UnitKind[], first: string, above: string, areaId: string, name: string): SeedUnit[] =>
  kinds.map((kind, index) => ({
    id: index === 0 ? first : newId(),
    parentId: index === 0 ? above : first,
    kind,
    areaId,
    name: `${name}${kindNames[kind] ?? ''}`,
  }))

const department = (id: string, parentId: string | null, name: string, departmentCode: string | null): SeedUnit => ({
  id,
  parentId,
  kind: 'department',
  areaId: null,
  name,
  departmentCode,
})

export const units: readonly SeedUnit[] = [
  { id: unit.centre, parentId: null, kind: 'county_centre', areaId: area.county, name: '松滋市社会治理中心' },
  ...offices(townKinds, unit.office, unit.centre, area.xinjiangkou, '新江口镇'),
  ...offices(townKinds, unit.otherOffice, unit.centre, area.weishui, '洈水镇'),
  ...offices(villageKinds, unit.station, unit.office, area.linyuan, '林园社区'),
  ...offices(villageKinds, newId(), unit.office, area.yuling, '玉岭社区'),
  ...offices(villageKinds, unit.otherStation, unit.otherOffice, area.dayanzui, '大岩咀村'),
  department(unit.bureau, null, '市住建局', 'housing'),
  department(unit.maintenance, unit.bureau, '市政维护所', null),
  department(unit.cityManagement, null, '市城管局', 'city_management'),
  { id: unit.stationed, parentId: null, kind: 'stationed_unit', areaId: area.linyuan, name: '市水利局下沉工作队' },
]

const roles = {
  zhoumin: ['周敏', unit.station, 'grid_worker'],
  hefang: ['何芳', unit.station, 'station_clerk'],
  luobin: ['罗斌', unit.office, 'town_dispatcher'],
  tangqi: ['唐琪', unit.otherOffice, 'town_dispatcher'],
  chenli: ['陈立', unit.centre, 'hotline_operator'],
  wujing: ['吴静', unit.centre, 'centre_supervisor'],
  huangjian: ['黄建', unit.maintenance, 'department_officer'],
  pengtao: ['彭涛', unit.cityManagement, 'department_officer'],
  suwen: ['苏文', unit.centre, 'administrator'],
  shenjie: ['沈洁', unit.centre, 'auditor'],
  daiping: ['戴萍', unit.centre, 'data_protection_officer'],
} as const satisfies Record<string, readonly [name: string, unitId: string, roleCode: string]>

export type StaffLogin = keyof typeof roles
// Object.keys widens; these are the table's own keys.
export const staffLogins = Object.keys(roles) as StaffLogin[]
export const staffId: Readonly<Record<StaffLogin, string>> = Object.fromEntries(
  staffLogins.map((login) => [login, newId()]),
) as Record<StaffLogin, string>

export const staff: readonly SeedStaff[] = staffLogins.map((login, index) => ({
  id: staffId[login],
  login,
  name: roles[login][0],
  phone: `138000001${String(index).padStart(2, '0')}`,
  posts: [{ unitId: roles[login][1], roleCode: roles[login][2] }],
}))

/** Residents, by the phone that they prove. */
export const phoneOf = { zhangguilan: '13800001234', lixiuying: '13800005678' } as const
export type Resident = keyof typeof phoneOf

export type Person = StaffLogin | Resident
export const people: readonly Person[] = [...staffLogins, 'zhangguilan', 'lixiuying']
