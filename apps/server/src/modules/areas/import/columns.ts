import type { AreaLevel } from '@linli/contract/areas'

export type Column =
  | 'code'
  | 'parent'
  | 'name'
  | 'nameEn'
  | 'level'
  | 'urbanRural'
  | 'lon'
  | 'lat'
  | 'kind'
  | 'gridNo'
  | 'households'

/** Names that a header may use for a column; case, spaces and underscores do not matter. */
const columnNames: Readonly<Record<Column, readonly string[]>> = {
  code: ['code', 'adcode', '代码', '区划代码', '行政区划代码', '统计用区划代码', '网格代码', '网格编码'],
  parent: ['parent', 'parentcode', '上级', '上级代码', '上级区划代码'],
  name: ['name', '名称', '区划名称', '网格名称'],
  nameEn: ['nameen', 'englishname', '英文名', '英文名称'],
  level: ['level', '层级', '级别'],
  urbanRural: ['urbanrural', 'urbanruralclass', '城乡分类', '城乡分类代码'],
  lon: ['lon', 'lng', 'longitude', '经度'],
  lat: ['lat', 'latitude', '纬度'],
  kind: ['kind', '网格类型', '类型'],
  gridNo: ['gridno', '网格编号', '网格号', '编号'],
  households: ['households', '户数'],
}

/** The layout of a list without header: the one in which the statistical office's codes are passed on. */
export const standardHeader = [
  'code',
  'parent',
  'name',
  'level',
  'rank',
  'adcode_county',
  'post_code',
  'area_code',
  'urban_rural',
  'municipality',
  'virtual',
  'dummy',
  'lon',
  'lat',
  'centre',
  'province',
  'city',
  'county',
  'town',
  'village',
] as const

export const positions: readonly (Column | undefined)[] = [
  'code',
  'parent',
  'name',
  'level',
  undefined,
  undefined,
  undefined,
  undefined,
  'urbanRural',
  undefined,
  undefined,
  undefined,
  'lon',
  'lat',
]

const byName = new Map(
  Object.entries(columnNames).flatMap(([column, names]) => names.map((name) => [name, column as Column])),
)

export function columnOf(heading: string): Column | undefined {
  return byName.get(heading.toLowerCase().replaceAll(/[\s_\-\ufeff]/g, ''))
}

const levels: Readonly<Record<string, AreaLevel>> = {
  county: 'county',
  县: 'county',
  县级: 'county',
  市: 'county',
  区: 'county',
  town: 'town',
  乡: 'town',
  镇: 'town',
  乡级: 'town',
  乡镇: 'town',
  街道: 'town',
  village: 'village',
  村: 'village',
  社区: 'village',
  村级: 'village',
  grid: 'grid',
  网格: 'grid',
}

export function levelOf(words: string): AreaLevel | undefined {
  return levels[words.toLowerCase()]
}

const kinds = {
  basic: 'basic',
  基础: 'basic',
  基础网格: 'basic',
  dedicated: 'dedicated',
  专属: 'dedicated',
  专属网格: 'dedicated',
} as const

export function kindOf(words: string): 'basic' | 'dedicated' | undefined {
  return Object.entries(kinds).find(([name]) => name === words.toLowerCase())?.[1]
}
