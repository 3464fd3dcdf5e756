import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import {
  act,
  desk,
  find,
  findAll,
  giveToZhoumin,
  type Json,
  open,
  phone,
  picture,
  read,
  refusePosition,
} from './people.ts'
import { type Platform, startPlatform } from './world.ts'

let platform: Platform
let browser: Browser
let operator: Page
let clerk: Page

beforeAll(async () => {
  platform = await startPlatform()
  browser = await launchBrowser()
  operator = await open(browser, platform.url, { login: 'chenli', size: desk })
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

/** 周敏's phone: signed in through the real page, the app kept by its service worker, today's tasks read. */
async function phoneOf(login = 'zhoumin'): Promise<Page> {
  const page = await open(browser, platform.url, { size: phone })
  pockets.push(page)
  await page.goto('/field/')
  await signInAs(page, login)
  await page.getByRole('heading', { name: '今天' }).waitFor()
  // From the first reload on the worker answers.
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated')
  await page.reload()
  await synced(page)
  return page
}

async function signInAs(page: Page, login: string): Promise<void> {
  await page.getByLabel('账号').fill(login)
  await page.getByLabel('密码').fill('linli-demo')
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

async function synced(page: Page): Promise<void> {
  await page.getByText(/上次同步/).waitFor()
  await page.getByText(/还有 \d+ 件/).waitFor()
}

const freshTitle = (words: string) => `${words} ${randomUUID().slice(0, 8)}`

async function offline(page: Page, off: boolean): Promise<void> {
  await page.context().setOffline(off)
}

/** What a browser answers once the phone has no room left; its own quota cannot be set for a private window. */
async function fillUp(page: Page, full: boolean): Promise<void> {
  await page.evaluate((isFull) => {
    const scope = window as Window & { roomyPut?: IDBObjectStore['put'] }
    scope.roomyPut ??= IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = isFull
      ? () => {
          throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
        }
      : scope.roomyPut
  }, full)
}

async function openTask(page: Page, title: string): Promise<void> {
  await page.getByRole('listitem').filter({ hasText: title }).getByRole('link').click()
  await page.getByRole('heading', { name: title }).waitFor()
}

/** A step of it is offered once the matter itself lies on the phone: its name stands there before. */
const settling = (page: Page) =>
  page.getByRole('link', { name: '办结', exact: true }).or(page.getByRole('button', { name: '办结' }))

async function settle(page: Page, words: string): Promise<void> {
  await settling(page).click()
  await page.getByLabel('怎么办好的').fill(words)
  await page.locator('input[type=file]').setInputFiles(await picture())
  await page.getByRole('img', { name: '照片 1' }).waitFor()
  await page.getByRole('button', { name: '办结', exact: true }).click()
}

async function inOutbox(page: Page, title: string) {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /待上传/ })
    .click()
  return page.getByRole('listitem', { name: new RegExp(title) })
}

function stepsOf(matter: Json, kind: string): Json[] {
  return (matter['timeline'] as Json[]).filter((entry) => entry['kind'] === kind)
}

describe('the grid worker without a network', () => {
  it('settles a task after a restart, keeps it over another one, and sends it once when the network is back', async () => {
    const title = freshTitle('三栋楼道灯不亮')
    const matterId = await giveToZhoumin(operator, clerk, title)
    let page = await phoneOf()
    // The matter itself, not only its line in the list, must lie on the phone before the network goes.
    await openTask(page, title)
    await settling(page).waitFor()
    await page.getByRole('button', { name: '返回' }).click()

    await offline(page, true)
    await page.reload()
    await page.getByText('没有网络，照常用').waitFor()
    await openTask(page, title)
    await settle(page, '换了灯泡，亮了')
    const before = Date.now()
    await page.getByText('已存好。有网络就自动上传，不用等。').waitFor()
    await page.getByText('已办好，等上传').waitFor()
    const waiting = await inOutbox(page, title)
    await waiting.getByText('等待上传').waitFor()
    await waiting.getByText('1 张照片').waitFor()
    await page.getByText('1 条待上传').waitFor()

    const context = page.context()
    await page.close()
    page = await context.newPage()
    pockets.push(page)
    await page.goto('/field/outbox')
    await page
      .getByRole('listitem', { name: new RegExp(title) })
      .getByText('等待上传')
      .waitFor()

    await offline(page, false)
    await page
      .getByRole('listitem', { name: new RegExp(title) })
      .getByText('已上传')
      .waitFor({ timeout: 45_000 })
    const matter = await read(clerk, `/matters/${matterId}`)
    expect(matter['status']).toBe('settled')
    const [settled, ...more] = stepsOf(matter, 'settle')
    expect(more).toEqual([])
    expect(settled).toMatchObject({ words: '换了灯泡，亮了' })
    expect(Math.abs(Date.parse(String(settled?.['capturedAt'] ?? settled?.['at'])) - before)).toBeLessThan(60_000)
    expect((matter['pictures'] as Json[]).map(({ role }) => role)).toEqual(['after'])
  })

  it('reports with place and picture, and the server has it once although its answer was lost', async () => {
    const title = freshTitle('言程路路灯不亮')
    const page = await phoneOf()
    await offline(page, true)
    await page.getByRole('link', { name: '报事' }).click()
    await page.getByLabel('看到了什么').fill(title)
    await page.getByRole('radio', { name: /路灯不亮/ }).check()
    await page.getByRole('button', { name: '用现在的位置' }).click()
    await page.getByText(/已定位/).waitFor()
    await page.locator('input[type=file]').setInputFiles(await picture('#555500'))
    await page.getByRole('img', { name: '照片 1' }).waitFor()
    await page.getByRole('button', { name: '提交' }).click()
    const waiting = await inOutbox(page, title)
    await waiting.getByText('等待上传').waitFor()

    let lost = 0
    await page.context().route('**/api/field/reports', async (route) => {
      if (lost > 0) return route.continue()
      // The server does it; the phone never hears.
      await route.fetch()
      lost++
      await route.abort('connectionreset')
    })
    await offline(page, false)
    await waiting.getByText('已上传').waitFor({ timeout: 60_000 })
    expect(lost).toBe(1)
    const found = await findAll(clerk, title)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ channel: 'field', photos: 1 })
    expect(found[0]?.['place']).toMatchObject({ gridName: '第3网格' })
    await waiting.getByText(String(found[0]?.['number'])).waitFor()
  })

  it('says who moved a task on meanwhile, and keeps what was typed', async () => {
    const title = freshTitle('井盖旁路灯闪')
    const matterId = await giveToZhoumin(operator, clerk, title)
    const page = await phoneOf()
    await openTask(page, title)
    await settling(page).waitFor()
    await offline(page, true)
    await settle(page, '接好了线')
    await (await inOutbox(page, title)).getByText('等待上传').waitFor()

    await act(clerk, `/matters/${matterId}/escalate`, { words: '要换整条线，请镇里来' })
    await offline(page, false)
    const card = page.getByRole('listitem', { name: new RegExp(title) })
    await card.getByText(/何芳.*处理过/).waitFor({ timeout: 45_000 })
    await card.getByText('没收下').waitFor()
    await card.getByRole('link', { name: '改一改' }).click()
    expect(await page.getByLabel('怎么办好的').inputValue()).toBe('接好了线')
    await page.getByRole('img', { name: '照片 1' }).waitFor()
    expect((await find(clerk, title))['status']).not.toBe('settled')
  })
})

