import { ListColumn, type ListMapping } from '@linli/contract/people-lists'
import { createHash } from 'node:crypto'
import { asTyped } from '../../../../platform/csv.ts'
import { profiles } from '../profiles.ts'

/** Headings that a list may use for a column; case, spaces, brackets and underscores do not matter. */
const headings: Readonly<Record<ListColumn, readonly string[]>> = {
  gridCode: ['gridcode', '网格编码', '网格代码', '网格编号', '所属网格编码'],
  villageName: ['village', 'villagename', '村社区', '村', '社区', '村居', '所属村社区', '村社区名称', '村居名称'],
  gridName: ['grid', 'gridname', '网格名称', '网格', '所属网格'],
  address: ['address', '地址', '住址', '详细地址', '现住址', '居住地址', '家庭住址', '门牌号'],
  householdNumber: ['householdnumber', '户号', '户编号', '户口簿号', '户籍号'],
  householdKind: ['householdkind', '户类型', '户口类型', '户别', '家庭户集体户'],
  name: ['name', '姓名', '人员姓名', '居民姓名'],
  sex: ['sex', 'gender', '性别'],
  birthOn: ['birthon', 'birthdate', 'birthday', 'dateofbirth', '出生日期', '出生年月日', '生日', '出生年月'],
  documentKind: ['documentkind', 'documenttype', 'idtype', '证件类型', '证件种类'],
  documentNumber: [
    'documentnumber',
    'idnumber',
    'id',
    '证件号码',
    '证件号',
    '身份证号',
    '身份证号码',
    '公民身份号码',
    '身份证',
    '身份号码',
  ],
  phone: ['phone', 'mobile', 'telephone', '电话', '手机', '手机号', '手机号码', '联系电话', '联系方式'],
  relation: ['relation', 'relationtohead', '与户主关系', '户主关系', '家庭关系', '关系'],
  residenceKind: ['residencekind', '人口类型', '人口类别', '人员类型', '人员类别', '居住类型'],
  livesHere: ['liveshere', 'present', '是否在住', '是否在家', '在住', '居住状态', '在家外出'],
  since: ['since', 'movedin', '入住日期', '入住时间', '来本地日期', '迁入日期', '居住起始日期'],
  otherPlace: ['fromorto', 'from', 'to', '来自去向', '来源地', '户籍地', '去向', '流出地', '外出地', '来自'],
  diedOn: ['diedon', 'dateofdeath', '死亡日期', '死亡时间', '去世日期', '去世时间', '逝世日期'],
  needKind: ['need', 'needkind', '需要类别', '需求类别', '服务需要', '关爱类别'],
  needBasis: ['needbasis', 'basisoftheneed', 'basis', '需要依据', '需求依据', '依据'],
  needUntil: ['needuntil', 'needends', '需要到期', '需求到期', '到期日期', '有效期至'],
}

const plain = (heading: string) =>
  heading
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_\-\ufeff()\\/、*:.]/g, '')

const byHeading = new Map<string, ListColumn>([
  ...profiles.flatMap(({ columns }) => columns.map(({ heading, column }) => [plain(heading), column] as const)),
  // The keys are those of ListColumn; Object.entries forgets it.
  ...Object.entries(headings).flatMap(([column, names]) => names.map((name) => [name, column as ListColumn] as const)),
])

/** What the headings say of themselves; the first counts where two mean the same. */
export function guessMapping(header: readonly string[]): ListMapping {
  const mapping: ListMapping = {}
  for (const [index, heading] of header.entries()) {
    const column = byHeading.get(plain(heading))
    if (column !== undefined && mapping[column] === undefined) mapping[column] = index
  }
  return mapping
}

interface Headed {
  readonly line: number
  readonly header: readonly string[]
}

/**
 * Which of the first rows are the headings, below a title and whatever else: the one that says most of what is known, or
 * else the first with more than one cell. `remembered`: what the same headings meant before.
 */
export function headingsAmong(
  rows: readonly Headed[],
  remembered: (header: readonly string[]) => ListMapping | undefined,
): Headed & { readonly mapping: ListMapping } {
  const read = rows.map((row) => ({ ...row, mapping: remembered(row.header) ?? guessMapping(row.header) }))
  const most = Math.max(...read.map(({ mapping }) => Object.keys(mapping).length))
  const isTable = ({ header }: Headed) => header.filter((cell) => cell !== '').length > 1
  const found =
    most > 1 ? read.find(({ mapping }) => Object.keys(mapping).length === most) : (read.find(isTable) ?? read[0])
  // A list has at least one row.
  return found as Headed & { readonly mapping: ListMapping }
}

/** Tells a set of headings again, whatever the list is called. */
export function headingsKey(header: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify(header.map(plain)))
    .digest('hex')
}

export type ListCells = Readonly<Partial<Record<ListColumn, string>>>

/** The cells of a row by what they mean; empty ones are left out. */
export function cellsOf(mapping: ListMapping, raw: readonly string[]): ListCells {
  const cells: Partial<Record<ListColumn, string>> = {}
  for (const column of ListColumn.options) {
    const at = mapping[column]
    const value = at === undefined ? '' : asTyped((raw[at] ?? '').trim()).trim()
    if (value !== '') cells[column] = value
  }
  return cells
}
