import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { fillWorkbook } from './fill.ts'
import type { CellValue, Filling } from './filling.ts'
import { findMarks } from './marks.ts'
import { openWorkbook } from './package.ts'
import { formula, inline, testWorkbook } from './testing.ts'
import { viewOf } from './view.ts'

const values: Record<string, CellValue> = { area: '松滋市', today: { day: '2026-11-02' }, persons: 1234 }
const filling = (rows: number): Filling => ({
  meaning: (name) => {
    if (name.startsWith('下级.')) return { list: 'below', key: name.slice(3) }
    return name in values ? { list: null, key: name } : null
  },
  value: (key) => values[key] ?? null,
  rows: () =>
    Array.from({ length: rows }, (_, index) => (key) => (key === '名称' ? `第${index + 1}镇` : (index + 1) * 10)),
})

const parts = (file: Buffer) => {
  const files = unzipSync(file)
  return (path: string) => (files[path] ? strFromU8(files[path]) : null)
}
const texts = (file: Buffer, sheet = 0) =>
  viewOf(openWorkbook(file))[sheet]?.rows.map(({ cells }) => cells.map(({ text }) => text))

const list = `<row r="4" ht="30" customHeight="1">${inline('A4', '{{下级.名称}}', 2)}${inline('B4', '{{下级.人数}}')}${formula('C4', 'B4/B$6')}</row>`
const below = `<row r="5">${inline('A5', '合计')}${formula('B5', 'SUM(B4)')}</row><row r="6">${formula('B6', 'SUM(B4:B4)*2')}</row>`

