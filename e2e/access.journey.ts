import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { faultsNow, faultsOn, type Look, narrow, settled, targetsOf, wordsOf } from './faults.ts'
import { tabTo } from './keys.ts'
import { axeFaults, darkFaults, overflows, smallTargets } from './look.ts'
import { act, categoryNamed, desk, gate, giveToZhoumin, open, phone, read, setUpPhone } from './people.ts'
import { type Platform, startPlatform } from './world.ts'

let platform: Platform
let browser: Browser
/** A matter of 周敏's, and a report with its receipt. */
let matterId: string
let receipt: { readonly number: string; readonly code: string }
/** A room with a task for 周敏 and a plan. */
let incidentId: string
/** The demo's resident in the register. */
let resident: { readonly householdId: string; readonly id: string }

beforeAll(async () => {
  platform = await startPlatform()
  browser = await launchBrowser()
  const operator = await open(browser, platform.url, { login: 'chenli', size: desk })
  const clerk = await open(browser, platform.url, { login: 'hefang', size: desk })
  matterId = await giveToZhoumin(operator, clerk, `路灯不亮 ${randomUUID().slice(0, 8)}`)
  const answer = await act(operator, '/public/reports', {
    description: '楼道灯坏了三天，晚上看不见。'.repeat(8),
    categoryCode: await categoryNamed(operator, '路灯'),
    point: { lon: gate.longitude, lat: gate.latitude },
  })
  receipt = { number: String(answer['number']), code: String(answer['code']) }
  // The one person with this phone.
  const found = await clerk.context().request.post('/api/register/search', { data: { q: '13800001234' } })
  const [item] = ((await found.json()) as { items: (typeof resident)[] }).items
  resident = item ?? { householdId: 'nobody', id: 'nobody' }
  incidentId = await openRoom()
  await Promise.all([operator, clerk].map((page) => page.context().close()))
})
afterAll(async () => {
  await browser?.close()
  await platform?.stop()
})

async function openRoom(): Promise<string> {
  const commander = await open(browser, platform.url, { login: 'wujing', size: desk })
  const worker = await open(browser, platform.url, { login: 'zhoumin', size: desk })
  const me = (await read(commander, '/me')) as { id: string }
  const { id: staffId, posts } = (await read(worker, '/me')) as {
    id: string
    posts: { unit: { id: string; areaId: string } }[]
  }
  const unit = posts[0]?.unit
  const room = await act(commander, '/incidents', {
    title: '林园社区内涝',
    kind: 'flood',
    severity: 'ii',
    exercise: true,
    commanderId: me.id,
    areaIds: [unit?.areaId],
    unitIds: [unit?.id],
  })
  const id = String(room['id'])
  await act(commander, `/incidents/${id}/tasks`, { words: '看住地下车库入口', unitId: unit?.id, staffId })
  await act(commander, `/incidents/${id}/plans`, { planCode: 'rainstorm' })
  await act(commander, `/incidents/${id}/broadcasts`, { areaIds: [unit?.areaId], words: '今晚有大雨' })
  await Promise.all([commander, worker].map((page) => page.context().close()))
  return id
}

type Settings = Readonly<Record<string, unknown>>

/** A window with these things in its storage, as an earlier visit would have left them. Nothing slides or fades in it. */
async function visit(size: typeof phone, settings: Settings, login?: string): Promise<Page> {
  const page = await open(browser, platform.url, { size, ...(login ? { login } : {}) })
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.addInitScript((stored) => {
    for (const [key, value] of Object.entries(stored))
      if (localStorage.getItem(key) === null)
        localStorage.setItem(key, typeof value === 'string' ? value : JSON.stringify(value))
  }, settings)
  return page
}

const portalPages = () => [
  '/',
  '/report',
  '/report/where',
  '/report/contact',
  `/receipt/${receipt.number}`,
  '/track',
  `/track/${receipt.number}`,
  '/mine',
  '/grid',
  '/outbox',
  '/nothing-here',
]

