import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { axeFaults, overflows } from './look.ts'
import { act, desk, open, phone, read } from './people.ts'
import { type Platform, startPlatform } from './world.ts'

/** The demo's resident, as data/demo and apps/server/src/demo/register.ts have her. */
const zhang = { name: '张桂兰', phone: '13800001234', number: '421087195303070988' }

let platform: Platform
let browser: Browser
beforeAll(async () => {
  platform = await startPlatform()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await platform?.stop()
})

async function toMyData(): Promise<Page> {
  const page = await open(browser, platform.url, { size: phone })
  await page.goto('/mine')
  await page.getByRole('textbox', { name: '手机号' }).fill(zhang.phone)
  await page.getByRole('button', { name: '获取验证码' }).click()
  await page.getByRole('button', { name: /^填入/ }).click()
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('link', { name: /我的资料/ }).click()
  return page
}

describe('my own data', () => {
  it('shows what is held and who looked; a reading is disputed, a correction asked for and made', async () => {
    const clerk = await open(browser, platform.url, { login: 'hefang', size: desk })
    const found = await clerk.context().request.post('/api/register/search', { data: { q: zhang.phone } })
    const [{ id }] = ((await found.json()) as { items: [{ id: string }] }).items
    await read(clerk, `/register/persons/${id}`)
    const purpose = { purpose: 'service', groups: ['contact'], reason: '通知领取津贴' }
    await act(clerk, `/register/persons/${id}/reveal`, purpose)

    const page = await toMyData()
    await page.getByRole('textbox', { name: '身份证号码' }).fill('421087195303070987')
    await page.getByRole('textbox', { name: '姓名' }).fill(zhang.name)
    await page.getByRole('button', { name: '查找' }).click()
    await page.getByText('号码、姓名和登记的手机号对不上').waitFor()
    await page.getByRole('textbox', { name: '身份证号码' }).fill(zhang.number)
    await page.getByRole('button', { name: '查找' }).click()

    await page.getByRole('heading', { name: '登记了什么' }).waitFor()
    await page.getByRole('definition').getByText('138****1234').waitFor()
    await page.getByRole('button', { name: '显示全部号码' }).click()
    await page.getByText(zhang.number).waitFor()
    const first = page.getByRole('listitem').filter({ hasText: '办理服务' }).first()
    await first.getByText('网格站站务').waitFor()
    expect(await page.getByText('何芳').count()).toBe(0)
    expect(await axeFaults(page)).toEqual([])
    expect(await overflows(page)).toEqual([])
    await first.getByRole('button', { name: '我有异议' }).click()
    await first.getByRole('textbox', { name: /请说明/ }).fill('我没有申请过')
    await first.getByRole('button', { name: '提交' }).click()
    await first.getByText('已提出异议').waitFor()

    const words = `文化程度是小学 ${randomUUID().slice(0, 6)}`
    await page.getByRole('button', { name: '更正' }).click()
    await page.getByRole('textbox', { name: /请说明/ }).fill(words)
    await page.getByRole('button', { name: '提交' }).click()
    await page.getByText(words).waitFor()

    await clerk.goto('/console/register/corrections')
    const request = clerk.getByRole('article').filter({ hasText: words })
    await request.getByRole('textbox', { name: /答复/ }).fill('已改为小学。')
    const { version } = (await read(clerk, `/register/persons/${id}`)) as { version: number }
    await act(clerk, `/register/persons/${id}`, { seenVersion: version, said: { education: 'primary' } })
    await request.getByRole('button', { name: '已办理' }).click()
    await request.waitFor({ state: 'detached' })

    await page.reload()
    await page.getByText('已改为小学。').waitFor()
    await page.getByText('小学', { exact: true }).first().waitFor()

    const officer = await open(browser, platform.url, { login: 'daiping', size: desk })
    await officer.goto('/console/rights')
    const dispute = officer.getByRole('article').filter({ hasText: '我没有申请过' })
    await dispute.getByText(/何芳.*通知领取津贴/).waitFor()
    expect(await axeFaults(officer)).toEqual([])
    await dispute.getByRole('textbox', { name: /答复/ }).fill('经核实，是通知领取高龄津贴。')
    await dispute.getByRole('combobox', { name: /理由/ }).selectOption('no_fault')
    await dispute.getByRole('button', { name: '不予办理' }).click()
    await dispute.waitFor({ state: 'detached' })
  })

  it('tells which phones see it: one is linked at the counter by its code, and ended by whose file it is', async () => {
    const clerk = await open(browser, platform.url, { login: 'hefang', size: desk })
    const found = await clerk.context().request.post('/api/register/search', { data: { q: zhang.phone } })
    const [{ id }] = ((await found.json()) as { items: [{ id: string }] }).items
    await clerk.goto(`/console/register/persons/${id}`)
    await clerk.getByRole('button', { name: '关联手机号' }).click()
    await clerk.getByRole('listitem').filter({ hasText: '138****1234' }).waitFor()
    await clerk.getByRole('textbox', { name: '电话' }).fill('13600009999')
    await clerk.getByRole('button', { name: '发送验证码' }).click()
    await clerk.getByText(/验证码已发到 13600009999/).waitFor()
    expect(await axeFaults(clerk)).toEqual([])
    const { items } = (await read(clerk, '/public/outbox')) as { items: { recipient: string; body: string }[] }
    const sent = items.find(({ recipient }) => recipient === '13600009999')?.body ?? ''
    await clerk.getByRole('textbox', { name: '验证码' }).fill(/\d{6}/.exec(sent)?.[0] ?? '')
    await clerk.getByRole('button', { name: '已核对证件，关联' }).click()
    await clerk.getByRole('dialog').waitFor({ state: 'detached' })

    const page = await toMyData()
    const other = page.getByRole('listitem').filter({ hasText: '136****9999' })
    await other.getByText(/在网格站柜台/).waitFor()
    expect(await axeFaults(page)).toEqual([])
    expect(await overflows(page)).toEqual([])
    await other.getByRole('button', { name: '解除关联' }).click()
    await other.getByText(/会收到短信/).waitFor()
    await other.getByRole('button', { name: '解除关联' }).click()
    await other.waitFor({ state: 'detached' })
  })
})
