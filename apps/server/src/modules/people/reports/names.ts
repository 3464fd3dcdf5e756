import { arrivals, departures, type MonthFigures } from '@linli/contract/people-statistics'
import type { CatalogueField } from '@linli/contract/people-fields'
import type { ExportGroup } from '@linli/contract/people-lists'
import type { ReportList, ReportName } from '@linli/contract/people-reports'
import { markName } from '../../../platform/workbook/marks.ts'
import { needKinds } from '../fields.ts'
import { organisationKinds } from '../organisations/kinds.ts'

interface Words {
  readonly zh: string
  readonly en: string
}
interface Named {
  readonly key: string
  readonly names: Words
  readonly ofMonth?: true
  readonly group?: ExportGroup
}
const named = (key: string, zh: string, en: string, more: Pick<Named, 'ofMonth' | 'group'> = {}): Named => ({
  key,
  names: { zh, en },
  ...more,
})

/** What of people and things an area has today. */
const today: readonly Named[] = [
  named('households', '户数', 'households'),
  named('persons', '人数', 'persons'),
  named('livesHere', '在住人数', 'living here'),
  named('registered', '户籍人数', 'registered'),
  named('migrant', '流动人数', 'migrants'),
  named('unregistered', '未落户人数', 'unregistered'),
  named('overseas', '境外人数', 'from overseas'),
  named('children', '儿童人数', 'children under 14'),
  named('elders', '老年人数', 'elders from 65'),
  named('withoutDocument', '无证件人数', 'without document'),
  named('buildings', '楼栋数', 'buildings'),
  named('dwellings', '住房数', 'dwellings'),
  named('organisations', '单位数', 'organisations'),
  ...needKinds.map(({ code, names }) => named(`need.${code}`, `需要.${names.zh}`, `need.${names.en}`)),
  ...organisationKinds.kinds.map(({ code, names }) =>
    named(`organisation.${code}`, `单位.${names.zh}`, `organisation.${names.en}`),
  ),
]

const figureWords: Readonly<Record<keyof MonthFigures | 'in' | 'out', Words>> = {
  opening: { zh: '期初人数', en: 'opening' },
  born: { zh: '出生', en: 'born' },
  movedIn: { zh: '迁入', en: 'moved in' },
  withinIn: { zh: '县内迁入', en: 'from other grids' },
  turnedIn: { zh: '类别转入', en: 'turned into the kind' },
  correctedIn: { zh: '补登更正增', en: 'corrected in' },
  in: { zh: '增加合计', en: 'all arrivals' },
  died: { zh: '死亡', en: 'died' },
  movedOut: { zh: '迁出', en: 'moved out' },
  withinOut: { zh: '县内迁出', en: 'to other grids' },
  turnedOut: { zh: '类别转出', en: 'turned out of the kind' },
  correctedOut: { zh: '补登更正减', en: 'corrected out' },
  out: { zh: '减少合计', en: 'all departures' },
  closing: { zh: '期末人数', en: 'closing' },
}
/** In the order of the printed report. */
export const monthFigures = ['opening', ...arrivals, 'in', ...departures, 'out', 'closing'] as const
const residenceWords = {
  registered: { zh: '户籍', en: 'registered' },
  migrant: { zh: '流动', en: 'migrant' },
  unregistered: { zh: '未落户', en: 'unregistered' },
  overseas: { zh: '境外', en: 'overseas' },
} as const

/** How an area went through a frozen month, in all and by residence kind. */
const month: readonly Named[] = [
  named('month.households', '期末户数', 'households at the end of the month', { ofMonth: true }),
  ...monthFigures.map((key) => named(`month.${key}`, figureWords[key].zh, figureWords[key].en, { ofMonth: true })),
  ...Object.entries(residenceWords).flatMap(([kind, { zh, en }]) =>
    monthFigures.map((key) =>
      named(`month.${kind}.${key}`, `${zh}.${figureWords[key].zh}`, `${en}.${figureWords[key].en}`, { ofMonth: true }),
    ),
  ),
]

const once: readonly Named[] = [
  named('area.name', '区域', 'area'),
  named('area.code', '区域编码', 'area code'),
  named('area.above', '上级区域', 'area above'),
  named('county', '县市', 'county'),
  named('month', '月份', 'month', { ofMonth: true }),
  named('month.year', '年', 'year', { ofMonth: true }),
  named('month.number', '月', 'number of the month', { ofMonth: true }),
  named('today', '填报日期', 'day of filling'),
  named('by', '填报人', 'filled by'),
  named('unit', '填报单位', 'unit'),
  named('mark', '导出标记', 'mark of the export'),
]

const place: readonly Named[] = [
  named('town', '乡镇', 'town'),
  named('village', '村社区', 'village'),
  named('grid', '网格', 'grid'),
]
const number = named('no', '序号', 'number')
const ofArea = [number, named('name', '名称', 'name'), named('code', '编码', 'code'), ...today, ...month]

