import { launchBrowser } from '../../e2e/browser.ts'
import { desk, open } from '../../e2e/people.ts'
import { type Figures, Latencies, type Result } from './figures.ts'
import { createHttp } from './http.ts'
import { signInClerks } from './people.ts'
import { startPlatform, withDatabase } from './platform.ts'

const PEOPLE = 32
const TURNS = 20

/** Until the first row of an inbox: its answer, for clerks all over the county by turns, and on the page of one of them. */
export async function inbox({ records, seconds }: { records: number; seconds: number }): Promise<Result> {
  const platform = await startPlatform(records)
  const http = createHttp(platform.url, PEOPLE)
  const browser = await launchBrowser()
  try {
    const clerks = await signInClerks(http, platform.connectionString, PEOPLE)
    const answer = new Latencies()
    const began = performance.now()
    for (let turn = 0; performance.now() - began < seconds * 1_000; turn++) {
      const asked = performance.now()
      const { status } = await http.send('GET', '/api/inbox?limit=50', clerks[turn % clerks.length]?.cookie ?? '')
      if (status === 200) answer.add(performance.now() - asked)
      else answer.errors++
    }
    const row = new Latencies()
    const page = await open(browser, platform.url, {
      login: await busiest(platform.connectionString),
      size: desk,
    })
    await page.goto('/console/')
    await page.locator('main li.r').first().waitFor({ timeout: 60_000 })
    for (let turn = 0; turn < TURNS; turn++) {
      // A fresh start, so that nothing of the inbox is held; done with its own page before it is asked for the next.
      await page.goto('/console/staff')
      await page.getByRole('main').waitFor()
      await page.waitForTimeout(1_000)
      await page.evaluate(() => new Promise((idle) => requestIdleCallback(idle)))
      row.add(
        await page.evaluate(async () => {
          const from = performance.now()
          history.pushState(null, '', '/console/')
          dispatchEvent(new PopStateEvent('popstate'))
          while (document.querySelector('main li.r') === null) await new Promise(requestAnimationFrame)
          return performance.now() - from
        }),
      )
    }
    const kinds: Record<string, Figures> = { answer: answer.figures(seconds), firstRow: row.figures(seconds) }
    return { name: 'inbox', records, seconds, errors: answer.errors, kinds }
  } finally {
    await browser.close()
    http.close()
    await platform.stop()
  }
}

/** The station clerk with the longest inbox. */
function busiest(connectionString: string): Promise<string> {
  return withDatabase(connectionString, async (client) => {
    const { rows } = await client.query<{ login: string }>(
      `SELECT s.login FROM work_items w
       JOIN posts p ON p.county_id = w.county_id AND p.unit_id = w.unit_id
       JOIN roles r ON r.county_id = p.county_id AND r.id = p.role_id AND r.code = 'station_clerk'
       JOIN staff s ON s.county_id = p.county_id AND s.id = p.staff_id
       WHERE w.done_at IS NULL GROUP BY s.login ORDER BY count(*) DESC LIMIT 1`,
    )
    return rows[0]?.login ?? ''
  })
}
