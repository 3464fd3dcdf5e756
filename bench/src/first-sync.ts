import { firstSync, startField } from './field-phones.ts'
import { Latencies, type Result, round } from './figures.ts'

/** As full as a grid of a town is: about 1,500 persons. */
const HOUSEHOLDS = 600
const LINE_BITS = 4_000_000

/** So many workers fetch their whole grid at once, as on the morning when a county begins; and one of them alone. */
export async function firstSyncs({ records }: { records: number }): Promise<Result> {
  const platform = await startField(records, HOUSEHOLDS)
  try {
    const [first] = platform.phones
    if (!first) throw new Error('nobody to synchronise')
    const alone = await firstSync(platform.url, first)
    const latencies = new Latencies()
    const began = performance.now()
    await Promise.all(
      platform.phones.map((phone) =>
        firstSync(platform.url, phone).then(
          ({ ms }) => latencies.add(ms),
          () => latencies.errors++,
        ),
      ),
    )
    const seconds = (performance.now() - began) / 1000
    const { p50Ms, p95Ms, p99Ms, errors } = latencies.figures(seconds)
    return {
      name: 'first-sync',
      records: platform.phones.length,
      persons: platform.persons,
      householdsEach: alone.households,
      bytesEach: alone.bytes,
      aloneMs: round(alone.ms),
      // What the server takes, and what the line takes for as many bytes.
      aloneAt4MbitSeconds: round(alone.ms / 1000 + (alone.bytes * 8) / LINE_BITS),
      seconds: round(seconds),
      errors,
      p50Ms,
      p95Ms,
      p99Ms,
    }
  } finally {
    await platform.stop()
  }
}