describe('a workbook with marks', () => {
  it('gets numbers as numbers, days as days where the cell shows days, and words in their look', () => {
    const file = testWorkbook({
      sheets: [
        {
          name: '表',
          rows: `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2">${inline('A2', '{{today}}', 1)}${inline('B2', '{{today}}')}${inline('C2', ' {{ PERSONS }} ')}</row>`,
        },
      ],
      // The first is one mark through three fonts; the braces of the second come from a Chinese keyboard.
      sharedTexts: [
        '<r><rPr><b/></rPr><t>关于{{</t></r><r><t>area</t></r><r><t>}}的表</t></r>',
        '<t>｛｛ｐｅｒｓｏｎｓ｝｝ 人 &amp; 户</t>',
      ],
    })
    const filled = fillWorkbook(openWorkbook(file), filling(0))
    const sheet = parts(filled)('xl/worksheets/sheet1.xml')
    expect(sheet).toContain('<r><rPr><b/></rPr><t xml:space="preserve">关于松滋市</t></r>')
    expect(sheet).toContain('>1234 人 &amp; 户<')
    expect(sheet).toContain('<c r="A2" s="1"><v>46328</v></c>')
    expect(sheet).toContain('>2026-11-02<')
    expect(sheet).toContain('<c r="C2" s="0"><v>1234</v></c>')
  })

  it('repeats the row of a list, and whatever referred to it or stood below follows', () => {
    const file = testWorkbook({
      sheets: [
        {
          name: '表 一',
          rows: `<row r="1">${inline('A1', '{{area}}')}</row>${list}${below}`,
          tail: `<mergeCells count="2"><mergeCell ref="D4:E4"/><mergeCell ref="F3:F5"/></mergeCells><conditionalFormatting sqref="B4"><cfRule><formula>B4&gt;B$5</formula></cfRule></conditionalFormatting><dataValidations><dataValidation sqref="G5:G9"/></dataValidations><rowBreaks><brk id="5"/></rowBreaks>`,
        },
        { name: '二', rows: `<row r="1">${formula('A1', "'表 一'!B5+1")}${formula('B1', '"B5"&amp;B5')}</row>` },
      ],
      names: `<definedName name="_xlnm.Print_Area" localSheetId="0">'表 一'!$A$1:$F$6</definedName>`,
    })
    const filled = fillWorkbook(openWorkbook(file), filling(3))
    const part = parts(filled)
    expect(texts(filled)).toEqual([
      ['松滋市', '', '', '', '', ''].slice(0, 3),
      ['', '', ''],
      ['', '', ''],
      ['第1镇', '10', '0.0833'],
      ['第2镇', '20', '0.1667'],
      ['第3镇', '30', '0.25'],
      ['合计', '60', ''],
      ['', '120', ''],
    ])
    expect(texts(filled, 1)).toEqual([['61', '']])
    const sheet = part('xl/worksheets/sheet1.xml') ?? ''
    expect(sheet).toContain('<f>B5/B$8</f>')
    expect(sheet).toContain('<f>SUM(B4:B6)</f><v>60</v>')
    expect(sheet.match(/<row r="[456]" ht="30"/g)).toHaveLength(3)
    expect(sheet).toContain(
      '<mergeCell ref="D4:E4"/><mergeCell ref="D5:E5"/><mergeCell ref="D6:E6"/><mergeCell ref="F3:F7"/>',
    )
    expect(sheet).toContain('sqref="B4:B6"><cfRule><formula>B4&gt;B$7</formula>')
    expect(sheet).toContain('<dataValidation sqref="G7:G11"/>')
    expect(sheet).toContain('<brk id="7"/>')
    expect(part('xl/worksheets/sheet2.xml')).toContain('<f>&quot;B5&quot;&amp;B5</f>')
    expect(part('xl/workbook.xml')).toContain("'表 一'!$A$1:$F$8")
    expect(part('xl/workbook.xml')).toContain('fullCalcOnLoad="1"')
    expect(part('xl/calcChain.xml')).toBeNull()
  })

  it('keeps the row of an empty list, without its marks', () => {
    const filled = fillWorkbook(
      openWorkbook(testWorkbook({ sheets: [{ name: '表', rows: list + below }] })),
      filling(0),
    )
    expect(texts(filled)?.slice(3)).toEqual([
      ['', '', ''],
      ['合计', '0', ''],
      ['', '0', ''],
    ])
  })

  it('names every mark with its cell, those that were not finished, and cells that have a name', () => {
    const file = testWorkbook({
      sheets: [
        {
          name: '表',
          rows: `<row r="2">${inline('B2', '{{area}}、{{谁}}')}${inline('C2', '{{人数')}</row>`,
          tail: '<headerFooter><oddFooter>&amp;C{{area}}</oddFooter></headerFooter>',
        },
      ],
      names: '<definedName name="persons">表!$D$7</definedName><definedName name="几格">表!$D$7:$D$9</definedName>',
    })
    expect(findMarks(openWorkbook(file))).toEqual({
      marks: [
        { sheet: '表', cell: 'D7', name: 'persons', by: 'name' },
        { sheet: '表', cell: 'B2', name: 'area', by: 'text' },
        { sheet: '表', cell: 'B2', name: '谁', by: 'text' },
        { sheet: '表', cell: '', name: 'area', by: 'text' },
      ],
      unfinished: [{ sheet: '表', cell: 'C2' }],
    })
    const filled = fillWorkbook(openWorkbook(file), filling(0))
    expect(texts(filled)?.[6]?.[3]).toBe('1234')
    expect(parts(filled)('xl/worksheets/sheet1.xml')).toContain('&amp;C松滋市')
  })

  it('refuses what is none, what is locked, and what holds macros', () => {
    const reason = (file: Buffer) => {
      try {
        openWorkbook(file)
        return null
      } catch (error) {
        return error instanceof Error && 'details' in error ? error.details : error
      }
    }
    expect(reason(Buffer.from('网格,户数\n'))).toEqual({ reason: 'not_xlsx' })
    expect(reason(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toEqual({ reason: 'old_or_locked' })
    const book = { sheets: [{ name: '表', rows: '' }] }
    expect(reason(testWorkbook(book).subarray(0, 400))).toEqual({ reason: 'damaged' })
    expect(reason(testWorkbook({ ...book, parts: { 'xl/vbaProject.bin': '' } }))).toEqual({ reason: 'macros' })
  })
})
