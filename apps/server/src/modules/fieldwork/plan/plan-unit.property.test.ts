import { DutyPeriod } from '@linli/contract/fieldwork-shapes'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RuleInForce } from '../rules/read-rules.ts'
import { addDays, type Day } from './days.ts'
import { DAYS_AHEAD, type Standing, type Subject } from './plan-input.ts'
import { planUnit } from './plan-unit.ts'
import { households, inputOf, isWeekday, perDay, ruleOf, standingOf, subjectOf, TODAY } from './testing.ts'
import { periodStart, turnsOf } from './turns.ts'

const day = fc.integer({ min: 0, max: 730 }).map((ahead) => addDays('2026-01-01', ahead))
const timing = fc.record({
  per: fc.constantFrom(...DutyPeriod.options),
  times: fc.integer({ min: 1, max: 7 }),
  weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 })),
  months: fc.uniqueArray(fc.integer({ min: 1, max: 12 })),
})

describe('the turns of a rule', () => {
  it('follow each other within their period without a gap or an overlap, wherever one begins to look', () => {
    fc.assert(
      fc.property(timing, day, day, (terms, a, b) => {
        const [first, last] = a < b ? [a, b] : [b, a]
        const turns = turnsOf(terms, first, last, isWeekday)
        for (const [index, turn] of turns.entries()) {
          const before = turns[index - 1]
          expect(turn.periodFrom).toBe(periodStart(terms.per, turn.from))
          expect(periodStart(terms.per, turn.by)).toBe(turn.periodFrom)
          expect(turn.from <= turn.by && turn.by >= first && turn.from <= last).toBe(true)
          if (before && terms.per !== 'day') expect(before.by < turn.from).toBe(true)
        }
        // A day that is looked at from another place lies in the same turn.
        const middle = turns.at(Math.floor(turns.length / 2))
        if (middle) expect(turnsOf(terms, middle.by, middle.by, isWeekday)).toContainEqual(middle)
      }),
      { numRuns: 300 },
    )
  })

  it('are as people expect them', () => {
    const of = (terms: Parameters<typeof ruleOf>[1], first: Day, last: Day) =>
      turnsOf(ruleOf('r', terms).terms, first, last, isWeekday).map(({ from, by, nth }) => `${nth} ${from}..${by}`)
    expect(of({ per: 'year', times: 2 }, TODAY, '2027-01-01')).toEqual([
      '2 2026-07-01..2026-12-31',
      '1 2027-01-01..2027-06-30',
    ])
    expect(of({ per: 'month', times: 2 }, TODAY, '2026-12-02')).toEqual([
      '2 2026-11-16..2026-11-30',
      '1 2026-12-01..2026-12-15',
    ])
    expect(of({ per: 'year', times: 2, months: [3, 4, 5, 9, 10, 11] }, TODAY, TODAY)).toEqual([
      '2 2026-09-01..2026-11-30',
    ])
    expect(of({ per: 'quarter', times: 1 }, TODAY, TODAY)).toEqual(['1 2026-10-01..2026-12-31'])
    expect(of({ per: 'day', times: 2 }, '2026-11-27', '2026-11-30').length).toBe(4)
    expect(of({ per: 'week', times: 1, weekdays: [6] }, TODAY, TODAY)).toEqual(['1 2026-11-23..2026-11-29'])
  })
})

const rules: readonly RuleInForce[] = [
  ruleOf('twice_a_year', { per: 'year', times: 2, firstWithinDays: 14 }),
  ruleOf('twice_a_month', { target: 'need', needKinds: ['orphan'], per: 'month', times: 2, firstWithinDays: 7 }),
  ruleOf('monthly', { target: 'need', needKinds: ['elder_alone'], per: 'month', times: 1 }),
  ruleOf('round', { target: 'grid', per: 'day', times: 1 }),
  ruleOf('five_a_day', { mode: 'quota', per: 'day', times: 5 }),
]

/** A grid with people in need behind some doors, and what was made of earlier plans. */
const county = fc
  .record({
    count: fc.integer({ min: 0, max: 160 }),
    needy: fc.array(fc.tuple(fc.integer({ min: 0, max: 159 }), fc.constantFrom('orphan', 'elder_alone')), {
      maxLength: 25,
    }),
    fresh: fc.uniqueArray(fc.integer({ min: 0, max: 159 }), { maxLength: 5 }),
    fates: fc.array(fc.constantFrom('stays', 'done', 'missed', 'late', 'cancelled'), { minLength: 1, maxLength: 40 }),
    today: fc.integer({ min: -40, max: 40 }).map((ahead) => addDays(TODAY, ahead)),
  })
  .map(({ count, needy, fresh, fates, today }) => {
    const homes = households(count).map((home, n) =>
      fresh.includes(n) ? { ...home, since: addDays(today, -3) } : home,
    )
    const people = needy
      .filter(([n]) => n < count)
      .map(([n, kind], at) => subjectOf(n, { target: 'need', id: `p${at}`, kinds: new Map([[kind, '2024-05-05']]) }))
    const grid = subjectOf(0, { target: 'grid', id: 'grid', householdId: null, rank: -1 })
    return { subjects: [grid, ...homes, ...people] as Subject[], fates, today }
  })

