import { briefRoutes } from '@linli/contract/briefs'
import { screenRoutes } from '@linli/contract/screen'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registerMatterCounters, sendBriefs } from '../src/modules/command/index.ts'
import { newId } from '../src/platform/crypto/id.ts'
import { readTable } from '../src/platform/tables/read-table.ts'
import { stepsIn } from './steps.ts'
import { createWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  registerMatterCounters()
  world = await createWorld()
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

const leader = 'wujing'
const weekly = {
  name: '周一例会',
  period: 'weekly' as const,
  weekday: 1,
  timeOfDay: '07:30',
  areaId: null,
  locale: 'zh' as const,
  recipients: ['leader@example.org', 'office@example.org'],
  enabled: true,
}
const save = (changes: Partial<typeof weekly> & { id: string; seenVersion: number }) =>
  world.call(leader, briefRoutes.saveBrief, { commandId: newId(), ...weekly, ...changes })
const letters = () =>
  world.deps.db
    .selectFrom('notices')
    .select(['recipient', 'body', 'attachmentName', 'attachment'])
    .where('template', '=', 'brief')
    .orderBy('recipient')
    .execute()

describe('the figures as a file', () => {
  it('are a workbook with the numbers that the screen shows, and an A4 paper with its fonts', async () => {
    const steps = stepsIn(world)
    await steps.report()
    await steps.report()
    const open = async () => (await world.call(leader, screenRoutes.getScreen, {})).body.now.open
    await expect.poll(open, { timeout: 15_000 }).toBe(2)
    const { body } = await world.call(leader, screenRoutes.exportScreen, { form: 'xlsx' })
    expect(body.filename).toMatch(/^松滋市 指挥屏数据-\d{4}-\d\d-\d\d-\d{4}\.xlsx$/)
    const file = Buffer.from(body.file, 'base64')
    expect(new TextDecoder().decode(unzipSync(file)['xl/workbook.xml'])).toContain('现在未办结')
    const [head, received] = await readTable(file)
    expect(head?.cells.slice(0, 2)).toEqual(['指标', '数值'])
    expect(received?.cells[0]).toBe('受理')

    const pdf = Buffer.from((await world.call(leader, screenRoutes.exportScreen, { form: 'pdf' })).body.file, 'base64')
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect(pdf.toString('latin1')).toContain('NotoSansHans')
  })

  it('are for those who may see the screen', async () => {
    expect((await world.call('zhangguilan', screenRoutes.exportScreen, { form: 'pdf' })).status).toBeGreaterThan(400)
    expect((await world.call(leader, screenRoutes.exportScreen, { form: 'pdf', areaId: newId() })).code).toBe(
      'area.not_found',
    )
  })
})

describe('a brief', () => {
  const id = newId()
  it('is due at its hour by the county’s clock, sent once to each, and kept as it was sent', async () => {
    expect((await save({ id, seenVersion: 0 })).status).toBe(200)
    const [brief] = (await world.call(leader, briefRoutes.listBriefs, {})).body.items
    const next = new Date(brief?.nextAt ?? 0)
    expect(next.getTime()).toBeGreaterThan(world.now().getTime())
    // Half past seven in the county is the evening before in UTC.
    expect([next.getUTCDay(), next.toISOString().slice(11, 16)]).toEqual([0, '23:30'])

    await sendBriefs(world.deps, world.deps.config.countyId)
    expect(await letters()).toEqual([])
    world.forward((next.getTime() - world.now().getTime()) / 60_000 + 1)
    await Promise.all([1, 2].map(() => sendBriefs(world.deps, world.deps.config.countyId)))
    const sent = await letters()
    expect(sent.map(({ recipient }) => recipient)).toEqual(weekly.recipients)
    expect(sent[0]?.body).toBe('【邻里】周一例会：松滋市 网格化服务周报，见附件。')
    expect(sent[0]?.attachmentName).toMatch(/^松滋市 网格化服务周报-.*\.pdf$/)

    const { items } = (await world.call(leader, briefRoutes.listBriefIssues, { briefId: id })).body
    expect(items).toMatchObject([{ sentTo: 2 }])
    const issue = await world.call(leader, briefRoutes.getBriefIssue, { issueId: items[0]?.id ?? '' })
    expect(Buffer.from(issue.body.file, 'base64')).toEqual(sent[0]?.attachment)
    const [after] = (await world.call(leader, briefRoutes.listBriefs, {})).body.items
    expect(Date.parse(after?.nextAt ?? '') - next.getTime()).toBe(7 * 86_400_000)
  })

  it('is changed by whoever saw it as it is, and rests when it is switched off', async () => {
    expect((await save({ id, seenVersion: 0 })).code).toBe('brief.stale')
    expect((await save({ id, seenVersion: 1, enabled: false })).status).toBe(200)
    expect((await world.call(leader, briefRoutes.listBriefs, {})).body.items[0]).toMatchObject({
      nextAt: null,
      version: 2,
    })
  })

  it('refuses a rhythm that is none, an area that is not there, and whoever may not', async () => {
    const daily = await save({ id: newId(), seenVersion: 0, period: 'daily' as never })
    expect(daily.code).toBe('input.invalid')
    expect((await save({ id: newId(), seenVersion: 0, areaId: newId() as never })).code).toBe('area.not_found')
    expect((await save({ id: newId(), seenVersion: 0, recipients: ['no address'] })).code).toBe('input.invalid')
    expect((await world.call('hefang', briefRoutes.listBriefs, {})).code).toBe('permission.missing')
  })
})
