import { matterRoutes } from '@linli/contract/matters'
import { randomUUID } from 'node:crypto'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'
import { expect } from 'vitest'

/** A point inside 林园社区 第3网格 of the demo county, where 周敏 works. */
export const gate = { longitude: 111.779376, latitude: 30.173676 }
export const phone = { width: 390, height: 844 }
export const desk = { width: 1440, height: 900 }

interface Person {
  /** Already signed in as this member of staff; else nobody has. */
  readonly login?: string
  readonly size: { readonly width: number; readonly height: number }
}

/**
 * Somebody with a window of their own: no other person's cookies, storage or service worker. Han characters are boxes of
 * their size, which is all that a test needs and far faster; for pictures to look at there is `withChinese`.
 */
export async function open(browser: Browser, baseURL: string, { login, size }: Person): Promise<Page> {
  const context = await browser.newContext({
    baseURL,
    viewport: size,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    geolocation: gate,
    permissions: ['geolocation'],
    serviceWorkers: 'allow',
  })
  // Less than a test's own limit, so that a failure says which step it was.
  context.setDefaultTimeout(20_000)
  if (login) await signIn(context, login)
  return context.newPage()
}

async function signIn(context: BrowserContext, login: string): Promise<void> {
  const answer = await context.request.post('/api/login', { data: { login, password: 'linli-demo' } })
  expect(answer.status(), await answer.text()).toBe(200)
}

export type Json = Record<string, unknown>

/** What staff do by telephone or script, with the same commands as the faces. */
export async function act(page: Page, path: string, data: Json): Promise<Json> {
  const answer = await page.context().request.post(`/api${path}`, { data: { commandId: randomUUID(), ...data } })
  expect(answer.ok(), await answer.text()).toBe(true)
  return (await answer.json()) as Json
}

export async function read(page: Page, path: string): Promise<Json> {
  const answer = await page.context().request.get(`/api${path}`)
  expect(answer.ok(), await answer.text()).toBe(true)
  return (await answer.json()) as Json
}

/** The one matter that a search finds, by its number or by words that stand in no other. */
export async function find(page: Page, words: string): Promise<Json> {
  const found = await findAll(page, words)
  expect(found).toHaveLength(1)
  return found[0] ?? {}
}

export async function findAll(page: Page, words: string): Promise<Json[]> {
  const { items } = await read(page, `${matterRoutes.listMatters.path}?q=${encodeURIComponent(words)}`)
  // The contract's page of rows.
  return items as Json[]
}

/** Told to 陈立 by telephone and given to 周敏 by 何芳. @returns its id; `title` must stand in no other matter. */
export async function giveToZhoumin(operator: Page, clerk: Page, title: string): Promise<string> {
  await act(operator, '/hotline/calls', {
    description: title,
    categoryCode: await categoryNamed(operator, '路灯'),
    point: { lon: gate.longitude, lat: gate.latitude },
  })
  const { id } = await find(clerk, title)
  const matterId = String(id)
  const { items } = await read(clerk, `/matters/${matterId}/units`)
  const suggested = (
    items as { unit: { id: string; name: string }; staff: { id: string; name: string } | null }[]
  ).find(({ staff }) => staff?.name === '周敏')
  expect(suggested).toBeDefined()
  await act(clerk, `/matters/${matterId}/dispatch`, { unitId: suggested?.unit.id, staffId: suggested?.staff?.id })
  return matterId
}

export async function categoryNamed(page: Page, word: string): Promise<string> {
  const { items } = await read(page, '/public/categories')
  const named = (items as { code: string; names: { zh: string } }[]).find(({ names }) => names.zh.includes(word))
  return named?.code ?? ''
}

/** Gives a phone that is signed in its PIN, and waits until the register of its grid lies on it. */
export async function setUpPhone(page: Page, words: 'zh' | 'en' = 'zh'): Promise<void> {
  const [setUp, pin, again, find] =
    words === 'zh'
      ? (['设手机密码', '手机密码（6 到 12 位数字）', '再输一遍', /楼栋|户/] as const)
      : (['Set a PIN', 'PIN of this phone (6 to 12 digits)', 'Once more', /Buildings|doors/] as const)
  await page.goto('/field/')
  await page.getByRole('button', { name: setUp }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(pin).fill('271828')
  await dialog.getByLabel(again).fill('271828')
  await dialog.getByRole('button', { name: setUp }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.goto('/field/find')
  await page.getByRole('heading', { name: find }).first().waitFor({ timeout: 40_000 })
}

/** Ends a visit that is open at a door. */
export async function saveVisit(pocket: Page): Promise<void> {
  await pocket.getByRole('button', { name: /^保存/ }).click()
  await pocket
    .getByText(/已存好/)
    .first()
    .waitFor()
}

/** One touch each for what has not changed and what is well. */
export async function restAsBefore(pocket: Page): Promise<void> {
  for (const name of [/^(其余)?都没变$/, /^其余都没事$/]) {
    const button = pocket.getByRole('button', { name })
    if ((await button.count()) > 0 && (await button.isEnabled())) await button.click()
  }
}

/** A picture as a phone takes one. */
export async function picture(colour = '#334455'): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const buffer = await sharp({ create: { width: 800, height: 600, channels: 3, background: colour } })
    .jpeg()
    .toBuffer()
  return { name: 'photo.jpg', mimeType: 'image/jpeg', buffer }
}

/** As if the person had said no; a browser without a window asks nobody and would leave the question open. */
export async function refusePosition(page: Page): Promise<void> {
  await page.evaluate(() => {
    navigator.geolocation.getCurrentPosition = (_found, failed) => {
      // Browsers alone can make one; the page reads no more of it than this.
      failed?.({ code: 1, PERMISSION_DENIED: 1 } as GeolocationPositionError)
    }
  })
}
