import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { act, categoryNamed, desk, find, gate, open, phone, picture, read } from './people.ts'
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

const openAs = (size: typeof phone, login?: string) =>
  open(browser, platform.url, { size, ...(login ? { login } : {}) })

describe('the closed loop', () => {
  it('goes from a resident’s report to the grid worker and back, is rejected, done again and confirmed', async () => {
    const resident = await openAs(phone)
    const clerk = await openAs(desk, 'hefang')
    const worker = await openAs(phone, 'zhoumin')
    const title = `林园小区南门路灯不亮 ${randomUUID().slice(0, 6)}`

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
      .setInputFiles(await picture())
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
    await takeAlong(worker, title)
    await settleOffline(worker, title, '换了灯泡，亮了')
    // Without a reload it stands in the clerk's inbox again, to be checked.
    await row.click()
    await clerk.getByText('待核查', { exact: true }).first().waitFor()

    // The handler may not check it; the clerk may.
    const own = await worker.context().request.post(`/api/matters/${matterId}/verify`, {
      data: { commandId: randomUUID(), matterId, passed: true, words: '好了' },
    })
    expect(own.status()).toBe(409)
    await check(clerk, '现场看过')

    await resident.getByRole('link', { name: '看进度' }).click()
    await resident.getByRole('button', { name: '没办好，退回' }).click()
    await resident.getByLabel('哪里没办好').fill('又灭了')
    await resident.getByRole('button', { name: '退回重办' }).click()
    await expect.poll(async () => (await find(clerk, number)).status).toBe('handling')

    await settleOffline(worker, title, '换了线路')
    await act(clerk, `/matters/${matterId}/verify`, { passed: true, words: '再次看过' })
    await resident.reload()
    await resident.getByRole('button', { name: '办好了' }).click()
    await resident.getByRole('radio', { name: /5 星|很满意/ }).check({ force: true })
    await resident.getByRole('button', { name: '确认办好' }).click()
    await expect.poll(async () => (await find(clerk, number)).status).toBe('closed')

    await withinItsClocks(clerk, matterId)

    // One timeline tells all of it, newest first.
    await clerk.goto(`/console/matters/${matterId}`)
    for (const step of ['确认', '核查', '办结', '不满意', '签收', '派遣', '立案', '反映']) {
      await clerk.getByText(step, { exact: true }).first().waitFor()
    }
    await clerk.getByText('“现场看过”；核查通过').waitFor()
    expect(await clerk.locator('.tl').innerText()).not.toMatch(/[a-z]{3,}/)
  })

  it('shows a new matter on the command screen without a reload', async () => {
    const screen = await openAs({ width: 1920, height: 1080 }, 'wujing')
    const operator = await openAs(desk, 'chenli')
    await screen.goto('/screen/')
    await screen.getByText('实时', { exact: true }).waitFor()
    const title = `井盖松动 ${randomUUID().slice(0, 6)}`
    await act(operator, '/hotline/calls', {
      description: title,
      categoryCode: await categoryNamed(operator, '路灯'),
      point: { lon: gate.longitude, lat: gate.latitude },
    })
    await screen.getByText(title).waitFor({ timeout: 10_000 })
  })
})

/** The clerk, with the matter open in the inbox, finds that it was done. */
async function check(clerk: Page, words: string): Promise<void> {
  await clerk
    .getByRole('button', { name: /^核查/ })
    .first()
    .click()
  const dialog = clerk.getByRole('dialog')
  await dialog.getByLabel('说明').fill(words)
  await dialog.getByRole('button', { name: '核查' }).click()
  await dialog.waitFor({ state: 'hidden' })
}

/** Opened once with a network: the app itself lies on the phone. */
async function takeAlong(worker: Page, title: string): Promise<void> {
  await worker.goto('/field/')
  await worker.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated')
  await worker.getByRole('listitem').filter({ hasText: title }).waitFor()
}

/** Without a network: opened anew, settled with words and a picture; then the network comes back and it is sent. */
async function settleOffline(worker: Page, title: string, words: string): Promise<void> {
  const task = worker.getByRole('listitem').filter({ hasText: title }).getByRole('link')
  await worker.getByRole('link', { name: '今天' }).click()
  await worker.getByRole('button', { name: '刷新' }).click()
  await task.click()
  await worker
    .getByText(/^(待签收|办理中)$/)
    .first()
    .waitFor()
  await worker.getByRole('button', { name: '返回' }).click()
  await worker.context().setOffline(true)
  await worker.reload()
  await worker.getByText('没有网络，照常用').waitFor()
  await task.click()
  await worker
    .getByText(/^(待签收|办理中)$/)
    .first()
    .waitFor()
  const receive = worker.getByRole('button', { name: '签收' })
  // What is received offline goes up before what follows it.
  if (await receive.isVisible()) await receive.click()
  await worker
    .getByRole('link', { name: '办结' })
    .or(worker.getByRole('button', { name: '办结' }))
    .click()
  await worker.getByLabel('怎么办好的').fill(words)
  await worker.locator('input[type=file]').setInputFiles(await picture('#998855'))
  await worker.getByRole('img', { name: '照片 1' }).waitFor()
  await worker.getByRole('button', { name: '办结' }).click()
  const unsent = worker.getByText(/\d 条待上传/)
  await unsent.waitFor()
  await worker.context().setOffline(false)
  await unsent.waitFor({ state: 'hidden', timeout: 45_000 })
}

/** No step of it was warned of or late: each stayed within the clock that was shown. */
async function withinItsClocks(clerk: Page, matterId: string): Promise<void> {
  const { timeline } = await read(clerk, `/matters/${matterId}`)
  const kinds = (timeline as { kind: string }[]).map(({ kind }) => kind)
  expect(kinds).not.toContain('warned')
  expect(kinds).not.toContain('overdue')
}
