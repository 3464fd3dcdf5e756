import type { Ctx } from '../../../platform/command/ctx.ts'
import { readAreaEvents } from '../../../platform/events/events.ts'
import type { Cursor } from './sync-cursor.ts'

/** Events of the worker's grids that one answer looks through. */
const MOST = 2_000
const modules = ['people', 'fieldwork']
const UNDONE = 'list.undone'
const IMPORTED = 'list.imported'

type Position = Pick<Cursor, 'xid' | 'seq'>
type Scan = Awaited<ReturnType<typeof readAreaEvents>>

export interface Changed {
  /** What a list had brought was taken out again; nobody can tell any more which doors that were. */
  readonly everything: boolean
  /** Lists that came in, wherever. */
  readonly lists: readonly string[]
  readonly households: readonly string[]
  readonly persons: readonly string[]
  readonly organisations: readonly string[]
  readonly position: Position
  readonly more: boolean
}

/** Whose files in a grid the events after a position speak of. What they are now is read by id. */
export type ChangesSince = (gridId: string, after: Position) => Promise<Changed>

/** For one answer: grids that a phone holds up to the same position, as it nearly always does, are looked for together. */
export function changesIn(ctx: Ctx, gridIds: readonly string[]): ChangesSince {
  const scans = new Map<string, Promise<Scan>>()
  const wanted = { modules, areaIds: gridIds, kindsAnywhere: [UNDONE, IMPORTED] }
  return async (gridId, after) => {
    const key = `${after.xid}:${after.seq}`
    const scan = scans.get(key) ?? readAreaEvents(ctx.db, ctx.countyId, after, wanted, MOST)
    scans.set(key, scan)
    const { events, position, more } = await scan
    const here = events.filter(({ scope }) => scope.includes(gridId))
    const idsOf = (kind: string) => [
      ...new Set(here.filter(({ subjectKind }) => subjectKind === kind).map(({ subjectId }) => subjectId)),
    ]
    return {
      everything: events.some(({ kind }) => kind === UNDONE),
      lists: events.filter(({ kind }) => kind === IMPORTED).map(({ subjectId }) => subjectId),
      households: idsOf('household'),
      persons: idsOf('person'),
      organisations: idsOf('organisation'),
      position,
      more,
    }
  }
}
