import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { desk, giveToZhoumin, type Json, open, read } from './people.ts'
import { type Platform, startPlatform } from './world.ts'

type Corner = readonly [number, number]
type Row = { id: string; name: string; level: string; gridNo: number }

let platform: Platform
let browser: Browser
let suwen: Page
let villageId: string

beforeAll(async () => {
  platform = await startPlatform()
  browser = await launchBrowser()
  suwen = await open(browser, platform.url, { login: 'suwen', size: desk })
  const { items } = await read(suwen, `/areas/search?level=village&q=${encodeURIComponent('林园社区')}`)
  villageId = (items as Row[])[0]?.id ?? ''
})
afterAll(async () => {
  await browser?.close()
  await platform?.stop()
})

const panel = () => suwen.getByRole('region', { name: '网格', exact: true })
const map = () => suwen.getByRole('application')
const press = (name: string | RegExp) =>
  panel()
    .getByRole('button', { name, exact: typeof name === 'string' })
    .click()
const told = (words: string) => panel().getByRole('status').filter({ hasText: words }).waitFor()
const refused = (words: string) => suwen.getByRole('alert').filter({ hasText: words }).waitFor()

async function look(areaId: string): Promise<void> {
  await suwen.goto(`/console/areas?id=${areaId}`)
  await map().waitFor()
}

async function grids(): Promise<Row[]> {
  const { items } = await read(suwen, `/areas/tree?parentId=${villageId}`)
  return items as Row[]
}

async function gridNumbered(gridNo: number): Promise<Row> {
  const row = (await grids()).find((grid) => grid.gridNo === gridNo)
  if (!row) throw new Error(`no grid ${gridNo}`)
  return row
}

async function outlineOf(areaId: string): Promise<Corner[]> {
  const { boundary } = await read(suwen, `/areas/${areaId}`)
  return (boundary as { coordinates: Corner[][] }).coordinates[0]?.slice(0, -1) ?? []
}

/** Where a place is on the page. The map's plane begins at the first corner of the village, in metres. */
async function pixelOf([lon, lat]: Corner): Promise<{ x: number; y: number }> {
  const [origin] = await outlineOf(villageId)
  const [lon0, lat0] = origin ?? [0, 0]
  const metres = { x: (lon - lon0) * Math.cos((lat0 * Math.PI) / 180) * 111_320, y: (lat0 - lat) * 111_320 }
  return map()
    .locator('path.border')
    .evaluate((path: SVGPathElement, { x, y }) => {
      const point = new DOMPoint(x, y).matrixTransform(path.getScreenCTM() ?? undefined)
      return { x: point.x, y: point.y }
    }, metres)
}

/** Clicks a little beside the place: a hand is not a surveyor. */
async function clickNear(corner: Corner, aside: { x: number; y: number } = { x: 3, y: -3 }): Promise<void> {
  const { x, y } = await pixelOf(corner)
  await suwen.mouse.click(x + aside.x, y + aside.y)
}

async function expectTidy(): Promise<void> {
  await look(villageId)
  await press('检查覆盖')
  await panel().getByText('没有空白，也没有重叠。').waitFor()
}

