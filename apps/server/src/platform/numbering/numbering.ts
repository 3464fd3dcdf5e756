import { sql } from 'kysely'
import type { Db, Tx } from '../database/database.ts'
import type { Deps } from '../deps.ts'

interface Series {
  readonly countyId: number
  readonly kind: string
  /** What the numbers count within: a day, a year. */
  readonly period: string
}

/** Numbers that one process fetches at a time: rare trips to the shared row, small gaps at a restart. */
const BLOCK = 16

interface Block {
  next: number
  last: number
}

const blocks = new WeakMap<Deps, Map<string, Promise<Block>>>()

/**
 * The next number of a series: unique and rising, with gaps where a process stopped or a command failed. Taken outside
 * the caller's transaction, so that the one row per series is never held while others wait.
 */
export async function takeNumber(deps: Deps, series: Series): Promise<number> {
  let own = blocks.get(deps)
  if (!own) blocks.set(deps, (own = new Map()))
  const key = `${series.countyId}:${series.kind}:${series.period}`
  for (;;) {
    const held = own.get(key)
    const block = held && (await held)
    if (block && block.next <= block.last) return block.next++
    // Whoever finds the block used up first fetches the next; the others wait for the same promise.
    if (own.get(key) === held) {
      const fetched = fetchBlock(deps.db, series)
      own.set(key, fetched)
      fetched.catch(() => own.delete(key))
    }
  }
}

async function fetchBlock(db: Db, series: Series): Promise<Block> {
  const last = await raise(db, series, BLOCK)
  return { next: last - BLOCK + 1, last }
}

/** The next number of a series without any gap: the row stays locked until the caller's transaction ends. */
export function takeGaplessNumber(tx: Tx, series: Series): Promise<number> {
  return raise(tx, series, 1)
}

async function raise(db: Db, series: Series, by: number): Promise<number> {
  const row = await db
    .insertInto('numbering')
    .values({ ...series, last: by })
    .onConflict((conflict) =>
      conflict.columns(['countyId', 'kind', 'period']).doUpdateSet({ last: sql<number>`numbering.last + ${by}` }),
    )
    .returning('last')
    .executeTakeFirstOrThrow()
  return row.last
}