function portalSettings(more: Settings): Settings {
  const draft = {
    commandId: randomUUID(),
    description: '路灯不亮，晚上看不见',
    contact: { mode: 'phone', phone: '138', name: '' },
  }
  const now = new Date().toISOString()
  const kept = {
    id: randomUUID(),
    title: '楼道灯坏了三天',
    sentAt: now,
    acceptBy: now,
    settleBy: now,
    place: '新江口街道 林园社区',
  }
  const desk = { zh: '林园社区网格站', en: 'Linyuan Community grid station' }
  const more2 = { desk, danger: false, followed: false, phoneEnd: '1234' }
  return { 'linli.draft': draft, 'linli.receipts': [{ ...receipt, ...kept, ...more2 }], ...more }
}

const fieldPages = () => [
  '/field/',
  '/field/map',
  '/field/report',
  '/field/outbox',
  '/field/find',
  '/field/find?for=newcomer',
  `/field/visit/household/${resident.householdId}`,
  `/field/visit/person/${resident.id}`,
  '/field/new-household',
  '/field/support',
  '/field/patrol',
  '/field/first-help',
  '/field/help',
  '/field/me',
  '/field/duty',
  `/field/matters/${matterId}`,
  ...['settle', 'return', 'escalate', 'comment'].map((action) => `/field/matters/${matterId}/${action}`),
]

/** Whose duty it is, and what they open; nobody is signed in for the last. */
const consolePages = (): readonly (readonly [string | undefined, readonly string[]])[] => [
  [
    'wujing',
    [
      '',
      'matters',
      `matters/${matterId}`,
      `matters/${matterId}/sheet`,
      'map',
      'briefs',
      'incidents',
      'incidents/new',
      `incidents/${incidentId}`,
      ...['plans', 'people', 'review'].map((tab) => `incidents/${incidentId}?tab=${tab}`),
      `incidents/${incidentId}/report`,
      'supervision',
      'supervision/meeting',
    ].map((page) => `/console/${page}`),
  ],
  [
    'suwen',
    [
      'areas',
      'areas/import',
      'staff',
      'categories',
      'places',
      'interop',
      'notices',
      'settings',
      'first-run',
      'duty',
      'duty?edit=urban_ten',
      'duty?tab=forms',
      'duty?tab=forms&form=household_urban',
      'account',
      'nothing',
    ].map((page) => `/console/${page}`),
  ],
  ['chenli', ['/console/hotline']],
  [
    'hefang',
    [
      'register',
      `register/households/${resident.householdId}`,
      `register/persons/${resident.id}`,
      'register/buildings',
      `register/households/${resident.householdId}?tab=visits`,
      'register/desks',
      'fieldwork',
      'fieldwork/visits',
      'fieldwork/visits?tab=patrols',
      'fieldwork/conflicts',
      'fieldwork/phones',
      'fieldwork/phones?tab=quarantine',
      'register/organisations',
      'register/statistics',
      'register/imports',
      'roster',
      'roster?tab=requests',
      'roster?tab=now',
      'my-duty',
    ].map((page) => `/console/${page}`),
  ],
  ['luobin', ['/console/register/exports', '/console/roster/handovers', '/console/roster/handovers?new=1']],
  [
    'daiping',
    [
      'records',
      'records?tab=audit',
      'fields',
      'export-requests',
      'rights',
      'rights?tab=readings',
      'retention',
      'holds',
    ].map((page) => `/console/${page}`),
  ],
  [undefined, ['/console/']],
]

const languages = ['zh', 'en'] as const
/** Everything in the first language; in the second only the words are others, and they may be longer. */
const axeIn = (locale: (typeof languages)[number]): Look => (locale === 'zh' ? axeFaults : overflows)
const sizes = [
  { words: 'normal', elder: false, looks: [targetsOf(44)] },
  // 大字版: a finger of 60 pixels, and nothing to read below 18.
  { words: 'elder', elder: true, looks: [targetsOf(60), wordsOf(18)] },
] as const

