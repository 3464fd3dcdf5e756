import { statSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { axeFaults, overflows, smallTargets } from './look.ts'
import { desk, open, read } from './people.ts'
import { type Platform, startPlatform } from './world.ts'

let platform: Platform
let browser: Browser
let clerk: Page
let grid = ''

beforeAll(async () => {
  platform = await startPlatform()
  browser = await launchBrowser()
  clerk = await open(browser, platform.url, { login: 'hefang', size: desk })
  const me = (await read(clerk, '/me')) as { posts: { unit: { areaId: string } }[] }
  const { items } = (await read(clerk, `/areas/tree?parentId=${me.posts[0]?.unit.areaId}`)) as {
    items: { code: string }[]
  }
  grid = items[0]?.code ?? ''
})
afterAll(async () => {
  await browser?.close()
  await platform?.stop()
})

const header = '网格编码,家庭住址,姓名,手机号,与户主关系,出生年月日'
const rows = (phone: string) => [
  `${grid},文化路 8 号,钭大明,1390000${phone},户主,1953年3月7日`,
  `${grid},文化路 8 号,钭小明,,子,1980-13-01`,
  `${grid},文化路 9 号,钭秀英,,户主,19600606`,
]
const file = (name: string, phone: string) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from([header, ...rows(phone)].join('\r\n')),
})

async function isInOrder(page: Page): Promise<void> {
  expect(await axeFaults(page)).toEqual([])
  expect(await overflows(page)).toEqual([])
  expect(await smallTargets(page, 24)).toEqual([])
}
const button = (name: string) => clerk.getByRole('button', { name, exact: true })
const state = (words: string) => clerk.getByRole('status').filter({ hasText: words }).waitFor()

async function tryFile(name: string, phone: string): Promise<void> {
  await clerk.goto('/console/register/imports')
  await clerk.getByLabel('名单文件').setInputFiles(file(name, phone))
  await button('上传').click()
  // Known by their headings.
  await expect.poll(() => clerk.getByLabel('证件号码').inputValue()).toBe('')
  expect(await clerk.getByLabel('地址', { exact: true }).locator('option:checked').textContent()).toBe('家庭住址')
  await button('试算').click()
  await state('已试算，还没有导入')
}

describe('lists of people, as a station clerk brings them in', () => {
  it('begin with a template, in the columns of the platform or of another system', async () => {
    await clerk.goto('/console/register/imports')
    for (const choice of ['本平台的列', '综治基础数据（参照 GB/T 33200，未核对正文）']) {
      await clerk.getByLabel('模板', { exact: true }).selectOption({ label: choice })
      const [file] = await Promise.all([clerk.waitForEvent('download'), button('下载模板').click()])
      expect(file.suggestedFilename()).toBe('人口名单模板.xlsx')
      expect(statSync(await file.path()).size).toBeGreaterThan(5_000)
    }
    await isInOrder(clerk)
  })

  it('are tried, with each fault named, and taken in without the rows at fault', async () => {
    await tryFile('文化路.csv', '0001')
    await clerk.getByText('3 行；新增 2 人、2 户').waitFor()
    await clerk.getByRole('cell', { name: '1980-13-01' }).waitFor()
    await isInOrder(clerk)
    await button('导入正确的行').click()
    await state('已导入')
    await clerk.getByText('3 行；新增 2 人、2 户').waitFor()
  })

  it('show whom the register knows beside what it says', async () => {
    await tryFile('文化路-更正.csv', '0002')
    await clerk.getByRole('cell', { name: /钭\*\*.*1953 年生/ }).waitFor()
    await isInOrder(clerk)
    await button('停止').click()
    await state('已停止')
  })

  it('are undone as a whole', async () => {
    await clerk.goto('/console/register/imports')
    await clerk.getByRole('link', { name: '文化路.csv' }).click()
    clerk.once('dialog', (dialog) => void dialog.accept())
    await button('撤回整份导入').click()
    await clerk.getByText('已撤回 2 人，恢复原样 0 人，留下 0 人').waitFor()
    await clerk.getByRole('link', { name: '返回导入记录' }).click()
    await clerk.getByRole('cell', { name: '已撤回' }).waitFor()
    await isInOrder(clerk)
  })
})

describe('lists of people, as they leave the register', () => {
  it('wait for a second person when they are long', async () => {
    const dispatcher = await open(browser, platform.url, { login: 'luobin', size: desk })
    await dispatcher.goto('/console/register/exports')
    await dispatcher.getByLabel('村社区、网格或乡镇').first().fill('林园社区')
    await dispatcher
      .getByRole('option', { name: /林园社区/ })
      .first()
      .waitFor()
    await dispatcher.locator('select[name=areaId]').selectOption({ index: 0 })
    await dispatcher.getByLabel('用途').fill('高龄津贴核对')
    await dispatcher.getByRole('button', { name: '申请导出' }).click()
    await dispatcher.getByRole('cell', { name: '等另一人同意' }).waitFor()
    await isInOrder(dispatcher)
    const officer = await open(browser, platform.url, { login: 'daiping', size: desk })
    await officer.goto('/console/export-requests')
    await officer.getByRole('cell', { name: '高龄津贴核对' }).waitFor()
    await isInOrder(officer)
    await officer.getByRole('button', { name: '同意', exact: true }).click()
    await officer.getByText('没有等待同意的导出。').waitFor()
    await dispatcher.reload()
    const [file] = await Promise.all([
      dispatcher.waitForEvent('download'),
      dispatcher.getByRole('button', { name: '下载', exact: true }).click(),
    ])
    expect(file.suggestedFilename()).toMatch(/DC-\d{4}-\d{4}\.csv$/)
  })
})
