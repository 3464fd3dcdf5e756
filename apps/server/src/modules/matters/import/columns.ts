import type { MatterColumn } from '@linli/contract/matter-import'
import { createHash } from 'node:crypto'
import { Problem } from '../../../platform/problem/problem.ts'
import type { TableRow } from '../../../platform/tables/read-table.ts'

/** Headings that a list may use for a column; case, spaces and underscores do not matter. */
const headings: Readonly<Record<MatterColumn, readonly string[]>> = {
  description: ['description', '内容', '诉求内容', '事件描述', '描述', '问题描述', '反映内容'],
  title: ['title', '标题', '事件标题', '诉求标题'],
  category: ['category', 'categorycode', 'servicecode', '类别', '类别代码', '事项类别', '类型', '小类'],
  lon: ['lon', 'lng', 'long', 'longitude', '经度'],
  lat: ['lat', 'latitude', '纬度'],
  areaCode: ['areacode', 'gridcode', '网格代码', '网格编码', '区划代码', '村社区代码'],
  address: ['address', '地址', '详细地址', '事发地址', '地点', '位置'],
  name: ['name', '姓名', '反映人', '诉求人', '联系人'],
  phone: ['phone', '电话', '手机', '手机号', '联系电话'],
  seenAt: ['seenat', 'time', '时间', '发生时间', '反映时间', '上报时间'],
  sourceNumber: ['sourcenumber', 'number', '编号', '来源编号', '工单编号', '工单号'],
}

const byHeading = new Map(
  Object.entries(headings).flatMap(([column, names]) => names.map((name) => [name, column as MatterColumn])),
)

/** The cells of one row by what they mean. */
export interface ListedMatter {
  readonly line: number
  readonly raw: readonly string[]
  readonly cells: Readonly<Partial<Record<MatterColumn, string>>>
  /** Tells the row again where it has no number of its own. */
  readonly fingerprint: string
}

export interface MatterList {
  readonly header: readonly string[]
  readonly columns: readonly { column: MatterColumn; heading: string }[]
  readonly rows: readonly ListedMatter[]
}

/** A list must name its columns; the first that means something counts where two mean the same. */
export function readColumns(table: readonly TableRow[]): MatterList {
  const [first, ...rest] = table
  if (!first || rest.length === 0) throw new Problem('import.unreadable', { reason: 'empty' })
  const header = first.cells.map((heading) => heading.trim())
  const places = new Map<MatterColumn, number>()
  for (const [index, heading] of header.entries()) {
    const column = byHeading.get(heading.toLowerCase().replaceAll(/[\s_\-\ufeff（）()]/g, ''))
    if (column !== undefined && !places.has(column)) places.set(column, index)
  }
  for (const needed of ['description', 'category'] as const) {
    if (!places.has(needed)) throw new Problem('import.unreadable', { reason: 'missing_column', column: needed })
  }
  return {
    header,
    columns: [...places].map(([column, index]) => ({ column, heading: header[index] ?? column })),
    rows: fingerprinted(
      rest.map(({ line, cells }) => ({
        line,
        raw: cells,
        cells: Object.fromEntries([...places].map(([column, index]) => [column, cells[index]?.trim() ?? ''])),
      })),
    ),
  }
}

/** What a row says, and which of those that say the same it is: two lamps may be out in one street. */
function fingerprinted(rows: readonly Omit<ListedMatter, 'fingerprint'>[]): ListedMatter[] {
  const times = new Map<string, number>()
  return rows.map((row) => {
    // Sorted, so that a list with its columns in another order is still the same list.
    const said = JSON.stringify(Object.entries(row.cells).toSorted(([a], [b]) => a.localeCompare(b)))
    const time = (times.get(said) ?? 0) + 1
    times.set(said, time)
    const hash = createHash('sha256').update(said).digest('hex').slice(0, 32)
    return { ...row, fingerprint: `row ${hash} ${time}` }
  })
}
