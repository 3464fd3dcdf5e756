import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { axeFaults, overflows, smallTargets } from './look.ts'
import { act, desk, open, read } from './people.ts'
import { type Platform, startPlatform } from './world.ts'

let platform: Platform
let browser: Browser
let clerk: Page
const householdId = randomUUID()
const address = '民主路 47 号 3 单元 501 室'
/** A surname that nobody else in the county has; with a true check digit. */
const head = { personId: randomUUID(), name: '钭桂英', document: { kind: 'resident_id', number: '421087195603120027' } }
const lodger = { personId: randomUUID(), name: '钭建国' }

beforeAll(async () => {
  platform = await startPlatform()
  browser = await launchBrowser()
  clerk = await open(browser, platform.url, { login: 'hefang', size: desk })
  const me = (await read(clerk, '/me')) as { posts: { unit: { areaId: string } }[] }
  const { items } = (await read(clerk, `/areas/tree?parentId=${me.posts[0]?.unit.areaId}`)) as {
    items: { id: string }[]
  }
  await act(clerk, '/register/households', {
    householdId,
    gridId: items[0]?.id,
    address,
    since: '2020-03-01',
    members: [
      { ...head, relation: 'head', phone: '13800005678', since: '2020-03-01' },
      { ...lodger, relation: 'non_relative', residenceKind: 'migrant', since: '2021-05-01', birthOn: '1990-01-02' },
    ],
  })
})
afterAll(async () => {
  await browser?.close()
  await platform?.stop()
})

const member = (name: string) => clerk.getByRole('row', { name: new RegExp(name) })
const dialog = () => clerk.getByRole('dialog')

/** Nothing that axe finds, nothing beyond the page's width, nothing too small to hit. */
async function isInOrder(page: Page): Promise<void> {
  expect(await axeFaults(page)).toEqual([])
  expect(await overflows(page)).toEqual([])
  expect(await smallTargets(page, 24)).toEqual([])
}

