import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { axeFaults, overflows, smallTargets } from './look.ts'
import { desk, open } from './people.ts'
import { type Platform, startPlatform } from './world.ts'

let platform: Platform
let browser: Browser
let clerk: Page
let officer: Page
beforeAll(async () => {
  platform = await startPlatform()
  browser = await launchBrowser()
  clerk = await open(browser, platform.url, { login: 'hefang', size: desk })
  officer = await open(browser, platform.url, { login: 'daiping', size: desk })
})
afterAll(async () => {
  await browser?.close()
  await platform?.stop()
})

const dialog = () => clerk.getByRole('dialog')

async function isInOrder(page: Page): Promise<void> {
  expect(await axeFaults(page)).toEqual([])
  expect(await overflows(page)).toEqual([])
  expect(await smallTargets(page, 24)).toEqual([])
}

describe('dwellings, as a station clerk keeps them', () => {
  it('a county’s own field is a choice of options, and stays one when it is changed', async () => {
    await officer.goto('/console/fields')
    await officer.getByRole('button', { name: '增加一项' }).click()
    await officer.getByLabel('代码').fill('roof')
    await officer.getByLabel('属于').selectOption('房')
    await officer.getByLabel('中文名称').fill('屋面')
    await officer.getByLabel('英文名称').fill('Roof')
    await officer.getByLabel('法律依据').fill('房屋安全隐患排查工作方案')
    await officer.getByLabel('负责部门').fill('住建局')
    await officer.getByLabel('怎么填').selectOption('选一项')
    await officer.getByLabel('可选的值').fill('tile, 瓦, Tiles\nsteel，彩钢，Steel')
    await isInOrder(officer)
    await officer.getByRole('button', { name: '保存' }).click()
    const row = officer.getByRole('row', { name: /屋面/ })
    await row.getByRole('button', { name: '修改' }).click()
    expect(await officer.getByLabel('可选的值').inputValue()).toBe('tile, 瓦, Tiles\nsteel, 彩钢, Steel')
    await officer.getByLabel('负责部门').fill('住建和城管局')
    await officer.getByRole('button', { name: '保存' }).click()
    await row.getByText('住建和城管局').waitFor()
    await row.getByRole('button', { name: '修改' }).click()
    expect(await officer.getByLabel('怎么填').inputValue()).toBe('choice')
  })

  it('a building gets its position by a tap, a flat is empty from a day on, and its dot opens it', async () => {
    await clerk.goto('/console/register/buildings')
    await clerk.getByRole('button', { name: '添加楼栋' }).click()
    await dialog().getByLabel('楼名').fill('19栋')
    await dialog().getByLabel('地址').fill('民主花园')
    await dialog().getByText('在地图上标位置').click()
    const map = dialog().getByRole('application', { name: '点一下标出位置' })
    await map.click()
    await expect.poll(() => dialog().getByLabel('经度').inputValue()).toMatch(/^111\.\d+$/)
    await isInOrder(clerk)
    await dialog().getByRole('button', { name: '添加' }).click()
    await clerk.getByRole('heading', { level: 1, name: '19栋' }).waitFor()
    await clerk.getByRole('link', { name: '201 房屋资料' }).first().click()
    await clerk.getByRole('heading', { level: 1, name: /民主花园19栋1单元201室/ }).waitFor()
    await clerk.getByRole('button', { name: '修改房屋' }).click()
    await dialog().getByLabel('房屋用途').selectOption('空置')
    await dialog().getByLabel('从哪天起').fill('2026-01-05')
    await dialog().locator('summary', { hasText: '更多项目' }).click()
    await dialog().getByLabel('屋面').selectOption('彩钢')
    await isInOrder(clerk)
    await dialog().getByRole('button', { name: '保存' }).click()
    await dialog().waitFor({ state: 'detached' })
    await clerk.getByText('自 2026-01-05').waitFor()
    await clerk.getByText('彩钢').waitFor()
    await isInOrder(clerk)
    await clerk.getByRole('link', { name: '住房地图' }).first().click()
    await clerk.locator('.place').first().waitFor()
    await isInOrder(clerk)
    await clerk.goto('/console/register/desks?tab=grids')
    await clerk.locator('main.register').waitFor()
    await isInOrder(clerk)
  })
})