describe('the grids of a village', { timeout: 60_000 }, () => {
  it('stand on a map and in a list, each a way to its page', async () => {
    await look(villageId)
    expect(await map().locator('path.part').count()).toBe(7)
    expect(await panel().getByRole('row').count()).toBe(8)
    await map().getByRole('button', { name: '第6网格' }).click()
    await panel().getByRole('button', { name: '改边界' }).waitFor()
    await suwen.goBack()
    await press('检查覆盖')
    await panel().getByText('没有空白，也没有重叠。').waitFor()
  })

  it('leave a gap when one closes, which a new one fills by joining its neighbours', async () => {
    const seventh = await gridNumbered(7)
    const outline = await outlineOf(seventh.id)
    await look(seventh.id)
    await press('撤销')
    await panel()
      .getByText(/不属于任何基础网格/)
      .waitFor()
    await press('撤销这个网格')
    await told('已经撤销')
    await press('检查覆盖')
    await press(/^空白/)
    await press('返回')

    await press('画新网格')
    for (const corner of outline) await clickNear(corner)
    await press('围合')
    await panel().getByLabel('户数').fill('900')
    await panel().getByText('规定不少于 300 户').waitFor()
    await panel().getByLabel('名称').fill('滨江网格')
    await suwen.goBack()
    await panel().getByRole('button', { name: '画新网格' }).waitFor()
    await suwen.goForward()
    await panel().getByText('上次没做完的内容还在').waitFor()
    expect(await panel().getByLabel('名称').inputValue()).toBe('滨江网格')
    await panel().getByRole('button', { name: '建这个网格' }).dblclick()
    await told('新网格已建好')
    expect((await grids()).filter(({ name }) => name === '滨江网格')).toHaveLength(1)
    await expectTidy()
    expect(await map().locator('path.part').count()).toBe(7)
  })

  it('refuse outlines that cross themselves or begin before the village, and keep what was drawn', async () => {
    await look(villageId)
    await press('画新网格')
    await press('建这个网格')
    await refused('边界还没有围合')
    await panel().getByLabel('沿边界走').uncheck()
    const [a, b, c, d] = await outlineOf((await gridNumbered(6)).id)
    for (const corner of [a, c, b, d]) if (corner) await clickNear(corner, { x: 0, y: 0 })
    await press('围合')
    await refused('边界自己交叉了')
    await press('建这个网格')
    await refused('先把交叉的边拉开')
    await press('清空重画')
    for (const corner of [a, b, c]) if (corner) await clickNear(corner)
    await press('围合')
    await panel().getByLabel('从哪天起').fill('1999-01-01')
    await press('建这个网格')
    await refused('才设立')
    await press('不改了')
  })

  it('are drawn by the keyboard alone', async () => {
    await look(villageId)
    await panel().getByRole('button', { name: '画新网格' }).press('Enter')
    await panel().getByLabel('沿边界走').press(' ')
    await map().focus()
    const keys = ['ArrowRight', 'Enter', 'Shift+ArrowLeft', 'Shift+ArrowLeft', 'Enter', 'Shift+ArrowDown', 'Enter']
    for (const key of [...keys, 'Shift+ArrowDown', 'Enter', 'Control+z', 'c']) await suwen.keyboard.press(key)
    await panel().getByText('3 个点').waitFor()
    await panel().getByLabel('类型').selectOption('dedicated')
    await panel().getByLabel('名称').fill('实验小学')
    await panel().getByLabel('名称').press('Enter')
    await told('新网格已建好')
  })

  it('are split and merged, while matters stay with the grid that they belonged to', async () => {
    const [clerk, operator] = await Promise.all(
      ['hefang', 'chenli'].map((login) => open(browser, platform.url, { login, size: desk })),
    )
    if (!clerk || !operator) throw new Error('nobody')
    const third = await gridNumbered(3)
    const matterId = await giveToZhoumin(operator, clerk, `路灯不亮 拆分前 ${Date.now()}`)
    await look(third.id)
    await press('拆分')
    await clickNear([111.779, 30.1735])
    await clickNear([111.7795, 30.1735])
    await press(/^拆成/)
    await refused('没有把网格分开')
    await press('清空重画')
    const corners = await outlineOf(third.id)
    const [west, east] = [Math.min(...corners.map(([lon]) => lon)), Math.max(...corners.map(([lon]) => lon))]
    for (const lon of [west - 0.001, east + 0.001]) await clickNear([lon, 30.1737], { x: 0, y: 0 })
    await panel()
      .getByText(/第 1 块 · /)
      .waitFor()
    await press('拆成 2 个网格')
    await told('已经拆开')
    await expectTidy()
    expect(await placeOf(clerk, matterId)).toBe(third.id)
    const zhoumin = await open(browser, platform.url, { login: 'zhoumin', size: desk })
    expect(await placeOf(zhoumin, matterId)).toBe(third.id)

    const parts = (await grids()).filter(({ gridNo }) => gridNo > 9).map(({ name }) => name)
    expect(parts).toHaveLength(2)
    await look(villageId)
    await press('合并')
    const choose = (name: string) => panel().getByRole('group').getByRole('checkbox', { name, exact: true }).check()
    for (const name of ['第1网格', '滨江网格']) await choose(name)
    await press('合并成一个网格')
    await refused('没有连成一片')
    for (const name of ['第1网格', '滨江网格']) await map().getByRole('checkbox', { name, exact: true }).press(' ')
    for (const name of parts) await choose(name)
    await press('合并成一个网格')
    await told('已经合并')
    await panel().getByText('前身').waitFor()
    await expectTidy()
    expect(await placeOf(clerk, matterId)).toBe(third.id)
    await Promise.all([clerk, operator, zhoumin].map((page) => page.context().close()))
  })

  it('have somebody who answers for them, from a day on and until one', async () => {
    await look((await gridNumbered(1)).id)
    const duties = suwen.getByRole('region', { name: '定格、定人、定责' })
    await duties.getByLabel('输入姓名、拼音或单位').fill('zhoumin')
    const zhoumin = duties.getByRole('option', { name: /^周敏/ })
    await duties.getByRole('combobox', { name: '本系统人员' }).selectOption((await zhoumin.getAttribute('value')) ?? '')
    await duties.getByText(/将接替/).waitFor()
    await duties.getByRole('button', { name: '指定' }).click()
    await duties.getByText('已指定周敏为网格员。').waitFor()
    await duties.getByRole('button', { name: '结束 网格员 周敏' }).click()
    await duties.getByLabel(/从哪天起不再担任/).fill('1999-01-01')
    await duties.getByRole('button', { name: '确定结束' }).click()
    await refused('结束日期不能更早')
    await duties.getByLabel(/从哪天起不再担任/).fill('2199-01-01')
    await duties.getByRole('button', { name: '确定结束' }).click()
    await duties.getByText('周敏不再担任网格员。').waitFor()
  })
})

