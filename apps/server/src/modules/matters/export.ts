import type { Channel, MatterStatus, matterRoutes } from '@linli/contract/matters'
import type { RouteOutput } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import { countyOf } from '../../platform/county/county.ts'
import { csvRow } from '../../platform/csv.ts'
import { type Filters, filtered } from './list.ts'
import type { MatterRecord } from './queries.ts'
import { matterRows } from './rows.ts'

const MOST_EXPORTED = 10_000

interface Words {
  readonly zh: string
  readonly en: string
}
const word = (zh: string, en: string): Words => ({ zh, en })

// A spreadsheet goes to people who never see a screen of ours.
const statuses: Readonly<Record<MatterStatus, Words>> = {
  reported: word('待受理', 'reported'),
  accepted: word('待分派', 'to be dispatched'),
  dispatched: word('待签收', 'to be received'),
  handling: word('办理中', 'being handled'),
  disputed: word('权责争议', 'competence disputed'),
  paused: word('已暂停', 'paused'),
  settled: word('待核查', 'to be checked'),
  verified: word('待确认', 'to be confirmed'),
  closed: word('已办结', 'closed'),
  declined: word('不予受理', 'declined'),
  merged: word('已并入', 'merged'),
}
const channels: Readonly<Record<Channel, Words>> = {
  portal: word('网上', 'web'),
  qr: word('扫码', 'QR code'),
  hotline: word('电话', 'phone'),
  field: word('巡查', 'patrol'),
  open311: word('接口', 'Open311'),
  import: word('导入', 'import'),
  department: word('部门', 'department'),
}
const columns = [
  word('编号', 'number'),
  word('标题', 'title'),
  word('状态', 'status'),
  word('类别', 'category'),
  word('渠道', 'channel'),
  word('乡镇', 'town'),
  word('村社区', 'village'),
  word('网格', 'grid'),
  word('地址', 'address'),
  word('反映人', 'reporter'),
  word('承办单位', 'lead unit'),
  word('反映时间', 'reported'),
  word('办结时间', 'closed'),
]

/** The filtered list as CSV for a spreadsheet; persons stay masked. */
export async function exportMatters(ctx: Ctx, input: Filters): Promise<RouteOutput<typeof matterRoutes.exportMatters>> {
  const records = await (
    await filtered(ctx, 'matter.export', input)
  )
    .selectAll('matters')
    .orderBy('reportedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_EXPORTED + 1)
    .execute()
  const rows = await matterRows(ctx, records.slice(0, MOST_EXPORTED) as unknown as MatterRecord[])
  const { timeZone, name } = await countyOf(ctx.deps, ctx.countyId)
  const when = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  const { locale } = ctx
  const head = columns.map((column) => column[locale])
  const lines = rows.map((row) => [
    row.number,
    row.title,
    statuses[row.status][locale],
    row.category.names[locale],
    channels[row.channel][locale],
    row.place.townName,
    row.place.villageName,
    row.place.gridName,
    row.address,
    [row.reporter.name, row.reporter.phone].filter(Boolean).join(' '),
    row.leadUnit?.name ?? null,
    when.format(new Date(row.reportedAt)),
    row.closedAt === null ? null : when.format(new Date(row.closedAt)),
  ])
  return {
    filename: `${name}-${when.format(ctx.deps.now()).slice(0, 10)}.csv`,
    // The mark tells spreadsheet programs that it is UTF-8.
    csv: `\uFEFF${[head, ...lines].map(csvRow).join('')}`,
    rows: rows.length,
    truncated: records.length > MOST_EXPORTED,
  }
}
