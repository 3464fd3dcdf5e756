import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { launchBrowser } from './browser.ts'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'
import {
  act,
  desk,
  findAll,
  type Json,
  open,
  phone,
  picture,
  read,
  restAsBefore,
  saveVisit,
  setUpPhone,
} from './people.ts'
import { type Platform, startPlatform } from './world.ts'

/** Of the day; the whole twenty are asked for: `PHOTOS=20`. They go up one after the other at 64 kbit/s. */
const PHOTOS = Number(process.env['PHOTOS'] ?? 4)
const VISITS = 12

let platform: Platform
let line: FaultProxy
let browser: Browser
let clerk: Page
let pocket: Page

beforeAll(async () => {
  platform = await startPlatform()
  line = await startFaultProxy(platform.url)
  browser = await launchBrowser()
  clerk = await open(browser, platform.url, { login: 'hefang', size: desk })
  pocket = await open(browser, line.url, { login: 'zhoumin', size: phone })
})
afterAll(async () => {
  await browser?.close()
  await line?.stop()
  await platform?.stop()
})

/** The line for whatever else there is: of the form, or of the page where the form has none. */
const MORE = /其他要记的|还有什么要记/
const word = () => randomUUID().slice(0, 8)
const offline = (off: boolean) => pocket.context().setOffline(off)

/** The register comes page by page: these doors have come, too. */
async function onThePhone(homes: readonly string[]): Promise<void> {
  const missing = async () => {
    const kept = await pocket.evaluate(async () => {
      const { name = '' } = (await indexedDB.databases()).find((each) => each.name?.startsWith('linli.field.')) ?? {}
      return new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open(name)
        opening.onerror = () => reject(opening.error ?? new Error(name))
        opening.onsuccess = () => {
          const asked = opening.result.transaction('households').objectStore('households').getAllKeys()
          asked.onsuccess = () => resolve(asked.result.map(String))
          opening.result.close()
        }
      })
    })
    return homes.filter((id) => !kept.includes(id))
  }
  await expect.poll(missing, { timeout: 40_000, interval: 500 }).toEqual([])
}

/** The app dies, with whatever was being typed; the phone is still offline. */
async function killed(): Promise<void> {
  const { url, context } = { url: pocket.url(), context: pocket.context() }
  await pocket.close()
  pocket = await context.newPage()
  await pocket.goto(url)
}

interface Visited {
  readonly householdId: string
  readonly words: string
  readonly newcomer?: string
  /** A report from the same door, with so many pictures. */
  readonly report?: { readonly words: string; readonly photos: number }
}

async function visit({ householdId, words, newcomer, report }: Visited, isKilled: boolean): Promise<void> {
  await pocket.goto(`/field/visit/household/${householdId}${newcomer === undefined ? '' : '?new=1'}`)
  if (newcomer !== undefined) {
    await pocket.getByRole('dialog').getByLabel('姓名', { exact: true }).fill(newcomer)
    await pocket.getByRole('dialog').getByRole('button', { name: '好了' }).click()
  }
  await pocket.getByRole('heading', { name: /家里的人有变化吗|登记的情况有变化吗/ }).waitFor()
  await restAsBefore(pocket)
  const more = pocket.getByLabel(MORE).last()
  await more.fill(words)
  if (report) {
    await pocket.getByRole('button', { name: '在这里报一件事' }).click()
    await pocket.getByLabel('具体是什么事').fill(report.words)
    await pocket.getByRole('radio', { name: /路灯不亮/ }).check()
    await addPictures(report.photos)
  }
  if (isKilled) {
    await pocket.getByText(/已存在手机/).waitFor()
    await killed()
    await pocket.getByRole('heading', { name: /家里的人有变化吗|登记的情况有变化吗/ }).waitFor()
    expect(await pocket.getByLabel(MORE).last().inputValue()).toBe(words)
  }
  await saveVisit(pocket)
}

async function addPictures(count: number): Promise<void> {
  const files = await Promise.all(
    Array.from({ length: count }, (_each, index) => picture(`#${(index + 1).toString(16)}23456`.slice(0, 7))),
  )
  await pocket.locator('input[type=file]').last().setInputFiles(files)
  await pocket.getByRole('img', { name: `照片 ${count}` }).waitFor()
}

async function reportHazard(words: string, photos: number): Promise<void> {
  await pocket.goto('/field/report?kind=hazard')
  await pocket.getByLabel('看到了什么').fill(words)
  await pocket.getByRole('radio').first().check()
  await pocket.locator('.located').waitFor()
  await addPictures(photos)
  await pocket.getByRole('button', { name: '提交' }).click()
  await pocket.getByText('已存好。有网络就自动上传，不用等。').waitFor()
}

