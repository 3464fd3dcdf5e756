import { describe, expect, it } from 'vitest'
import { csvRows } from './csv-rows.ts'

/** Read in pieces of this many letters. */
async function read(text: string, size = text.length) {
  const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
    text.slice(at * size, (at + 1) * size),
  )
  const rows = []
  for await (const { line, cells, isBroken } of csvRows(pieces.values() as unknown as AsyncIterable<string>))
    rows.push(isBroken ? [line, ...cells, 'broken'] : [line, ...cells])
  return rows
}

describe('a text of comma-separated cells', () => {
  it('has quoted cells, quotes within them, and cells of several lines, wherever it is cut', async () => {
    const text = '姓名,地址\r\n张三,"林园路 ""老"" 街,5 号"\r\n"李四","一楼\n二楼"\r\n\r\n王五,\r\n'
    const rows = [
      [1, '姓名', '地址'],
      [2, '张三', '林园路 "老" 街,5 号'],
      [3, '李四', '一楼\n二楼'],
      [5, ''],
      [6, '王五', ''],
    ]
    for (const size of [1, 2, 3, 7, text.length]) expect(await read(text, size)).toEqual(rows)
    expect(await read('a,b\rc,d')).toEqual([
      [1, 'a', 'b'],
      [2, 'c', 'd'],
    ])
  })

  it('keeps quotes that stand within a cell', async () => {
    expect(await read('外号"老张",5"管\n"张三"先生,x')).toEqual([
      [1, '外号"老张"', '5"管'],
      [2, '张三先生', 'x'],
    ])
  })

  it('with a quote that is never closed loses that row alone', async () => {
    const rows = Array.from({ length: 200 }, (_, index) => `人${index},地址 ${index}`)
    rows[50] = '人50,"地址 50'
    rows[70] = '人70,"地址 70'
    rows[71] = '"人71","地址 71"'
    rows[199] = '"人199,地址 199'
    const found = await read(rows.join('\n'))
    expect(found).toHaveLength(200)
    expect(found.map(([line]) => line)).toEqual(rows.map((_, index) => index + 1))
    expect(found.filter((row) => row.at(-1) === 'broken')).toEqual([
      [51, '人50', '地址 50', 'broken'],
      [71, '人70', '地址 70', 'broken'],
      [200, '人199', '地址 199', 'broken'],
    ])
    expect(found[71]).toEqual([72, '人71', '地址 71'])
  })

  it('that has no lines is none', async () => {
    await expect(read('人'.repeat(200_000))).rejects.toMatchObject({ code: 'import.unreadable', details: { line: 1 } })
  })
})
