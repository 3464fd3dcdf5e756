import type { Ctx } from '../../../platform/command/ctx.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { readEvents } from '../../../platform/events/events.ts'
import type { Cursor } from './sync-cursor.ts'

/** Events of the whole platform that one answer looks through; those of the grid are among them. */
const SCAN = 2_000
const ofRegister = new Set(['people', 'fieldwork'])

interface Changed {
  /** What a list had brought was taken out again; nobody can tell any more which doors that were. */
  readonly everything: boolean
  /** Lists that came in, wherever. */
  readonly lists: readonly string[]
  readonly households: readonly string[]
  readonly persons: readonly string[]
  readonly organisations: readonly string[]
  readonly position: Pick<Cursor, 'xid' | 'seq'>
  readonly more: boolean
}

/** Whose files in a grid the events after a cursor speak of. What they are now is read by id. */
export async function changesSince(tx: Tx, ctx: Ctx, gridId: string, cursor: Cursor): Promise<Changed> {
  const events = await readEvents(tx, cursor, SCAN, ctx.countyId)
  const here = events.filter((event) => ofRegister.has(event.module) && event.scope.includes(gridId))
  const idsOf = (kind: string) => [
    ...new Set(here.filter(({ subjectKind }) => subjectKind === kind).map(({ subjectId }) => subjectId)),
  ]
  const last = events.at(-1) ?? cursor
  return {
    everything: events.some(({ kind }) => kind === 'list.undone'),
    lists: events.filter(({ kind }) => kind === 'list.imported').map(({ subjectId }) => subjectId),
    households: idsOf('household'),
    persons: idsOf('person'),
    organisations: idsOf('organisation'),
    position: { xid: last.xid, seq: last.seq },
    more: events.length === SCAN,
  }
}
