import { incidentRoutes } from '@linli/contract/incidents'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { act, desk, open, phone, read } from './people.ts'
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

const meOf = async (page: Page) =>
  (await read(page, '/me')) as { id: string; posts: { unit: { id: string; areaId: string } }[] }

describe('a rehearsed flood', () => {
  it('is led from the console, answered from a phone without a network, and seen by the town as it happens', async () => {
    const [commander, town, worker] = await Promise.all([
      open(browser, platform.url, { login: 'wujing', size: desk }),
      open(browser, platform.url, { login: 'luobin', size: desk }),
      open(browser, platform.url, { login: 'zhoumin', size: phone }),
    ])
    const [mine, theirs, hers] = await Promise.all([meOf(commander), meOf(town), meOf(worker)])
    const village = hers.posts[0]?.unit
    const { id } = await act(commander, incidentRoutes.openIncident.path, {
      title: '林园社区内涝',
      kind: 'flood',
      severity: 'iii',
      exercise: true,
      commanderId: mine.id,
      areaIds: [village?.areaId],
      unitIds: [village?.id, theirs.posts[0]?.unit.id],
    })
    const room = `/console/incidents/${String(id)}`
    await Promise.all([commander.goto(room), town.goto(room), worker.goto('/field/')])
    await worker.getByRole('heading', { name: '今天' }).waitFor()
    await commander.getByRole('button', { name: '派任务' }).click()
    const dialog = commander.getByRole('dialog')
    await dialog.getByLabel('做什么').fill('看住地下车库入口')
    await dialog.getByLabel('交给单位').selectOption(String(village?.id))
    await dialog.getByLabel(/指定到人/).selectOption({ label: '周敏' })
    await dialog.getByRole('button', { name: '派任务' }).click()
    await commander.getByText('看住地下车库入口').first().waitFor()

    // The phone lies open: it hears of its task as it is given.
    const task = worker.getByRole('region', { name: /看住地下车库入口/ })
    await task.getByText('演练').waitFor()
    await worker.context().setOffline(true)
    await task.getByRole('button', { name: '到场' }).click()
    await task.getByRole('button', { name: '完成' }).waitFor()
    expect((await readTask(commander, String(id))).state).toBe('given')
    await worker.context().setOffline(false)
    // Nobody reloads: the room follows what the phone has told.
    await commander.getByText('已到场').first().waitFor()
    await town.getByText('已到场').first().waitFor()

    await town.getByRole('textbox', { name: '发生了什么、决定了什么' }).fill('排涝泵已到位')
    await town.getByRole('button', { name: '写入' }).click()
    await commander.getByText('排涝泵已到位').waitFor()

    await task.getByRole('button', { name: '完成' }).click()
    await commander.getByText('已完成').first().waitFor()
    for (const step of ['转入收尾', '结束事件']) {
      await commander.getByRole('button', { name: step }).first().click()
      await commander
        .getByRole('dialog')
        .getByLabel(/说明/)
        .fill('水退了')
      await commander.getByRole('dialog').getByRole('button', { name: step }).click()
      await commander.getByRole('dialog').waitFor({ state: 'detached' })
    }
    await commander.getByText('已结束').first().waitFor()
    await commander.goto(`${room}/report`)
    await commander.getByText('排涝泵已到位').waitFor()
  })
})

async function readTask(page: Page, id: string): Promise<{ state: string }> {
  const { tasks } = (await read(page, `/incidents/${id}`)) as { tasks: { state: string }[] }
  return tasks[0] ?? { state: '' }
}
