import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { act, desk, find, findAll, open, phone, picture, refusePosition } from './people.ts'
import { type Platform, startPlatform } from './world.ts'

let platform: Platform
let browser: Browser
let clerk: Page

beforeAll(async () => {
  platform = await startPlatform()
  browser = await launchBrowser()
  clerk = await open(browser, platform.url, { login: 'hefang', size: desk })
})
afterAll(async () => {
  await browser?.close()
  await platform?.stop()
})

const pockets: Page[] = []
afterEach(async () => {
  for (const page of pockets.splice(0)) await page.context().close()
})

async function residentAt(address: string, locale: 'zh' | 'en' = 'zh'): Promise<Page> {
  const page = await open(browser, platform.url, { size: phone })
  pockets.push(page)
  await page.addInitScript((language) => localStorage.setItem('linli.locale', language), locale)
  await page.goto(address)
  return page
}

const freshWords = (words: string) => `${words} ${randomUUID().slice(0, 8)}`
const next = (page: Page, name: string) => page.getByRole('button', { name: `下一步：${name}` }).click()

async function sayAndPlace(page: Page, words: string): Promise<void> {
  await page.getByLabel('说说是什么事').fill(words)
  await page.getByText('路灯不亮', { exact: true }).waitFor()
  await next(page, '在哪里')
  await page.getByRole('button', { name: '我在这里' }).click()
  await page
    .getByText(/林园社区.*第 ?3 ?网格/)
    .first()
    .waitFor()
  await next(page, '怎么回复您')
  await page.getByRole('radio', { name: /完全匿名/ }).check()
}

describe('a resident who writes anything', () => {
  it('is told what is too long, left out or missing, and finds it all again after a reload', async () => {
    const page = await residentAt('/report')
    await next(page, '在哪里')
    await page.getByText('这里要填').waitFor()
    const long = '路灯不亮🚨𠮷'.repeat(500)
    await page.getByLabel('说说是什么事').fill(long)
    await next(page, '在哪里')
    await page.getByText(`最多 2000 个字，现在是 ${long.length} 个`).waitFor()
    await page.reload()
    expect(await page.getByLabel('说说是什么事').inputValue()).toBe(long)
    await page.getByLabel('说说是什么事').fill('路灯不亮🚨𠮷')

    const pictures = await Promise.all(Array.from({ length: 10 }, (_, index) => picture(`#2${index}4466`)))
    const pdf = { name: '申请书.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') }
    await page.locator('input[type=file]').setInputFiles([pdf, ...pictures])
    await page.getByText('只能加照片，申请书.pdf 没有加上。 最多 9 张，多出的 1 张没有加上。').waitFor()
    await page.getByRole('img', { name: '第 9 张照片' }).waitFor()
    await page.getByRole('button', { name: '去掉第 9 张照片' }).click()
    const renamed = { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('MZ this is no picture') }
    await page.locator('input[type=file]').setInputFiles(renamed)
    await page.getByText('不能用，请换一张').waitFor()
    await page.reload()
    await page.getByRole('img', { name: '第 8 张照片' }).waitFor()

    await next(page, '在哪里')
    await next(page, '怎么回复您')
    await page.getByText('还不知道在哪里：请点地图、选地址，或写上具体位置').waitFor()
    await page.getByLabel('具体位置').fill('林园小区南门')
    await next(page, '怎么回复您')
    for (const [typed, sentence] of [
      ['', '要填手机号；不想留，可选“完全匿名”'],
      ['138 1234 56', '手机号要 11 位，现在是 9 位'],
      ['我的手机', '请填手机号（1 开头，11 位）或带区号的座机号'],
    ] as const) {
      await page.getByLabel('手机号').last().fill(typed)
      await page.getByRole('button', { name: '提交' }).click()
      await page.getByText(sentence).waitFor()
    }
    await page.getByLabel('手机号').last().fill('１３８-0000-1234')
    await page.getByRole('button', { name: '提交' }).click()
    await page.getByText('您的编号').waitFor()
  })

  it('is told at once that a pin lies outside, and without a position goes by the list', async () => {
    const page = await residentAt('/report')
    await page.getByLabel('说说是什么事').fill('路灯不亮')
    await page.context().setGeolocation({ longitude: 116.39, latitude: 39.91 })
    await next(page, '在哪里')
    await page.getByRole('button', { name: '我在这里' }).click()
    await page.getByText('这个地点不在本县市范围内，请重新选').waitFor()
    await next(page, '怎么回复您')
    expect(await page.getByRole('heading', { name: '在哪里？' }).isVisible()).toBe(true)
    await refusePosition(page)
    await page.getByRole('button', { name: '我在这里' }).click()
    await page.getByText('没有定位权限。可以在地图上点，或从地址表选。').waitFor()
    await page.getByRole('button', { name: /从地址表选/ }).click()
    await page.getByLabel('找地址').fill('林园社区')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /林园社区/ })
      .first()
      .click()
    await next(page, '怎么回复您')
    await page.getByRole('heading', { name: '怎么回复您？' }).waitFor()
  })

  it('who looks with a wrong number, code or telephone is told what to do, in both languages', async () => {
    const zh = await residentAt('/track')
    await zh.getByRole('button', { name: '查一查' }).click()
    await zh.getByText('查询码是 6 位数字，现在是 0 位').waitFor()
    await zh.getByLabel('编号').fill('2026-0000-9999')
    await zh.getByLabel('查询码').fill('000000')
    await zh.getByRole('button', { name: '查一查' }).click()
    await zh.getByText('没有找到。请核对编号和查询码；也可以用留下的手机号登录后查。').waitFor()
    expect(await zh.getByLabel('编号').inputValue()).toBe('2026-0000-9999')
    await zh.context().setOffline(true)
    await zh.getByRole('button', { name: '查一查' }).click()
    await zh.getByText(/没有网络|连不上/).waitFor()

    const en = await residentAt('/mine', 'en')
    await en.getByLabel('Mobile number').fill('12345')
    await en.getByRole('button', { name: 'Get the code' }).or(en.locator('form .go')).first().click()
    await en.getByText('A mobile number has 11 digits, this has 5').waitFor()
    await en.getByLabel('Mobile number').fill('13800001234')
    await en.locator('form .go').click()
    await en.getByLabel(/code/i).fill('000000')
    await en.locator('form .go').click()
    await en.locator('form [role=alert]').waitFor()
    expect(await en.locator('form [role=alert]').textContent()).toMatch(/code/i)
  })
})

