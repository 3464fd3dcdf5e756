import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import writeWorkbook from 'write-excel-file/node'
import { formula, inline, testWorkbook } from '../workbook/testing.ts'
import { readTable } from './read-table.ts'
import { workbookRows } from './workbook-rows.ts'

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

  it('keeps what a spreadsheet would lose: rounded numbers show it; a formula without a result says nothing', async () => {
    const rows = `<row r="1">${inline('A1', '号码')}${inline('B1', '电话')}</row>
      <row r="3"><c r="A3"><v>4.21087195303071E+17</v></c><c r="B3"><f>#REF!+1</f></c></row>
      <row><c t="str"><f>A3</f><v>&lt;x&gt;</v></c><c t="e"><v>#REF!</v></c><c t="s"><v>1</v></c></row>`
    expect(
      await readTable(
        sheetOf(rows, ['一', '<r><t>二</t></r><rPh><t>er</t></rPh><r><t xml:space="preserve"> 三</t></r>']),
      ),
    ).toEqual([
      { line: 1, cells: ['号码', '电话'] },
      { line: 3, cells: ['4.21087195303071e+17', ''] },
      { line: 4, cells: ['<x>', '#REF!', '二 三'] },
    ])
  })

  it('gives merged cells to each of their rows where that is asked for, whatever prefix its elements have', async () => {
    const rows = `<row r="1">${inline('A1', '1号')}${inline('B1', '甲')}</row><row r="2">${inline('B2', '乙')}</row><row r="3">${formula('C3', 'A1')}</row>`
    const file = sheetOf(rows, [], '<mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells>')
    const read = async (fillMerged: boolean) => {
      const lines: string[] = []
      for await (const { cells } of workbookRows(file, { fillMerged, formulas: true })) lines.push(cells.join())
      return lines
    }
    expect(await read(false)).toEqual(['1号,甲', ',乙', ',,0'])
    expect(await read(true)).toEqual(['1号,甲', '1号,乙', ',,0'])
  })

  it('is refused when it is a small file that unpacks to a very large one', async () => {
    const bomb = sheetOf(' '.repeat(80 * 1024 * 1024))
    expect(bomb.length).toBeLessThan(1024 * 1024)
    await expect(readTable(bomb)).rejects.toMatchObject({
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

const sheetOf = (rows: string, sharedTexts: string[] = [], tail = '') =>
  testWorkbook({
    sheets: [{ name: '表', rows, tail }],
    sharedTexts: sharedTexts.map((text) => (text.startsWith('<') ? text : `<t>${text}</t>`)),
  })

async function workbook(cells: (string | number | Date)[][]): Promise<Buffer> {
  const data = cells.map((row) =>
    row.map((value) => (value instanceof Date ? { value, type: Date, format: 'yyyy-mm-dd hh:mm' } : { value })),
  )
  return writeWorkbook(data).toBuffer()
}