describe('the portal', () => {
  for (const { words, elder, looks } of sizes) {
    for (const locale of languages) {
      it(`is for everybody: ${words}, ${locale}`, async () => {
        const page = await visit(phone, portalSettings({ 'linli.locale': locale, 'linli.elder': elder }))
        expect(await faultsOn(page, portalPages(), axeIn(locale), ...looks, narrow)).toEqual([])
      })
    }
  }

  it('has no fault in what opens over a page', async () => {
    for (const [address, button] of [
      ['/report', /不是这个|选一个类别/],
      ['/report/where', /从地址表选/],
    ] as const) {
      const page = await visit(phone, portalSettings({}))
      await settled(page, address)
      await page.getByRole('button', { name: button }).click()
      await page.getByRole('dialog').waitFor()
      await page.waitForTimeout(700)
      expect([...(await axeFaults(page)), ...(await smallTargets(page, 44))]).toEqual([])
      await page.context().close()
    }
  })

  it('takes a report from the keyboard alone, and always shows where one is', async () => {
    const page = await visit(phone, {})
    await settled(page, '/report')
    await tabTo(page, '说说是什么事')
    await page.keyboard.type('言程路路灯不亮')
    await page.getByText('路灯不亮', { exact: true }).waitFor()
    await tabTo(page, '下一步：在哪里')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '在哪里？' }).waitFor()
    await tabTo(page, '我在这里')
    await page.keyboard.press('Enter')
    await page
      .getByText(/林园社区.*第 ?3 ?网格/)
      .first()
      .waitFor()
    await tabTo(page, '下一步：怎么回复您')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '怎么回复您？' }).waitFor()
    await tabTo(page, '留手机号')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await tabTo(page, '提交')
    await page.keyboard.press('Enter')
    await page.getByText('您的编号').waitFor()
  })
})

// Some two dozen pages, in two languages on one phone.
describe('the field app', { timeout: 400_000 }, () => {
  it('is for everybody: each page in light and dark, then in English', async () => {
    const page = await visit(phone, { 'linli.theme': 'light' }, 'zhoumin')
    await setUpPhone(page)
    const faults: string[] = []
    for (const locale of languages) {
      const looks = [axeIn(locale), ...(locale === 'zh' ? [darkFaults] : []), targetsOf(44), narrow]
      for (const address of fieldPages()) {
        await settled(page, address)
        faults.push(...(await faultsNow(page, `${locale} ${address}`, looks)))
      }
      faults.push(...(await overThePage(page, locale, looks)))
      await settled(page, '/field/me')
      await page.getByRole('radio', { name: 'English' }).check()
    }
    await page.context().close()
    for (const locale of languages)
      faults.push(
        ...(await faultsOn(await visit(phone, { 'linli.locale': locale }), ['/field/'], axeIn(locale), narrow)),
      )
    expect(faults).toEqual([])
  })
})

/** What comes up from below at a door and on the page of shifts. */
async function overThePage(page: Page, locale: (typeof languages)[number], looks: readonly Look[]): Promise<string[]> {
  const faults: string[] = []
  const sheets = [
    [`/field/visit/household/${resident.householdId}`, '.person .seg button:last-child'],
    [`/field/visit/household/${resident.householdId}`, '.person-add'],
    ['/field/duty', '.matter .button.wide'],
  ] as const
  for (const [address, opener] of sheets) {
    await settled(page, address)
    await page.locator(opener).first().click()
    await page.getByRole('dialog').waitFor()
    faults.push(...(await faultsNow(page, `${locale} ${address} ${opener}`, looks)))
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  }
  return faults
}

// Some sixty pages, each looked at in two themes.
describe('the console and the command screen', { timeout: 500_000 }, () => {
  const variants = [
    { words: 'light and dark, zh', locale: 'zh', looks: [axeFaults, targetsOf(24), darkFaults] },
    { words: 'light, en', locale: 'en', looks: [overflows, targetsOf(24)] },
  ] as const
  for (const { words, locale, looks } of variants) {
    it(`the console is for everybody: ${words}`, async () => {
      const settings = { 'linli.locale': locale, 'linli.theme': 'light' }
      const faults: string[] = []
      for (const [login, addresses] of consolePages())
        faults.push(...(await faultsOn(await visit(desk, settings, login), addresses, ...looks)))
      expect(faults).toEqual([])
    })
  }

  it('the command screen has no fault that axe knows', async () => {
    for (const locale of languages) {
      const page = await visit({ width: 1920, height: 1080 }, { 'linli.locale': locale }, 'wujing')
      expect(await faultsOn(page, ['/screen/'], axeFaults)).toEqual([])
    }
  })
})