/** Nothing waits any more, and nothing was refused. Who does not want to wait for the next try asks for it. */
async function allSent(): Promise<void> {
  await pocket.goto('/field/outbox')
  await pocket.getByText('已上传').first().waitFor({ timeout: 60_000 })
  const sendNow = pocket.getByRole('button', { name: '现在上传' })
  await vi.waitFor(
    async () => {
      if (await sendNow.isEnabled()) await sendNow.click()
      expect(await sendNow.isEnabled()).toBe(false)
    },
    { timeout: 240_000, interval: 3_000 },
  )
  expect(await pocket.getByText('没收下').count()).toBe(0)
}

async function doors(count: number): Promise<string[]> {
  const { items } = await read(clerk, `/register/households?limit=${count}&areaId=${await gridOf()}`)
  return (items as Json[]).map(({ id }) => String(id))
}

/** The grid where 周敏 works: of whatever is due there, as on a day of rest nothing is planned for today. */
async function gridOf(): Promise<string> {
  const { items } = await read(pocket, '/field/due?limit=1&until=2100-01-01')
  return String((items as Json[])[0]?.['gridId'])
}

const visitsTo = async (householdId: string) =>
  (await read(clerk, `/fieldwork/visits?householdId=${householdId}`))['items'] as Json[]

describe('a day in the field without a network', () => {
  it(
    `keeps ${VISITS} visits, two arrivals, a hazard and ${PHOTOS} photographs over two kills, and sends each once over a bad line`,
    { timeout: 600_000 },
    async () => {
      await setUpPhone(pocket)
      await pocket.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated')
      const homes = await doors(VISITS)
      expect(homes).toHaveLength(VISITS)
      await onThePhone(homes)
      await offline(true)
      const atDoors = Math.max(0, PHOTOS - 9)
      const hazard = { words: `楼道堆放电瓶车 ${word()}`, photos: Math.min(PHOTOS, 9) }
      const day: Visited[] = homes.map((householdId, index) => ({
        householdId,
        words: `走访 ${index} ${word()}`,
        ...(index < 2 ? { newcomer: `新来${'甲乙'[index]}` } : {}),
        ...(index === 4 ? { report: { words: `路灯不亮 ${word()}`, photos: Math.min(atDoors, 9) || 1 } } : {}),
        ...(index === 5 && atDoors > 9 ? { report: { words: `路灯不亮 ${word()}`, photos: atDoors - 9 } } : {}),
      }))
      for (const [index, one] of day.entries()) await visit(one, index === 3 || index === 8)
      await reportHazard(hazard.words, hazard.photos)

      // Back in the village: a slow line that loses answers, doubles requests and brings them out of order.
      line.throttle(64_000)
      line.fate('/api/field/commands', 'cut', 'twice', 'last')
      line.fate('/api/field/reports', 'cut', 'twice')
      await offline(false)
      await allSent()
      line.throttle(null)

      for (const { householdId, words, newcomer } of day) {
        expect((await visitsTo(householdId)).filter((one) => JSON.stringify(one).includes(words))).toHaveLength(1)
        if (newcomer === undefined) continue
        const { members } = await read(clerk, `/register/households/${householdId}`)
        expect((members as Json[]).filter(({ name }) => name === newcomer)).toHaveLength(1)
      }
      for (const { words, photos } of [hazard, ...day.flatMap(({ report }) => report ?? [])]) {
        expect((await findAll(clerk, words)).map((one) => one['photos'])).toEqual([photos])
      }
    },
  )

  it('is taken from a phone that is revoked in mid-day, and what it had not sent is applied by the station', async () => {
    const [householdId = ''] = await doors(1)
    const words = `停用前 ${word()}`
    await offline(true)
    const reported = `路灯不亮 ${word()}`
    await visit({ householdId, words, report: { words: reported, photos: 1 } }, false)
    const { items } = await read(clerk, '/fieldwork/devices')
    const [device] = (items as Json[]).filter(({ by, revokedAt }) => by === '周敏' && revokedAt === null)
    await act(clerk, `/fieldwork/devices/${String(device?.['id'])}/revoke`, {
      staffId: device?.['staffId'],
      words: '手机丢失',
    })
    await offline(false)
    await pocket
      .getByText(/这部手机已被停用，手机里的资料已清除。没上传的 2 条已交给网格站处理/)
      .waitFor({ timeout: 60_000 })
    expect(await pocket.evaluate(async () => (await indexedDB.databases()).length)).toBe(0)
    const { items: waiting } = await read(clerk, '/fieldwork/quarantine')
    expect(waiting).toHaveLength(2)
    for (const { id } of waiting as Json[])
      await act(clerk, `/fieldwork/quarantine/${String(id)}/decide`, { apply: true })
    const [visited] = (await visitsTo(householdId)).filter((one) => JSON.stringify(one).includes(words))
    expect(visited).toMatchObject({ by: { name: '周敏' } })
    const [report] = await findAll(clerk, reported)
    expect(report).toMatchObject({ photos: 1 })
  })
})
