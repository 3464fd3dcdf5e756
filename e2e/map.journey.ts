import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { act, categoryNamed, desk, gate, open } from './people.ts'
import { type Platform, startPlatform } from './world.ts'

let platform: Platform
let browser: Browser
let supervisor: Page

beforeAll(async () => {
  platform = await startPlatform()
  browser = await launchBrowser()
  supervisor = await open(browser, platform.url, { login: 'wujing', size: desk })
})
afterAll(async () => {
  await browser?.close()
  await platform?.stop()
})

const crumbs = (page: Page) => page.getByRole('navigation', { name: '所在位置' })
const map = (page: Page) => page.getByRole('application', { name: '事项和网格地图' })
const here = (page: Page, name: string) => crumbs(page).locator('[aria-current=location]', { hasText: name }).waitFor()

/** The number of matters that the list says are in view. */
async function inView(page: Page): Promise<number> {
  const words = await page.getByRole('tab', { name: /^事项/ }).textContent()
  return Number(/\d+/.exec(words ?? '')?.[0])
}

async function openMap(page: Page): Promise<void> {
  await page.goto('/console/map')
  await map(page).waitFor()
  await page.locator('.mrow').first().waitFor()
}

describe('the map of matters and grids', () => {
  it('leads a supervisor from the county into a grid and back', async () => {
    await openMap(supervisor)
    await here(supervisor, '松滋市')
    const all = await inView(supervisor)
    // A mouse goes in by the map, a keyboard by the list of areas.
    await supervisor.getByRole('tab', { name: /乡镇街道/ }).click()
    await supervisor.getByRole('button', { name: /新江口街道/ }).press('Enter')
    await here(supervisor, '新江口街道')
    await supervisor.getByRole('tab', { name: /村社区/ }).waitFor()
    await supervisor.getByRole('button', { name: /林园社区/ }).click()
    await here(supervisor, '林园社区')
    await supervisor.getByRole('button', { name: /第3网格/ }).click()
    await here(supervisor, '第3网格')
    await supervisor.getByRole('tab', { name: /^事项/ }).click()
    expect(await inView(supervisor)).toBeLessThan(all)
    await supervisor.goBack()
    await here(supervisor, '林园社区')
    await crumbs(supervisor).getByRole('link', { name: '松滋市' }).click()
    await here(supervisor, '松滋市')
    await supervisor.waitForFunction(
      (count) => document.querySelector('[role=tab]')?.textContent?.includes(count),
      `${all}`,
    )
  })

  it('goes into a town that is clicked, and into whatever is zoomed into', async () => {
    await openMap(supervisor)
    const town = map(supervisor).locator('path.shade').first()
    const box = await town.boundingBox()
    expect(box).not.toBeNull()
    if (!box) return
    await town.click({ position: { x: box.width / 2, y: box.height / 2 }, force: true })
    await crumbs(supervisor).getByRole('link', { name: '松滋市' }).waitFor()
    await supervisor.goBack()
    await here(supervisor, '松滋市')
    await supervisor.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    for (let turn = 0; turn < 12 && !supervisor.url().includes('areaId'); turn++) await supervisor.mouse.wheel(0, -150)
    await crumbs(supervisor).getByRole('link', { name: '松滋市' }).waitFor()
    for (let turn = 0; turn < 30; turn++) await supervisor.mouse.wheel(0, 150)
    await here(supervisor, '松滋市')
  })

  it('keeps filters in the address, where the back button finds them', async () => {
    await openMap(supervisor)
    const all = await inView(supervisor)
    await supervisor.getByRole('button', { name: '整件超时', exact: true }).click()
    await supervisor.waitForURL(/overdue=true/)
    await expect.poll(() => inView(supervisor)).toBeLessThan(all)
    const late = await inView(supervisor)
    expect(late).toBeGreaterThan(0)
    const rows = supervisor.locator('.mrow')
    expect(await rows.count()).toBe(await rows.filter({ hasText: '整件超时' }).count())
    await supervisor.reload()
    await supervisor.locator('.mrow').first().waitFor()
    expect(await inView(supervisor)).toBe(late)
    await supervisor.goBack()
    await supervisor.getByRole('button', { name: '整件超时', exact: true, pressed: false }).waitFor()
  })

  it('shows a new matter by itself, opens it beside the map, and leads to its page', async () => {
    const clerk = await open(browser, platform.url, { login: 'hefang', size: desk })
    const operator = await open(browser, platform.url, { login: 'chenli', size: desk })
    await openMap(clerk)
    // A clerk begins where her own station is.
    await here(clerk, '林园社区')
    const title = `路灯不亮 ${randomUUID().slice(0, 8)}`
    await act(operator, '/hotline/calls', {
      description: title,
      categoryCode: await categoryNamed(operator, '路灯'),
      point: { lon: gate.longitude, lat: gate.latitude },
    })
    const row = clerk.getByRole('button', { name: title })
    await row.waitFor()
    await row.focus()
    await clerk.locator('.maptip', { hasText: title }).waitFor()
    await clerk.keyboard.press('Enter')
    await clerk.getByRole('region', { name: title }).waitFor()
    await clerk.keyboard.press('Escape')
    await row.click()
    await clerk.getByRole('link', { name: '打开' }).click()
    await clerk.waitForURL(/\/console\/matters\/[0-9a-f-]{36}$/)
    await clerk.goBack()
    await clerk.getByRole('region', { name: title }).waitFor()
    await Promise.all([clerk, operator].map((page) => page.context().close()))
  })

  it('moves and zooms by the keyboard', async () => {
    await openMap(supervisor)
    const places = () => map(supervisor).locator('g[transform*=scale]').first().getAttribute('transform')
    const before = await places()
    await map(supervisor).focus()
    await supervisor.keyboard.press('ArrowRight')
    const pushed = await places()
    expect(pushed).not.toBe(before)
    await supervisor.keyboard.press('+')
    expect(await places()).not.toBe(pushed)
    await supervisor.keyboard.press('0')
    expect(await places()).toBe(before)
  })

  it('opens the tree of areas down to the one that it links to', async () => {
    await supervisor.goto('/console/map')
    await supervisor.getByRole('tab', { name: /乡镇街道/ }).click()
    await supervisor.getByRole('button', { name: /新江口街道/ }).click()
    await supervisor.getByRole('button', { name: /林园社区/ }).click()
    await here(supervisor, '林园社区')
    await crumbs(supervisor).getByRole('link', { name: '网格资料' }).click()
    await supervisor.reload()
    await supervisor.getByRole('button', { name: '林园社区', exact: true }).waitFor()
  })
})
