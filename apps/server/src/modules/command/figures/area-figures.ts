import type { AreaFigures, AreaMeasure } from '@linli/contract/screen-shapes'
import type { CounterMirror } from '../../../platform/counters/index.ts'
import type { ScreenArea } from '../areas.ts'
import type { Tally } from '../board/live-matters.ts'
import { knownMeasures } from './measures.ts'
import type { Moment } from './moment.ts'
import type { Settlements } from './settlements.ts'

interface Source {
  readonly mirror: CounterMirror
  readonly settlements: Settlements
  readonly moment: Moment
  readonly tallies: ReadonlyMap<string, Tally>
  readonly staffed: ReadonlyMap<string, { readonly grids: number; readonly staffed: number }>
}

const nothing: Tally = { open: 0, overdue: 0, danger: 0 }

/** The areas directly below, in the official order: beside each other, never ranked. */
export function areaFigures(below: readonly ScreenArea[], source: Source): AreaFigures[] {
  const { mirror, settlements, moment, tallies, staffed } = source
  const areas = below.map(({ id, households }) => ({ id, households, ...(tallies.get(id) ?? nothing) }))
  const values = knownMeasures().map(
    (measure) => [measure.code, measure.of({ mirror, settlements, moment, areas })] as const,
  )
  return below.map(({ id, name, nameEn, level, households }) => ({
    id,
    name,
    nameEn,
    level,
    households,
    ...(tallies.get(id) ?? nothing),
    receivedToday: mirror.on(id, moment.day, 'received'),
    ...(staffed.get(id) ?? { grids: 0, staffed: 0 }),
    values: Object.fromEntries(values.map(([code, byArea]) => [code, byArea.get(id) ?? null])),
  }))
}

export const describedMeasures = (): AreaMeasure[] =>
  knownMeasures().map(({ code, names, unit, how, ofPeople }) => ({ code, names, unit, how, ofPeople }))
