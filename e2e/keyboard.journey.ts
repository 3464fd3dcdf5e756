import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { tabTo } from './keys.ts'
import { act, categoryNamed, desk, find, gate, open } from './people.ts'
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

const title = (words: string) => `${words} ${randomUUID().slice(0, 6)}`
const statusOf = async (words: string) => (await find(clerk, words))['status']

/** Down the inbox until the line is chosen, as whoever triages does. */
async function walkTo(page: Page, words: string): Promise<void> {
  await page.getByRole('button', { name: words }).waitFor()
  const chosen = page.locator('.r button[aria-current=true]')
  for (let step = 0; step < 150 && !(await chosen.innerText()).includes(words); step++) await page.keyboard.press('j')
  await page.getByRole('heading', { level: 1, name: words }).waitFor()
}

// Beside these: a report in the portal (access), a household found in the register, a grid drawn (areas).
describe('without a mouse', () => {
  it('an operator takes a call', async () => {
    const words = title('文化广场路灯不亮')
    await operator.goto('/console/')
    await operator.getByRole('tab', { name: /全部/ }).waitFor()
    await operator.keyboard.press('n')
    await operator.getByLabel('来电号码').waitFor()
    await operator.keyboard.type('13900001111')
    await tabTo(operator, '反映的事情')
    await operator.keyboard.type(words)
    await operator.getByText('按说法建议').waitFor()
    await tabTo(operator, '网格或村')
    await operator.keyboard.type('林园社区')
    await operator.locator('option', { hasText: '林园社区' }).first().waitFor({ state: 'attached' })
    await tabTo(operator, '网格或村')
    await operator.keyboard.press('ArrowDown')
    await tabTo(operator, '登记')
    await operator.keyboard.press('Enter')
    await operator
      .getByRole('status')
      .getByText(/\d{4}-\d{4}-\d{4}/)
      .first()
      .waitFor()
    expect(await statusOf(words)).toBe('reported')
  })

  it('a clerk gives a matter to whoever is suggested, and settles another on the spot', async () => {
    const [first, second] = [title('南门路灯不亮'), title('想问办证要带什么')]
    const point = { lon: gate.longitude, lat: gate.latitude }
    await act(operator, '/hotline/calls', {
      description: first,
      categoryCode: await categoryNamed(operator, '路灯'),
      point,
    })
    // Answered by words alone.
    await act(operator, '/hotline/calls', { description: second, categoryCode: '1010', point })
    await clerk.goto('/console/')
    await walkTo(clerk, first)
    await clerk.getByRole('button', { name: /^1/, pressed: true }).waitFor()
    await clerk.keyboard.press('d')
    await expect.poll(() => statusOf(first)).toBe('dispatched')

    await clerk.goto('/console/')
    await walkTo(clerk, second)
    await clerk.keyboard.press('Enter')
    await clerk.waitForURL(/\/console\/matters\//)
    await clerk.getByRole('heading', { level: 1, name: second }).waitFor()
    await clerk.keyboard.press('s')
    await clerk.getByRole('dialog').waitFor()
    await clerk.keyboard.type('身份证和户口簿')
    await tabTo(clerk, '自行处置')
    await clerk.keyboard.press('Enter')
    await expect.poll(() => statusOf(second)).toBe('settled')
  })
})