describe('a list of areas', { timeout: 60_000 }, () => {
  const csv = [
    'code,name,level,parent,经度,纬度',
    '421087001901,新港社区,village,421087001000,111.78,30.17',
    '4210,没有代码村,village,421087001000,,',
    '421087998902,没有上级村,village,421087998000,,',
    '421087001903,天涯村,village,421087001000,11.78,30.17',
  ].join('\n')
  const give = async (name: string, text: string | Buffer) => {
    await suwen.getByLabel('文件').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
    await suwen.getByRole('button', { name: '试算' }).click()
  }

  it('is tried, its faults are named, and its good rows are taken once', async () => {
    await suwen.goto('/console/areas/import')
    await give('新区划.csv', csv)
    for (const reason of ['代码应为 12 位数字', '找不到上级区划', '坐标远在本县(市)之外'])
      await suwen.getByRole('cell', { name: reason }).waitFor()
    expect(await suwen.getByRole('button', { name: /导入/ }).count()).toBe(0)
    await suwen.getByLabel('有错误的行').selectOption('apply_good')
    await suwen.getByRole('button', { name: '试算' }).click()
    await suwen.getByRole('button', { name: /^导入正确的行/ }).click()
    await suwen.getByRole('heading', { name: '已导入' }).waitFor()
    const { items } = await read(suwen, `/areas/search?q=${encodeURIComponent('新港社区')}`)
    expect(items).toHaveLength(1)
    await give('新区划.csv', csv.split('\n').slice(0, 2).join('\n'))
    await suwen.getByText('名单与现有资料相同').waitFor()
  })

  it('that is none is refused in words', async () => {
    await give('空.csv', '')
    await refused('文件里没有数据行')
    await give('照片.csv', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46]))
    await refused('这不是表格文件')
    await give('表格.csv', Buffer.from('PK\u0003\u0004 no workbook'))
    await refused('这个表格打不开')
  })
})

async function placeOf(page: Page, matterId: string): Promise<unknown> {
  const matter = await read(page, `/matters/${matterId}`)
  return (matter['place'] as Json)['gridId']
}
