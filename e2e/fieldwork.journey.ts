import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { act, desk, open, phone, read, restAsBefore, saveVisit, setUpPhone } from './people.ts'
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

/** At the door: of one person that the telephone is another now, of the rest that nothing has changed. */
async function sayPhone(pocket: Page, name: string, number: string): Promise<void> {
  await pocket.getByRole('group', { name }).getByRole('button', { name: '有变' }).click()
  const sheet = pocket.getByRole('dialog')
  await sheet.getByLabel('电话变了').check()
  await sheet.getByLabel('新电话').fill(number)
  await sheet.getByRole('button', { name: '好了' }).click()
  await restAsBefore(pocket)
  await saveVisit(pocket)
}

describe('field work in the console', () => {
  it('a rule is changed in sight of its load and by two', async () => {
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
  })

  it('what door and file say differently of a household is decided', async () => {
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
    await clerk.getByRole('heading', { name: '言程路 12 号(西门)' }).waitFor()
    await clerk.getByText('见到了人').first().waitFor()
  })

  it('two phones and a clerk say three things of one person: both doors are kept, the clerk decides, all see it', async () => {
    const clerk = await open(browser, platform.url, { login: 'hefang', size: desk })
    const first = await open(browser, platform.url, { login: 'zhoumin', size: phone })
    const second = await open(browser, platform.url, { login: 'zhoumin', size: phone })
    const found = await clerk.context().request.post('/api/register/search', { data: { q: '13800001234' } })
    // As lists and the phone show the name: masked.
    const [{ householdId, id: personId, title: name = '' }] = (
      (await found.json()) as { items: [Record<string, string>] }
    ).items
    for (const pocket of [first, second]) {
      await setUpPhone(pocket)
      await pocket.goto(`/field/visit/household/${householdId}`)
      await pocket.getByRole('group', { name }).waitFor()
      await pocket.context().setOffline(true)
    }
    // Meanwhile the person rings up the station.
    await clerk.goto(`/console/register/persons/${personId}`)
    await clerk.getByRole('button', { name: '修改资料' }).click()
    await clerk.getByRole('dialog').getByLabel('电话').fill('13900000003')
    await clerk.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    await clerk.getByText('139****0003').first().waitFor()

    await sayPhone(first, name, '13900000001')
    await sayPhone(second, name, '13900000002')
    for (const pocket of [first, second]) {
      await pocket.context().setOffline(false)
      await pocket.goto('/field/outbox')
      await pocket.getByText('1 处与别人的改动不同，站里会定').waitFor({ timeout: 60_000 })
    }
    expect(await read(clerk, `/register/persons/${personId}`)).toMatchObject({ phoneMasked: '139****0003' })

    await clerk.goto('/console/fieldwork/conflicts')
    const pairs = clerk.getByRole('region', { name: new RegExp(`^${RegExp.escape(name)} · .* · 本人情况$`) })
    await pairs.nth(1).waitFor()
    const of = (digits: string) => pairs.filter({ has: clerk.getByText(`139****${digits}`) })
    expect(await of('0001').textContent()).toContain('139****0003')
    await of('0001').getByRole('button', { name: '保留档案里的' }).click()
    await pairs.nth(1).waitFor({ state: 'detached' })
    await of('0002').getByRole('button', { name: '采用上门说的' }).click()
    await clerk.getByText('没有要核对的').waitFor()

    // The file and both phones come to show what was decided; the visits tell who decided it.
    await clerk.goto(`/console/register/persons/${personId}`)
    await clerk.getByText('139****0002').first().waitFor()
    for (const pocket of [first, second]) {
      await pocket.getByRole('link', { name: '看现在的登记' }).click()
      await pocket.getByText('139****0002').waitFor({ timeout: 60_000 })
    }
    await clerk.goto(`/console/register/households/${householdId}?tab=visits`)
    for (const how of ['已进档案', '没有采用']) await clerk.getByText(`本人情况：${how}（何芳`).waitFor()
  })
})