/** What became of each item until some days later. */
const afterwards = (items: readonly Standing[], fates: readonly string[], today: Day): Standing[] =>
  items.map((item, at) => {
    const fate = fates[at % fates.length]
    if (fate === 'stays' || (fate !== 'done' && item.target === 'grid')) return item
    if (fate === 'late') return { ...item, plannedOn: item.dueFrom }
    if (fate === 'done') return { ...item, state: 'done', endedOn: today, byVisit: true }
    return { ...item, state: fate === 'missed' ? 'missed' : 'cancelled' }
  })

/** Visits on the fullest day of the next two weeks. */
function fullest(plan: ReturnType<typeof planUnit>['planned'], today: string): number {
  const near = plan.filter((one) => one.subject.target !== 'grid' && one.plannedOn <= addDays(today, DAYS_AHEAD))
  return Math.max(0, ...[...Map.groupBy(near, (one) => one.plannedOn).values()].map((those) => those.length))
}

describe('the plan of a worker', () => {
  it('has every item inside its time, nothing twice, nothing that is done, and is the same whatever the order', () => {
    fc.assert(
      fc.property(county, fc.integer({ min: 0, max: 9 }), ({ subjects, fates, today }, later) => {
        const first = planUnit(inputOf(rules, subjects, { today })).planned
        const now = addDays(today, later)
        const standing = afterwards(standingOf(first), fates, today)
        const input = inputOf(rules, subjects, { today: now, standing })
        const { planned, ended } = planUnit(input)
        for (const { plannedOn, turn, standing: before, rule } of planned) {
          expect(plannedOn >= turn.from && plannedOn <= turn.by && plannedOn >= now, `${rule.code} ${plannedOn}`).toBe(
            true,
          )
          expect(before?.state ?? 'open', rule.code).toMatch(/open|cancelled/)
        }
        const keys = planned.map(
          ({ rule, subject, turn }) => `${rule.code} ${subject.id} ${turn.periodFrom} ${turn.nth}`,
        )
        expect(new Set(keys).size).toBe(keys.length)
        // Nothing that was open is lost: it is planned on or has ended.
        const told = new Set([...planned.map((one) => one.standing?.id), ...ended.map((one) => one.standing.id)])
        expect(standing.filter(({ state, id }) => state === 'open' && !told.has(id))).toEqual([])
        const shuffled = planUnit({ ...input, subjects: subjects.toReversed(), standing: standing.toReversed() })
        const days = (plan: typeof planned) =>
          plan
            .map(({ rule, subject, turn, plannedOn }) => `${rule.code} ${subject.id} ${turn.from} ${plannedOn}`)
            .toSorted()
        expect(days(shuffled.planned)).toEqual(days(planned))
        // Planned again at once, nothing moves, but to take something off the fullest day.
        const again = planUnit({
          ...input,
          standing: [...standingOf(planned), ...standing.filter(({ state }) => state !== 'open')],
        })
        if (fullest(again.planned, now) >= fullest(planned, now)) expect(days(again.planned)).toEqual(days(planned))
        expect(again.ended).toEqual([])
        // Two people behind one door, in need of the same, are called on together.
        const fresh = planned.filter((one) => one.standing === null && one.subject.target === 'need')
        for (const door of Map.groupBy(
          fresh,
          ({ rule, subject, turn }) => `${rule.code} ${subject.householdId} ${turn.from}`,
        ).values())
          expect(new Set(door.map(({ plannedOn }) => plannedOn)).size).toBe(1)
      }),
      { numRuns: 150 },
    )
  })

  it('is even: no day far above the mean, never all on the last, neighbours on one day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: -120, max: 20 }), (count, ahead) => {
        const today = addDays(TODAY, ahead)
        const rule = ruleOf('twice_a_year', { per: 'year', times: 2 })
        const turn = turnsOf(rule.terms, today, today, isWeekday)[0]
        const { planned } = planUnit(inputOf([rule], households(count), { today }))
        const own = planned.filter((one) => one.turn.by === turn?.by)
        const days: Day[] = []
        for (let one = today; one <= (turn?.by ?? today); one = addDays(one, 1)) if (isWeekday(one)) days.push(one)
        const mean = count / days.length
        expect(Math.max(...perDay(own).values())).toBeLessThanOrEqual(Math.max(1, Math.ceil(mean * 1.5)))
        if (count > 1 && days.length > 1) expect(perDay(own).get(days.at(-1) ?? '') ?? 0).toBeLessThan(count)
        // A row of twelve houses is done in as few days as its share of the days allows, and one more.
        for (const row of Map.groupBy(own, ({ subject }) => subject.neighbourhood).values())
          expect(new Set(row.map(({ plannedOn }) => plannedOn)).size).toBeLessThanOrEqual(
            Math.ceil(12 / Math.max(1, Math.floor(mean))) + 1,
          )
      }),
      { numRuns: 120 },
    )
  })
})