describe('a phone that is not as it should be', () => {
  it('keeps unsent work when the session has ended, and sends it after signing in again', async () => {
    const title = freshTitle('门卫室旁路灯歪了')
    const matterId = await giveToZhoumin(operator, clerk, title)
    const page = await phoneOf()
    await openTask(page, title)
    await settling(page).waitFor()
    await offline(page, true)
    await settle(page, '扶正了')
    await page.context().clearCookies()
    await offline(page, false)
    await page.getByText('登录已过期。填写的内容都在，登录后接着上传。').waitFor({ timeout: 45_000 })
    await (await inOutbox(page, title)).getByText('等待上传').waitFor()
    await page.getByRole('button', { name: '重新登录' }).click()
    expect(await page.getByLabel('账号').inputValue()).toBe('zhoumin')
    await signInAs(page, 'zhoumin')
    await (await inOutbox(page, title)).getByText('已上传').waitFor({ timeout: 45_000 })
    expect((await read(clerk, `/matters/${matterId}`))['status']).toBe('settled')
  })

  it('shows and sends nothing of the one before to another person, and keeps it for them', async () => {
    const title = freshTitle('十栋前路灯灯罩掉了')
    const matterId = await giveToZhoumin(operator, clerk, title)
    const page = await phoneOf()
    await openTask(page, title)
    await settling(page).waitFor()
    await offline(page, true)
    await settle(page, '换了灯罩')
    await page.context().clearCookies()
    await offline(page, false)
    await page.getByRole('button', { name: '重新登录' }).click({ timeout: 45_000 })
    await signInAs(page, 'hefang')
    await page.getByRole('navigation').getByRole('link', { name: '我的' }).click()
    await page.getByRole('heading', { name: '何芳' }).waitFor()
    await page
      .getByRole('navigation')
      .getByRole('link', { name: /待上传/ })
      .click()
    await page.getByText('都传上去了。没网时办的事会在这里等着。').waitFor()
    expect((await read(clerk, `/matters/${matterId}`))['status']).toBe('dispatched')

    await page.getByRole('navigation').getByRole('link', { name: '我的' }).click()
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '退出', exact: true }).click()
    await signInAs(page, 'zhoumin')
    await (await inOutbox(page, title)).getByText('已上传').waitFor({ timeout: 45_000 })
    const matter = await read(clerk, `/matters/${matterId}`)
    expect(stepsOf(matter, 'settle').map((step) => step['by'])).toMatchObject([{ name: '周敏' }])
  })

  it('says that it is full, and keeps the words once there is room', async () => {
    const page = await phoneOf()
    await page.getByRole('link', { name: '报事' }).click()
    await page.getByLabel('看到了什么').waitFor()
    await fillUp(page, true)
    await page.locator('input[type=file]').setInputFiles(await picture('#772211'))
    await page.getByText('照片没存下，手机空间不够。请先清理空间再加。').waitFor()
    await page.getByLabel('看到了什么').fill('空间满过一次')
    await page.getByText(/写的内容还没存下。请先清理空间，不要关掉这一页/).waitFor()
    await page.getByRole('button', { name: '提交' }).click()
    expect(await page.getByLabel('看到了什么').inputValue()).toBe('空间满过一次')

    await fillUp(page, false)
    await page.getByText(/已存在手机/).waitFor()
    await page.locator('input[type=file]').setInputFiles(await picture('#772211'))
    await page.getByRole('img', { name: '照片 1' }).waitFor()
    await page.reload()
    await page.getByLabel('看到了什么').waitFor()
    expect(await page.getByLabel('看到了什么').inputValue()).toBe('空间满过一次')
    await page.getByRole('img', { name: '照片 1' }).waitFor()
  })

  it('does without a position, and takes pictures only', async () => {
    const page = await phoneOf()
    await refusePosition(page)
    await page.getByRole('link', { name: '报事' }).click()
    await page.getByLabel('看到了什么').fill('𠮷祥小区路灯不亮 🚨')
    await page.getByRole('button', { name: '用现在的位置' }).click()
    await page.getByText('手机没有允许定位。请写地址，或选网格。').waitFor()
    const pictures = await Promise.all(Array.from({ length: 11 }, (_, index) => picture(`#1${index % 10}3344`)))
    const pdf = { name: '申请书.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') }
    await page.locator('input[type=file]').setInputFiles([pdf, ...pictures])
    await page.getByText('只能加照片，申请书.pdf 没有加上。 最多 9 张，多出的 2 张没有加上。').waitFor()
    await page.getByRole('img', { name: '照片 9' }).waitFor()
    await page.getByRole('button', { name: '提交' }).click()
    await page.getByText('请选类别').waitFor()
    await page.getByText('请定位、写地址或选网格，至少一样').waitFor()
    await page.getByLabel('网格', { exact: true }).selectOption({ label: '第3网格' })
    await page.getByRole('radio', { name: /路灯不亮/ }).check()
    await page.getByRole('button', { name: '提交' }).click()
    const card = await inOutbox(page, '𠮷祥小区')
    await card.getByText('已上传').waitFor({ timeout: 60_000 })
  })
})