describe('the population register, as a station clerk keeps it', () => {
  it('finds a household by the pinyin of a name, masked, without a mouse', async () => {
    await clerk.goto('/console/')
    await clerk.getByRole('link', { name: '人口登记' }).click()
    const field = clerk.getByRole('searchbox', { name: '查找人、户、楼、单位' })
    await field.waitFor()
    await expect.poll(() => field.evaluate((node) => node === document.activeElement)).toBe(true)
    await clerk.keyboard.type('touguiy')
    const hit = clerk.getByRole('link', { name: /钭\*\*/ })
    await hit.waitFor()
    expect(await hit.textContent()).not.toContain('桂英')
    // What was looked for is somebody's name: it stands in no address.
    expect(clerk.url()).not.toContain('tougui')
    await isInOrder(clerk)
    await clerk.keyboard.press('ArrowDown')
    await clerk.keyboard.press('k')
    await expect.poll(() => field.evaluate((node) => node === document.activeElement)).toBe(true)
    await clerk.keyboard.press('Enter')
    await clerk.getByRole('heading', { level: 1, name: address }).waitFor()
    await member('钭桂英').and(clerk.locator('[aria-current=true]')).waitFor()
  })

  it('adds a newborn, once the form is filled in right', async () => {
    await clerk.getByRole('button', { name: '添一个人' }).click()
    await dialog().getByLabel('新出生').check()
    await dialog().getByLabel('姓名').fill('钭新宁')
    await dialog().getByLabel('性别').selectOption('女')
    await dialog().getByLabel('与户主关系').selectOption('孙辈')
    await dialog().getByLabel('电话').fill('12')
    await dialog().getByRole('button', { name: '添加' }).click()
    await dialog().getByText('电话格式不对').waitFor()
    expect(await dialog().getByLabel('电话').getAttribute('aria-invalid')).toBe('true')
    await dialog().getByLabel('没有或不愿说').check()
    await dialog().getByRole('button', { name: '添加' }).click()
    await dialog().waitFor({ state: 'detached' })
    await member('钭新宁').filter({ hasText: '0 个月' }).waitFor()
    // Whoever works by keyboard goes on where they were.
    const back = clerk.getByRole('button', { name: '添一个人' })
    expect(await back.evaluate((node) => node === document.activeElement)).toBe(true)
  })

  it('corrects a phone; a form that somebody overtook keeps what was typed', async () => {
    await clerk.getByRole('link', { name: '钭桂英' }).click()
    await clerk.getByRole('heading', { level: 1, name: '钭桂英' }).waitFor()
    await clerk.getByRole('button', { name: '修改资料' }).click()
    await dialog().getByLabel('电话').fill('138 0000 9999')
    await act(clerk, `/register/persons/${head.personId}`, {
      seenVersion: 1,
      said: { education: 'primary' },
      knownHow: 'person',
    })
    await dialog().getByRole('button', { name: '保存' }).click()
    await dialog().getByText('这份档案刚被别人改过').waitFor()
    expect(await dialog().getByLabel('电话').inputValue()).toBe('138 0000 9999')
    // The page under the form has meanwhile read what the other wrote.
    await clerk.getByRole('region', { name: '基本情况', includeHidden: true }).getByText('小学').waitFor()
    await dialog().getByRole('button', { name: '保存' }).click()
    await dialog().waitFor({ state: 'detached' })
    await clerk.getByText('138****9999').waitFor()
    await isInOrder(clerk)
  })

  it('opens a number for a reason, until the page is left', async () => {
    await clerk.getByRole('button', { name: '查看号码' }).click()
    await dialog().getByText('本人可以查到').waitFor()
    await isInOrder(clerk)
    await dialog().getByLabel('联系电话').check()
    await dialog().getByLabel('原因').fill('约上门办老年卡的时间')
    await dialog().getByRole('button', { name: '打开' }).click()
    await clerk.getByText('13800009999').waitFor()
    await clerk.getByRole('link', { name: address }).first().click()
    await clerk.getByRole('heading', { level: 1, name: address }).waitFor()
    await clerk.goBack()
    await clerk.getByRole('heading', { level: 1, name: '钭桂英' }).waitFor()
    expect(await clerk.getByText('13800009999').count()).toBe(0)
  })

  it('moves somebody out of the county, and still shows who lived there last year', async () => {
    await clerk.goto(`/console/register/households/${householdId}`)
    await clerk.getByRole('link', { name: '钭建国' }).click()
    await clerk.getByRole('button', { name: '迁移、去世' }).click()
    await dialog().getByLabel('迁出本县').check()
    await dialog().getByLabel('迁到哪里').fill('湖北省荆州市')
    await dialog().getByRole('button', { name: '登记' }).click()
    await dialog().waitFor({ state: 'detached' })
    await clerk.getByText('已迁出').first().waitFor()
    await clerk.goto(`/console/register/households/${householdId}`)
    const former = clerk.getByRole('region', { name: /以前的成员/ })
    await former.getByText('钭建国').waitFor()
    await clerk.getByLabel('看某一天').fill('2025-11-01')
    await clerk.waitForURL(/on=2025-11-01/)
    await clerk.getByText('这是 2025-11-01 的样子').waitFor()
    await member('钭建国').waitFor()
    expect(await member('钭新宁').count()).toBe(0)
    expect(await clerk.getByRole('button', { name: '添一个人' }).count()).toBe(0)
    await clerk.getByRole('button', { name: '看今天' }).click()
    await member('钭新宁').waitFor()
  })

  it('lets them come back, and takes a death back that was told of somebody else', async () => {
    await clerk.goto(`/console/register/households/${householdId}`)
    await clerk.getByRole('link', { name: '钭建国' }).first().click()
    await clerk.getByRole('button', { name: '回到本地' }).click()
    expect(await dialog().getByLabel(`原来的户：${address}`).isChecked()).toBe(true)
    await dialog().getByLabel('从哪里回来').fill('湖北省荆州市')
    await isInOrder(clerk)
    await dialog().getByRole('button', { name: '登记' }).click()
    await dialog().waitFor({ state: 'detached' })
    const lived = clerk.getByRole('region', { name: '居住经过' })
    await lived.getByText('来自：湖北省荆州市').waitFor()
    await lived.getByText('去往：湖北省荆州市').waitFor()
    await clerk.getByRole('button', { name: '户内变更' }).click()
    await dialog().getByLabel('户口性质').selectOption('户籍')
    await isInOrder(clerk)
    await dialog().getByRole('button', { name: '登记' }).click()
    await dialog().waitFor({ state: 'detached' })
    await lived.getByText(/→ 户内变更 · 本人说的 · 何芳/).waitFor()
    await clerk.getByRole('button', { name: '迁移、去世' }).click()
    await dialog().getByLabel('去世', { exact: true }).check()
    await dialog().getByRole('button', { name: '登记' }).click()
    await dialog().waitFor({ state: 'detached' })
    await clerk.getByText('已去世').first().waitFor()
    await clerk.getByRole('button', { name: '更正误报' }).click()
    await dialog()
      .getByText(/登记的是：去世/)
      .waitFor()
    await dialog().getByRole('button', { name: '收回这次登记' }).click()
    await dialog().waitFor({ state: 'detached' })
    await clerk.getByText('常住').first().waitFor()
    await clerk.getByRole('region', { name: '登记经过' }).getByText('没有采用').waitFor()
    await isInOrder(clerk)
  })

  it('lets the clerk decide between two accounts, and between two files', async () => {
    const person = { name: '钭文豪', birthOn: '1980-05-06' }
    const [first, second] = [randomUUID(), randomUUID()]
    for (const personId of [first, second])
      await act(clerk, `/register/households/${householdId}/persons`, {
        person: { personId, ...person, relation: 'other' },
      })
    await act(clerk, `/register/persons/${first}`, {
      seenVersion: 1,
      said: { birthOn: '1981-05-06' },
      knownHow: 'neighbour',
    })
    await clerk.getByRole('link', { name: '核对' }).click()
    const accounts = clerk.getByRole('region', { name: '钭**' })
    await accounts.getByText('1981-05-06').waitFor()
    await accounts.getByRole('button', { name: '不采用' }).click()
    await accounts.waitFor({ state: 'detached' })
    await clerk.getByRole('tab', { name: '可能重复' }).click()
    const pair = clerk.getByRole('region', { name: '钭** 和 钭**' })
    await pair.getByRole('button', { name: '并排比较' }).click()
    await pair.getByRole('row', { name: '出生日期 1980-05-06 1980-05-06 相同' }).waitFor()
    await isInOrder(clerk)
    await pair.getByRole('button', { name: '是同一个人，合并' }).click()
    await pair.waitFor({ state: 'detached' })
    await clerk.getByRole('tab', { name: '已合并' }).click()
    await pair.getByRole('button', { name: '撤销合并' }).click()
    await pair.waitFor({ state: 'detached' })
  })

  it('shows a building floor by floor, its dwellings on a map, and all of it on a narrow screen', async () => {
    await clerk.goto('/console/register/buildings')
    await clerk.getByRole('button', { name: '添加楼栋' }).click()
    await dialog().getByLabel('楼名').fill('9栋')
    await dialog().getByLabel('地址').fill('民主花园')
    await dialog().getByLabel('层数').fill('3')
    await dialog().getByText('会一次建好 12 套房').waitFor()
    await dialog().getByRole('button', { name: '添加' }).click()
    await clerk.getByRole('heading', { level: 1, name: '9栋' }).waitFor()
    await clerk.getByRole('rowheader', { name: '3 层' }).first().waitFor()
    await isInOrder(clerk)
    await clerk.getByRole('button', { name: '301 登记住户' }).first().click()
    await dialog().getByLabel('户主姓名').fill('钭文')
    await dialog().getByRole('button', { name: '添加' }).click()
    await clerk.getByRole('heading', { level: 1, name: /民主花园9栋1单元301/ }).waitFor()
    await clerk.getByRole('link', { name: '住房地图' }).click()
    await clerk.getByRole('application', { name: '住房地图' }).waitFor()
    await isInOrder(clerk)
    await clerk.setViewportSize({ width: 320, height: 700 })
    for (const path of [
      '',
      `/households/${householdId}`,
      `/persons/${head.personId}`,
      '/buildings',
      '/desks',
      '/map',
    ]) {
      await clerk.goto(`/console/register${path}`)
      await clerk.locator('main.register').waitFor()
      expect(await overflows(clerk)).toEqual([])
      expect(await smallTargets(clerk, 24)).toEqual([])
    }
  })
})