describe('a resident whose network or server goes away', () => {
  it('finishes the report offline; it is sent once when the network is back', async () => {
    const words = freshWords('言程路路灯不亮')
    const page = await residentAt('/report')
    await sayAndPlace(page, words)
    await page.context().setOffline(true)
    await page.getByRole('button', { name: '提交' }).click()
    await page.getByRole('heading', { name: '还没发出' }).waitFor()
    await page
      .getByText(/已经存在这部手机上/)
      .first()
      .waitFor()
    await page.context().setOffline(false)
    await page.getByText('您的编号').waitFor()
    expect(await findAll(clerk, words)).toHaveLength(1)
  })

  it('keeps the report while the server is away, and over a closed page', async () => {
    const words = freshWords('林园路路灯不亮')
    const page = await residentAt('/report')
    const context = page.context()
    await sayAndPlace(page, words)
    await context.route('**/api/public/reports', (route) => route.fulfill({ status: 503, body: '' }))
    await page.getByRole('button', { name: '提交' }).click()
    await page.getByRole('heading', { name: '还没发出' }).waitFor()
    await page.close()
    await context.unroute('**/api/public/reports')
    const again = await context.newPage()
    pockets.push(again)
    await again.goto('/')
    await expect.poll(async () => (await findAll(clerk, words)).length, { timeout: 20_000 }).toBe(1)
    await again.getByText(words).first().waitFor()
  })

  it('has the report once when the answer was lost', async () => {
    const words = freshWords('白云路路灯不亮')
    const page = await residentAt('/report')
    await sayAndPlace(page, words)
    let lost = 0
    await page.context().route('**/api/public/reports', async (route) => {
      if (lost++ > 0) return route.continue()
      await route.fetch()
      await route.abort('connectionreset')
    })
    await page.getByRole('button', { name: '提交' }).click()
    await page.getByRole('button', { name: '再试一次' }).click()
    await page.getByText('您的编号').waitFor()
    expect(lost).toBe(2)
    expect(await findAll(clerk, words)).toHaveLength(1)
  })

  it('finds what was written about a result again after a reload', async () => {
    const words = freshWords('想问办证要带什么')
    const { number, code } = await act(clerk, '/public/reports', {
      description: words,
      categoryCode: '1010',
      point: { lon: 111.779376, lat: 30.173676 },
    })
    const { id } = await find(clerk, words)
    await act(clerk, `/matters/${String(id)}/settle-on-spot`, { words: '已当面说明' })
    const page = await residentAt('/track')
    await page.getByLabel('编号').fill(String(number))
    await page.getByLabel('查询码').fill(String(code))
    await page.getByRole('button', { name: '查一查' }).click()
    await page.getByRole('button', { name: '没办好，退回' }).click()
    await page.getByLabel('哪里没办好').fill('没有人来说过')
    await page.reload()
    await page.getByLabel('查询码').fill(String(code))
    await page.getByRole('button', { name: '查一查' }).click()
    await page.getByRole('button', { name: '没办好，退回' }).click()
    expect(await page.getByLabel('哪里没办好').inputValue()).toBe('没有人来说过')
    await page.context().setOffline(true)
    await page.getByRole('button', { name: '退回重办' }).click()
    await page
      .getByText(/没有网络|连不上/)
      .first()
      .waitFor()
    await page.context().setOffline(false)
    await page.getByRole('button', { name: '退回重办' }).click()
    await expect.poll(async () => (await find(clerk, words))['status']).toBe('handling')
  })
})
