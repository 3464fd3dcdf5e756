import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { act, desk, open, read } from './people.ts'
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

describe('field work in the console', () => {
  it('a rule is changed in sight of its load and by two; what door and file say differently is decided', async () => {
    const [admin, supervisor] = await Promise.all(
      ['suwen', 'wujing'].map((login) => open(browser, platform.url, { login, size: desk })),
    )
    if (!admin || !supervisor) throw new Error('nobody there')
    await admin.goto('/console/duty?edit=support_monthly')
    const load = admin.getByRole('region', { name: '这样排，一天多少' })
    await load.getByText(/平均每个工作日/).waitFor()
    const before = await load.getByRole('row', { name: /^排进计划的/ }).textContent()
    await admin.getByLabel('几次', { exact: true }).fill('99')
    await admin.getByText('次数比周期里能做的天数还多').first().waitFor()
    await admin.getByLabel('几次', { exact: true }).fill('3')
    await expect
      .poll(() => load.getByRole('row', { name: /^排进计划的/ }).textContent(), { timeout: 15_000 })
      .not.toBe(before)
    await admin.getByLabel('改这条规则要另一位同意').check()
    await admin.getByRole('button', { name: '提出修改，等另一位同意' }).click()
    await admin.getByRole('button', { name: '撤回' }).waitFor()
    await supervisor.goto('/console/duty')
    await supervisor.getByRole('button', { name: '同意', exact: true }).click()
    await supervisor.getByText('每个对象每月 3 次').waitFor()

    const clerk = await open(browser, platform.url, { login: 'hefang', size: desk })
    const worker = await open(browser, platform.url, { login: 'zhoumin', size: desk })
    const found = await clerk.context().request.post('/api/register/search', { data: { q: '13800001234' } })
    const [{ householdId }] = ((await found.json()) as { items: [{ householdId: string }] }).items
    const home = await read(clerk, `/register/households/${householdId}`)
    const file = `/register/households/${householdId}`
    await act(clerk, file, { seenVersion: home['version'], address: `${String(home['address'])}（东门）` })
    await act(worker, '/field/visits', {
      visitId: randomUUID(),
      subject: { kind: 'household', id: householdId },
      result: 'found',
      parts: [{ kind: 'household_changed', seenVersion: home['version'], change: { address: '言程路 12 号（西门）' } }],
    })
    await clerk.goto('/console/fieldwork/conflicts')
    await clerk.getByRole('cell', { name: /东门/ }).waitFor()
    await clerk.getByRole('button', { name: '采用上门说的' }).click()
    await clerk.getByText('没有要核对的').waitFor()
    await clerk.goto(`/console${file}?tab=visits`)
    await clerk.getByRole('heading', { name: '言程路 12 号（西门）' }).waitFor()
    await clerk.getByText('见到了人').first().waitFor()
  })
})
