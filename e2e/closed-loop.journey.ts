import { matterRoutes } from '@linli/contract/matters'
import { randomUUID } from 'node:crypto'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, withChinese } from './browser.ts'
import { type Platform, startPlatform } from './world.ts'

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

// A point inside 林园社区 第3网格 of the demo county.
const gate = { longitude: 111.781936, latitude: 30.174078 }
const phone = { width: 390, height: 844 }
const desk = { width: 1440, height: 900 }

async function picture(): Promise<Buffer> {
  return sharp({ create: { width: 800, height: 600, channels: 3, background: '#334455' } })
    .jpeg()
    .toBuffer()
}

async function open(options: { login?: string; size: { width: number; height: number } }): Promise<Page> {
  const context = await withChinese(
    await browser.newContext({
      baseURL: platform.url,
      viewport: options.size,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      geolocation: gate,
      permissions: ['geolocation'],
      serviceWorkers: 'allow',
    }),
  )
  if (options.login) await signIn(context, options.login)
  return context.newPage()
}

async function signIn(context: BrowserContext, login: string): Promise<void> {
  const answer = await context.request.post('/api/login', { data: { login, password: 'linli-demo' } })
  expect(answer.status(), await answer.text()).toBe(200)
}

/** What staff do by phone or script, with the same commands as the faces. */
async function act(page: Page, path: string, data: Record<string, unknown>): Promise<Record<string, unknown>> {
  const answer = await page.context().request.post(`/api${path}`, { data: { commandId: randomUUID(), ...data } })
  expect(answer.ok(), await answer.text()).toBe(true)
  return (await answer.json()) as Record<string, unknown>
}

describe('the closed loop', () => {
  it('goes from a resident’s report to the grid worker and back, is rejected, done again and confirmed', async () => {
    const resident = await open({ size: phone })
    const clerk = await open({ size: desk, login: 'hefang' })
    const worker = await open({ size: phone, login: 'zhoumin' })
    const title = '林园小区南门路灯不亮'

    // The clerk's inbox is open before anything happens: it must update by itself.
    await clerk.goto('/console/')
    await clerk.getByRole('tab', { name: /全部/ }).waitFor()

    await resident.goto('/')
    await resident
      .getByRole('link', { name: /报事/ })
      .first()
      .click()
    await resident.getByLabel('说说是什么事').fill(`${title}，晚上看不见路`)
    await resident
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'lamp.jpg', mimeType: 'image/jpeg', buffer: await picture() })
    await resident.getByText('路灯不亮').first().waitFor()
    await resident.getByRole('button', { name: '下一步：在哪里' }).click()
    await resident.getByRole('button', { name: '我在这里' }).click()
    await resident
      .getByText(/林园社区.*第 ?3 ?网格/)
      .first()
      .waitFor()
    await resident.getByRole('button', { name: '下一步：怎么回复您' }).click()
    await resident.getByLabel('手机号').last().fill('13800001234')
    await resident.getByRole('button', { name: '提交' }).click()
    await resident.getByText('您的编号').waitFor()
    const number =
      (await resident
        .getByText(/^\d{4}-\d{4}-\d{4}$/)
        .first()
        .textContent()) ?? ''
    expect(number).toMatch(/^\d{4}-\d{4}-\d{4}$/)

    // Without a reload the clerk sees it, opens it, and gives it to the grid worker.
    const row = clerk.getByRole('button', { name: new RegExp(title) })
    await row.waitFor()
    await row.click()
    await clerk.getByRole('heading', { level: 1, name: new RegExp(title) }).waitFor()
    await clerk.getByRole('button', { name: /林园社区网格站 · 周敏/ }).click()
    await clerk.getByRole('button', { name: /派给周敏/ }).click()
    await expect.poll(async () => (await find(clerk, number)).status).toBe('dispatched')

    const matterId = String((await find(clerk, number)).id)
    await act(worker, `/matters/${matterId}/receive`, {})
    const settle = async (words: string) => {
      const after = await upload(worker)
      return act(worker, `/matters/${matterId}/settle`, {
        words,
        photos: [after],
        capturedAt: new Date(Date.now() - 600_000).toISOString(),
      })
    }
    await settle('换了灯泡，亮了')

    // The handler may not check it; the clerk may.
    const own = await worker.context().request.post(`/api/matters/${matterId}/verify`, {
      data: { commandId: randomUUID(), matterId, passed: true, words: '好了' },
    })
    expect(own.status()).toBe(409)
    await act(clerk, `/matters/${matterId}/verify`, { passed: true, words: '现场看过' })

    await resident.getByRole('link', { name: '看进度' }).click()
    await resident.getByRole('button', { name: '没办好，退回' }).click()
    await resident.getByLabel('哪里没办好').fill('又灭了')
    await resident.getByRole('button', { name: '退回重办' }).click()
    await expect.poll(async () => (await find(clerk, number)).status).toBe('handling')

    await settle('换了线路')
    await act(clerk, `/matters/${matterId}/verify`, { passed: true, words: '再次看过' })
    await resident.reload()
    await resident.getByRole('button', { name: '办好了' }).click()
    await resident.getByRole('radio', { name: /5 星|很满意/ }).check({ force: true })
    await resident.getByRole('button', { name: '确认办好' }).click()
    await expect.poll(async () => (await find(clerk, number)).status).toBe('closed')

    // One timeline tells all of it, newest first.
    await clerk.goto(`/console/matters/${matterId}`)
    for (const step of ['确认', '核查', '办结', '不满意', '签收', '派遣', '立案', '反映']) {
      await clerk.getByText(step, { exact: true }).first().waitFor()
    }
  })

  it('shows a new matter on the command screen without a reload', async () => {
    const screen = await open({ size: { width: 1920, height: 1080 }, login: 'wujing' })
    const operator = await open({ size: desk, login: 'chenli' })
    await screen.goto('/screen/')
    await screen.getByText('实时', { exact: true }).waitFor()
    const title = `井盖松动 ${randomUUID().slice(0, 6)}`
    await act(operator, '/hotline/calls', {
      description: title,
      categoryCode: await lampCategory(operator),
      point: { lon: gate.longitude, lat: gate.latitude },
    })
    await screen.getByText(title).waitFor({ timeout: 10_000 })
  })
})

async function find(page: Page, number: string): Promise<Record<string, unknown>> {
  const answer = await page.context().request.get(`/api${matterRoutes.listMatters.path}?q=${number}`)
  const { items } = (await answer.json()) as { items: Record<string, unknown>[] }
  expect(items).toHaveLength(1)
  return items[0] ?? {}
}

async function lampCategory(page: Page): Promise<string> {
  const answer = await page.context().request.get('/api/public/categories')
  const { items } = (await answer.json()) as { items: { code: string; names: { zh: string } }[] }
  return items.find((item) => item.names.zh.includes('路灯'))?.code ?? ''
}

/** A picture sent as tus sends it: created, then its bytes. */
async function upload(page: Page): Promise<{ id: string }> {
  const body = await picture()
  const { request } = page.context()
  const tus = { 'tus-resumable': '1.0.0' }
  const created = await request.post('/api/uploads', { headers: { ...tus, 'upload-length': String(body.length) } })
  expect(created.status()).toBe(201)
  const sent = await request.patch(created.headers()['location'] ?? '', {
    headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    data: body,
  })
  expect(sent.status(), await sent.text()).toBe(204)
  return { id: sent.headers()['linli-attachment-id'] ?? '' }
}
