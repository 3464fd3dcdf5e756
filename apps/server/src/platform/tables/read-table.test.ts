import { zipSync } from 'fflate'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import writeWorkbook from 'write-excel-file/node'
import { readTable } from './read-table.ts'

const list = '内容,类别\r\n路灯不亮,0101\r\n\r\n"积水,很深",0102\r\n'
const rows = [
  { line: 1, cells: ['内容', '类别'] },
  { line: 2, cells: ['路灯不亮', '0101'] },
  { line: 4, cells: ['积水,很深', '0102'] },
]

describe('a list from a spreadsheet', () => {
  it('is read from CSV in UTF-8, with and without mark', async () => {
    expect(await readTable(Buffer.from(list))).toEqual(rows)
    expect(await readTable(Buffer.from(`\ufeff${list}`))).toEqual(rows)
  })

  it('is read from CSV as Chinese Windows writes it', async () => {
    expect(await readTable(iconv.encode(list, 'gb18030'))).toEqual(rows)
  })

  it('is read from the first sheet of a workbook, dates as they stand there', async () => {
    const file = await workbook([
      ['内容', '时间', '经度'],
      ['路灯不亮', new Date(Date.UTC(2026, 10, 20, 14, 30)), 111.77],
    ])
    expect(await readTable(file)).toEqual([
      { line: 1, cells: ['内容', '时间', '经度'] },
      { line: 2, cells: ['路灯不亮', '2026-11-20 14:30', '111.77'] },
    ])
  })

  it('is refused when it is a small file that unpacks to a very large one', async () => {
    const bomb = zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(80 * 1024 * 1024) })
    expect(bomb.length).toBeLessThan(1024 * 1024)
    await expect(readTable(Buffer.from(bomb))).rejects.toMatchObject({
      code: 'import.unreadable',
      details: { reason: 'too_large' },
    })
  })

  it('is refused with a reason when it is broken', async () => {
    const file = await workbook([['内容']])
    await expect(readTable(file.subarray(0, 200))).rejects.toMatchObject({ code: 'import.unreadable' })
    await expect(readTable(Buffer.from('a,"b\n'))).rejects.toMatchObject({ details: { reason: 'csv' } })
  })
})

async function workbook(cells: (string | number | Date)[][]): Promise<Buffer> {
  const data = cells.map((row) =>
    row.map((value) => (value instanceof Date ? { value, type: Date, format: 'yyyy-mm-dd hh:mm' } : { value })),
  )
  return writeWorkbook(data).toBuffer()
}
