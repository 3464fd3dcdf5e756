import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { area } from '../../../../test/county.ts'
import { countyId, type PlatformWorld, platformWorld } from '../../../platform/testing.ts'
import { freezeMonths } from './freeze.ts'
import { type FigureRow, frozen, grids, type Histories, histories, residenceKinds } from './testing.ts'

let world: PlatformWorld
let register: Histories
beforeAll(async () => {
  world = await platformWorld()
  register = await histories(world)
})
afterAll(async () => {
  await register.close()
  await world.close()
})

const months = ['2026-03', '2026-04', '2026-05', '2026-06'] as const
const PEOPLE = 5

/** One entry of a clerk: `back` days before the end of the month in which it is made, which may be months. */
const anyEntry = fc.record({
  what: fc.constantFrom('comes', 'moves', 'turns', 'leaves', 'dies', 'withdrawn', 'redated', 'merged', 'undone'),
  who: fc.nat(PEOPLE - 1),
  other: fc.nat(PEOPLE - 1),
  grid: fc.nat(grids.length - 1),
  kind: fc.constantFrom(...residenceKinds),
  came: fc.constantFrom('born', 'moved_in', 'known', 'married'),
  back: fc.nat(100),
})
type Entry = typeof anyEntry extends fc.Arbitrary<infer T> ? T : never

const anyHistory = fc.tuple(...months.map(() => fc.array(anyEntry, { maxLength: 7 })))

it('adds up whatever is entered, however late, and closes each month with what the register then says', async () => {
  await fc.assert(
    fc.asyncProperty(anyHistory, async (history) => {
      await register.clear()
      const people: string[] = []
      for (let index = 0; index < PEOPLE; index++) people.push(await register.addPerson())
      let before: FigureRow[] = []
      for (const [index, month] of months.entries()) {
        for (const entry of history[index] ?? []) await enter(people, month, entry)
        world.setNow(`${firstAfter(month)}T00:10:00+08:00`)
        const stands = await standing(firstAfter(month))
        await freezeMonths(world.deps, countyId)
        const rows = await frozen(register.owner)
        expect(rows.filter((row) => row.month < month)).toEqual(before)
        checkMonth(
          rows.filter((row) => row.month === month),
          rows.filter((row) => row.month === months[index - 1]),
          stands,
        )
        before = rows
      }
    }),
    { numRuns: 60 },
  )
}, 240_000)

const firstAfter = (month: string) =>
  Temporal.PlainYearMonth.from(month).add({ months: 1 }).toPlainDate({ day: 1 }).toString()
const sum = (rows: readonly FigureRow[], column: string) =>
  rows.reduce((total, row) => total + (row.figures[column] ?? 0), 0)

function checkMonth(rows: FigureRow[], earlier: FigureRow[], stands: ReadonlyMap<string, number>): void {
  const columns = Object.keys(rows[0]?.figures ?? {})
  const sumsOf = (some: readonly FigureRow[]) => columns.map((column) => sum(some, column))
  for (const id of new Set(rows.map((row) => row.area))) {
    for (const kind of ['all', ...residenceKinds]) {
      const own = rows.filter((row) => row.area === id && row.kind === kind)
      const below = rows.filter((row) => row.parent === id && row.area !== id && row.kind === kind)
      if (!grids.includes(id)) expect(sumsOf(below), `${id} ${kind}`).toEqual(sumsOf(own))
      if (earlier.length > 0) {
        const closed = earlier.filter((row) => row.area === id && row.kind === kind)
        expect(sum(own, 'opening')).toBe(sum(closed, 'closing'))
      }
      if (grids.includes(id) && kind !== 'all') expect(sum(own, 'closing')).toBe(stands.get(`${id} ${kind}`) ?? 0)
    }
    const kinds = rows.filter((row) => row.area === id && row.kind !== 'all')
    expect(sumsOf(kinds)).toEqual(sumsOf(rows.filter((row) => row.area === id && row.kind === 'all')))
  }
  const county = rows.filter((row) => row.area === area.county && row.kind === 'all')
  expect(sum(county, 'within_in')).toBe(sum(county, 'within_out'))
  expect(sum(county, 'turned_in') - sum(county, 'turned_out')).toBe(0)
}

/** People by grid and kind on the eve of a day, worked out another way. */
async function standing(day: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await register.owner.query<{ person: string; cell: string; from: string; to: string | null }>(
    `SELECT person_id AS person, grid_id || ' ' || kind AS cell, valid_from::text AS "from", valid_to::text AS "to"
     FROM residences ORDER BY valid_from, recorded_at, id`,
  )
  const last = new Map<string, string>()
  for (const row of rows) if (row.from < day && (row.to === null || row.to >= day)) last.set(row.person, row.cell)
  const counts = new Map<string, number>()
  for (const cell of last.values()) counts.set(cell, (counts.get(cell) ?? 0) + 1)
  return counts
}

async function enter(people: readonly string[], month: string, entry: Entry): Promise<void> {
  const { owner, live } = register
  const [person = '', other = ''] = [people[entry.who], people[entry.other]]
  const day = Temporal.PlainDate.from(firstAfter(month))
    .subtract({ days: 1 + entry.back })
    .toString()
  const { rows } = await owner.query<{ id: string; from: string; kind: string; grid: string }>(
    `SELECT id, valid_from::text AS "from", kind, grid_id AS grid FROM residences WHERE person_id = $1 AND valid_to IS NULL`,
    [person],
  )
  const [now] = rows
  const end = (by: string) =>
    owner.query('UPDATE residences SET valid_to = $2, ended_by = $3 WHERE id = $1', [now?.id, day, by])
  switch (entry.what) {
    case 'comes':
      if (!now) await live({ personId: person, in: entry.grid, kind: entry.kind, from: day, beganBy: entry.came })
      return
    case 'moves':
    case 'turns':
      if (!now || now.from > day) return
      await end(entry.what === 'moves' ? 'moved_within' : 'changed')
      await live({
        personId: person,
        in: entry.what === 'moves' ? entry.grid : grids.findIndex((id) => id === now.grid),
        kind: entry.what === 'moves' ? now.kind : entry.kind,
        from: day,
        beganBy: entry.what === 'moves' ? 'moved_within' : 'changed',
      })
      return
    case 'leaves':
    case 'dies':
      if (now && now.from <= day) await end(entry.what === 'dies' ? 'died' : 'moved_out')
      return
    case 'withdrawn':
      if (!now)
        await owner.query(
          `UPDATE residences SET valid_to = NULL, ended_by = NULL WHERE id =
             (SELECT id FROM residences WHERE person_id = $1 ORDER BY valid_to DESC, valid_from DESC, id DESC LIMIT 1)`,
          [person],
        )
      return
    case 'redated':
      await owner.query(
        `UPDATE residences SET valid_from = $2 WHERE id =
           (SELECT id FROM residences WHERE person_id = $1 AND (valid_to IS NULL OR valid_to >= $2) ORDER BY id LIMIT 1)`,
        [person, day],
      )
      return
    case 'merged':
      if (person === other) return
      if (now)
        await owner.query(
          `UPDATE residences SET valid_to = greatest(valid_from, $2), ended_by = 'correction' WHERE id = $1
             AND EXISTS (SELECT FROM residences WHERE person_id = $3 AND valid_to IS NULL)`,
          [now.id, day, other],
        )
      await owner.query('UPDATE residences SET person_id = $2 WHERE person_id = $1', [person, other])
      return
    case 'undone':
      await owner.query('DELETE FROM residences WHERE person_id = $1', [person])
  }
}