const lists: Readonly<Record<ReportList, { readonly names: Words; readonly columns: readonly Named[] }>> = {
  below: { names: { zh: '下级', en: 'below' }, columns: ofArea },
  town: { names: { zh: '各乡镇', en: 'towns' }, columns: ofArea },
  village: { names: { zh: '各村社区', en: 'villages' }, columns: ofArea },
  grid: { names: { zh: '各网格', en: 'grids' }, columns: ofArea },
  need: {
    names: { zh: '各类需要', en: 'needs' },
    columns: [number, named('name', '名称', 'name'), named('persons', '人数', 'persons')],
  },
  organisation: {
    names: { zh: '单位名录', en: 'organisations' },
    columns: [
      number,
      named('name', '名称', 'name'),
      named('kind', '类别', 'kind'),
      named('creditCode', '统一社会信用代码', 'credit code'),
      named('phone', '电话', 'phone'),
      named('hazards', '隐患类别', 'hazards'),
      ...place,
      named('address', '地址', 'address'),
      named('since', '登记日期', 'since'),
    ],
  },
  person: {
    names: { zh: '人员名册', en: 'people' },
    columns: [
      number,
      named('name', '姓名', 'name', { group: 'basic' }),
      named('sex', '性别', 'sex', { group: 'basic' }),
      named('birthOn', '出生日期', 'birth date', { group: 'basic' }),
      named('age', '年龄', 'age', { group: 'basic' }),
      named('relation', '与户主关系', 'relation to head', { group: 'basic' }),
      named('residenceKind', '人口类型', 'residence kind', { group: 'basic' }),
      named('livesHere', '是否在住', 'lives here', { group: 'basic' }),
      named('education', '文化程度', 'education', { group: 'basic' }),
      named('work', '就业状况', 'work', { group: 'basic' }),
      named('needs', '需要类别', 'needs', { group: 'basic' }),
      named('needBasis', '需要依据', 'basis of the needs', { group: 'basic' }),
      named('needUntil', '需要到期', 'end of the needs', { group: 'basic' }),
      ...place,
      named('address', '地址', 'address', { group: 'basic' }),
      named('householdNumber', '户号', 'household number', { group: 'basic' }),
      named('documentKind', '证件类型', 'document kind', { group: 'identity' }),
      named('documentNumber', '证件号码', 'document number', { group: 'identity' }),
      named('phone', '电话', 'phone', { group: 'contact' }),
    ],
  },
}

export interface KnownName extends ReportName {
  readonly key: string
}

const entry = (list: ReportList | null, { key, names, ofMonth, group }: Named): KnownName => ({
  code: list === null ? key : `${list}.${key}`,
  names:
    list === null ? names : { zh: `${lists[list].names.zh}.${names.zh}`, en: `${lists[list].names.en}.${names.en}` },
  list,
  ofMonth: ofMonth ?? false,
  group: group ?? (list === 'person' ? 'basic' : null),
  key,
})

const reportNames: readonly KnownName[] = [
  ...[...once, ...today, ...month].map((one) => entry(null, one)),
  // The keys are those of ReportList; Object.entries forgets it.
  ...Object.entries(lists).flatMap(([list, { columns }]) => columns.map((one) => entry(list as ReportList, one))),
]

const index = (names: readonly KnownName[]) =>
  new Map(names.flatMap((one) => [one.code, one.names.zh, one.names.en].map((name) => [markName(name), one] as const)))
const byName = index(reportNames)

export interface Vocabulary {
  /** Every name, in the order in which the console shows them. */
  readonly names: readonly KnownName[]
  /** `written` as it stands in the workbook. */
  known(written: string): KnownName | undefined
}

/** The names of every county, and columns of people for fields of this county's own; where both have a name, ours holds. */
export function vocabularyOf(fields: readonly Pick<CatalogueField, 'code' | 'names'>[]): Vocabulary {
  const own = fields.map(({ code, names }) => entry('person', named(ownKey(code), names.zh, names.en)))
  const byOwnName = index(own)
  const known = (written: string) => byName.get(markName(written)) ?? byOwnName.get(markName(written))
  return { names: [...reportNames, ...own], known }
}

/** The key under which a row of people holds a field of the county's own. */
export const ownKey = (code: string) => `own.${code}`

/** The name that is most like one that nobody knows; null when none is at all. */
export function likeliest(written: string, { names: all }: Vocabulary): string | null {
  const asked = markName(written)
  const pairs = (word: string) =>
    new Set(Array.from({ length: Math.max(1, word.length - 1) }, (_, at) => word.slice(at, at + 2)))
  const wanted = pairs(asked)
  let best: { name: string; likeness: number } | null = null
  for (const { names } of all)
    for (const name of [names.zh, names.en]) {
      const has = pairs(markName(name))
      const shared = [...wanted].filter((pair) => has.has(pair)).length
      const likeness = (2 * shared) / (wanted.size + has.size)
      if (likeness > (best?.likeness ?? LEAST_LIKE)) best = { name, likeness }
    }
  return best?.name ?? null
}
const LEAST_LIKE = 0.4