describe('a day’s quota', () => {
  const rule = ruleOf('ten', { mode: 'quota', per: 'day', times: 10 })
  it('is whose turn it is: what was left over, then whoever was called on longest ago; each working day its ten', () => {
    const homes = households(300).map((home, n) => ({
      ...home,
      lastOn: n < 200 ? addDays('2026-10-01', Math.floor(n / 10)) : null,
    }))
    const first = planUnit(inputOf([rule], homes)).planned
    const days = [...perDay(first)].toSorted()
    expect(days.every(([on, count]) => isWeekday(on) && count === 10)).toBe(true)
    expect(days.map(([on]) => on).at(-1)).toBe(addDays(TODAY, DAYS_AHEAD))
    // Those never called on first, in walking order.
    expect(first.filter(({ plannedOn }) => plannedOn === TODAY).map(({ subject }) => subject.rank)).toEqual([
      200, 201, 202, 203, 204, 205, 206, 207, 208, 209,
    ])
    const standing = standingOf(first).map((item, at): Standing =>
      at < 6 ? { ...item, state: 'done', endedOn: TODAY, byVisit: true } : item,
    )
    const tomorrow = addDays(TODAY, 1)
    const next = planUnit(inputOf([rule], homes, { today: tomorrow, standing }))
    expect(next.ended).toEqual([])
    expect(next.planned.filter(({ plannedOn }) => plannedOn === tomorrow).map(({ subject }) => subject.rank)).toEqual([
      206, 207, 208, 209, 210, 211, 212, 213, 214, 215,
    ])
  })
})

describe('when things change', () => {
  const rule = ruleOf('twice_a_year', { per: 'year', times: 2, firstWithinDays: 14 })
  const planned = planUnit(inputOf([rule], households(60))).planned
  const standing = standingOf(planned)

  it('leave is spread over the days that are left, and a turn wholly within it waits for the deputy or stays', () => {
    const isAway = (on: Day) => on >= TODAY && on < '2026-12-07'
    const unit = { ...inputOf([rule], []).unit, isAway }
    const moved = planUnit(inputOf([rule], households(60), { standing, unit })).planned
    expect(moved.filter(({ plannedOn }) => isAway(plannedOn))).toEqual([])
    expect(Math.max(...perDay(moved).values())).toBeLessThanOrEqual(Math.ceil((60 / 19) * 1.5))
    const round = ruleOf('round', { target: 'grid', per: 'day', times: 1 })
    const grid = subjectOf(0, { target: 'grid', id: 'grid', householdId: null })
    expect(perDay(planUnit(inputOf([round], [grid], { unit })).planned).get(TODAY)).toBe(1)
  })

  it('a newcomer is called on soon, a household that is gone no more, and others stay where they are', () => {
    const homes = [...households(59), subjectOf(70, { since: '2026-11-20' })]
    const after = planUnit(inputOf([rule], homes, { standing }))
    const fresh = after.planned.find(({ subject }) => subject.rank === 70)
    expect(fresh).toMatchObject({ turn: { from: '2026-11-20', by: '2026-12-04' }, why: { isFirst: true } })
    expect(after.ended).toMatchObject([{ standing: { subjectId: 'h0059' }, state: 'cancelled' }])
    const moved = after.planned.filter((one) => one.standing && one.standing.plannedOn !== one.plannedOn)
    expect(moved).toEqual([])
  })

  it('a county that begins late in the year calls on its share of the people, not on all of them', () => {
    const late = { ...rule, since: '2026-12-01' }
    const { planned: some } = planUnit(inputOf([late], households(200), { today: '2026-12-01' }))
    expect(some.length).toBe(Math.round((200 * 23) / 132))
    // Planned again with people added and gone, those chosen stay chosen.
    const again = planUnit(
      inputOf([late], households(210).slice(2), { today: '2026-12-02', standing: standingOf(some) }),
    )
    expect(again.planned.filter((one) => one.standing === null).length).toBeLessThanOrEqual(3)
  })

  it('a visit made early serves the turn; what nobody came for in its time was missed', () => {
    const early = standing.map((item): Standing =>
      item.subjectId === 'h0000'
        ? { ...item, periodFrom: '2025-01-01', state: 'done', endedOn: '2026-08-02', byVisit: true }
        : item,
    )
    expect(
      planUnit(inputOf([rule], households(60), { standing: early })).planned.map(({ subject }) => subject.id),
    ).not.toContain('h0000')
    const { ended } = planUnit(inputOf([rule], households(60), { today: '2027-01-04', standing }))
    expect(new Set(ended.map(({ state }) => state))).toEqual(new Set(['missed']))
  })
})
