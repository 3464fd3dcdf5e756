import type { Page, Request } from 'playwright-core'
import { overflows, smallTargets, smallWords } from './look.ts'

/** Goes there: within a face as by a link on the page, which costs a fraction of opening it anew. */
export async function settled(page: Page, address: string): Promise<void> {
  const still = quiet(page)
  if (faceOf(page.url()) === faceOf(address))
    await page.evaluate((to) => {
      history.pushState({ within: true }, '', to)
      dispatchEvent(new PopStateEvent('popstate'))
    }, address)
  else await page.goto(address)
  await page.getByRole('main').first().waitFor()
  await still()
  await page.waitForFunction(() => document.querySelector('.opening, .loading') === null)
  await page.locator('h1').first().waitFor({ state: 'attached' })
}

function faceOf(url: string): string {
  if (url.startsWith('about:')) return ''
  return /^\/(field|console|screen)/.exec(new URL(url, 'http://localhost').pathname)?.[1] ?? 'portal'
}

/** What is asked for on this page from now on; @returns waits until all of it has come and nothing more is asked. */
function quiet(page: Page): () => Promise<void> {
  const asked = new Set<Request>()
  const begins = (request: Request) => {
    // Live events never end.
    if (request.resourceType() !== 'eventsource') asked.add(request)
  }
  const ends = (request: Request) => asked.delete(request)
  page.on('request', begins).on('requestfinished', ends).on('requestfailed', ends)
  return async () => {
    for (let still = 0; still < 3; still = asked.size === 0 ? still + 1 : 0) await page.waitForTimeout(40)
    page.off('request', begins).off('requestfinished', ends).off('requestfailed', ends)
  }
}

/** One way of looking at a page as it stands: what is wrong with it, a line each. */
export type Look = (page: Page) => Promise<string[]>

/** What is wrong with what is on the screen. */
export async function faultsNow(page: Page, where: string, looks: readonly Look[]): Promise<string[]> {
  const faults: string[] = []
  for (const look of looks) faults.push(...(await look(page)).map((fault) => `${where} ${fault}`))
  return faults
}

/** Every fault on every page, each with its address; an empty list is the wish. */
export async function faultsOn(page: Page, addresses: readonly string[], ...looks: readonly Look[]): Promise<string[]> {
  const faults: string[] = []
  for (const address of addresses) {
    await settled(page, address)
    faults.push(...(await faultsNow(page, address, looks)))
  }
  await page.context().close()
  return faults
}

export const targetsOf =
  (least: number): Look =>
  (page) =>
    smallTargets(page, least)
export const wordsOf =
  (least: number): Look =>
  (page) =>
    smallWords(page, least)

/** As on the narrowest phone, or on a wider one at 200 %. */
export async function narrow(page: Page): Promise<string[]> {
  const before = page.viewportSize()
  await page.setViewportSize({ width: 320, height: 640 })
  await page.waitForTimeout(100)
  const faults = await overflows(page)
  if (before) await page.setViewportSize(before)
  return faults
}
