import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { open, read } from './people.ts'
import { type Platform, startPlatform } from './world.ts'

let platform: Platform
let browser: Browser
let page: Page

beforeAll(async () => {
  platform = await startPlatform()
  browser = await launchBrowser()
  page = await open(browser, platform.url, { login: 'wujing', size: { width: 1920, height: 1080 } })
})
afterAll(async () => {
  await browser?.close()
  await platform?.stop()
})

const bar = () => page.getByRole('group', { name: '排版', exact: true })
const handle = (name: string) => page.getByRole('group', { name: new RegExp(`^${name}：`) })
const says = (words: RegExp) => bar().getByRole('status').filter({ hasText: words }).waitFor()
const press = (name: string) => bar().getByRole('button', { name }).click()
const kept = async () => (await read(page, '/screen/arrangements/screen'))['widgets']

async function arrange(): Promise<void> {
  await page.goto('/screen/')
  await page.getByRole('button', { name: '菜单' }).click()
  await page.getByRole('button', { name: '调整排版' }).click()
  await bar().waitFor()
}

describe('the screen is arranged', () => {
  it('by keys, says who made room, and stays so for whoever opens it next', async () => {
    await arrange()
    await handle('值守').press('Shift+ArrowUp')
    await says(/值守：第 19 列第 19 行，宽 6 格高 5 格$/)
    // Wider to the left there is another part.
    await handle('实时事项').press('ArrowLeft')
    await says(/让了位置$/)
    await press('存下')
    await bar().waitFor({ state: 'detached' })
    expect(await kept()).not.toBeNull()
    await page.reload()
    const box = await page.getByRole('region', { name: '实时事项' }).boundingBox()
    expect(box?.x).toBeLessThan(1920 * (18 / 24))
  })

  it('as delivered again is tried first: left alone nothing has changed, saved it follows what is delivered', async () => {
    const before = await kept()
    await arrange()
    await press('恢复默认')
    await says(/这是默认的排版/)
    await press('不改了')
    expect(await kept()).toEqual(before)
    await arrange()
    await press('恢复默认')
    await press('存下')
    await bar().waitFor({ state: 'detached' })
    expect(await kept()).toBeNull()
  })
})
