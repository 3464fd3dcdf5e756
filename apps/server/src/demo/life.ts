import type { Limit } from '@linli/contract/clock'
import { addElapsed, addLimit, limitMs } from '../platform/calendar/index.ts'
import type { DemoArea } from './areas.ts'
import { type Author, extend, iso, type Ledger, limitOf, nobody, platform, record, running } from './ledger.ts'
import type { DemoPerson, DemoUnit, Organisation } from './organisation.ts'
import type { Dice } from './random.ts'
import type { Said } from './sayings.ts'

/** What is out of the ordinary in one matter's story. */
export type Twist = 'decline' | 'escalate' | 'return' | 'dispute' | 'pause' | 'extension' | 'fail_check' | 'reject' | 'forgotten' | 'supervise'

export interface Fate {
  readonly grid: DemoArea
  readonly settledWords: string
  readonly reachable: boolean
  readonly twists: ReadonlySet<Twist>
}

export interface World {
  readonly organisation: Organisation
  readonly dice: Dice
  readonly said: Said
}

const DAY_MS = 86_400_000
const REOPEN_DAYS = 7

export function author(person: DemoPerson, unit = person.unit): Author {
  return { kind: 'staff', id: person.id, name: person.name, unit: unit.name }
}

/**
 * The story of one matter, a step at a time: each yield is the instant of the next step, which is written down when the
 * story goes on. Who tells it stops where the present begins.
 */
export function* live(ledger: Ledger, fate: Fate, { organisation, dice, said }: World): Generator<number, void> {
  const { row } = ledger
  const village = fate.grid.parent as DemoArea
  const town = village.parent as DemoArea
  const station = organisation.unitAt(village, 'village_grid_station')
  const office = organisation.unitAt(town, 'town_grid_office')
  const worker = organisation.workerOf(fate.grid)
  const checkers = [...organisation.people(station, 'station_clerk'), ...organisation.people(office, 'town_dispatcher')]
  let at = Date.parse(row.reportedAt)
  const wait = (limit: Limit, share: number) => (at = addElapsed(ledger.calendar, limit.unit, at, limitMs(ledger.calendar, limit) * share))
  const { limits, danger, childHarm, settleLevel } = ledger.category.rules
  let desk: DemoUnit = danger || childHarm ? organisation.centre : station

  if (row.channel === 'field' && (settleLevel === 'grid' || settleLevel === 'village') && dice.chance(0.7)) {
    at += dice.whole(4, 40) * 60_000
    yield at
    record(ledger, {
      kind: 'settle_on_spot', at, by: author(worker), to: 'settled', words: fate.settledWords,
      set: { leadUnitId: station.id, handlerId: worker.id, settleLevel: 'grid' },
    })
    yield* check()
    return
  }

  yield wait(limits.accept, dice.between(0.1, 0.8))
  const clerk = clerkOf(desk)
  if (fate.twists.has('decline')) {
    const { code, words } = said.decline()
    record(ledger, { kind: 'decline', at, by: clerk, to: 'declined', words, changes: { reason: [null, code] }, set: { closedAt: iso(at) } })
    return
  }
  record(ledger, { kind: 'accept', at, by: clerk, to: 'accepted' })
  if (fate.twists.has('escalate') && desk === station) {
    yield wait(limits.dispatch, dice.between(0.1, 0.5))
    desk = office
    record(ledger, {
      kind: 'escalate', at, by: clerk, to: 'accepted', renew: true, words: said.escalate(), changes: { desk: ['village', 'town'] },
      set: { deskUnitId: office.id, deskLevel: 'town', leadUnitId: null, handlerId: null },
    })
  }

  const right = leadOf()
  yield wait(limits.dispatch, dice.between(0.1, 0.8))
  if (fate.twists.has('return')) {
    const wrong = right.kind === 'department' ? office : organisation.department('urban_management')
    dispatch(wrong)
    yield wait(limits.handle, dice.between(0.03, 0.15))
    const { code, words } = said.return()
    record(ledger, {
      kind: 'return', at, by: author(someoneOf(wrong), wrong), to: 'accepted', words, visibility: 'internal',
      changes: { reason: [null, code], unit: [wrong.name, null] }, set: { leadUnitId: null, handlerId: null },
    })
    yield wait(limits.dispatch, dice.between(0.2, 0.8))
  }
  dispatch(right)
  if (fate.twists.has('dispute')) {
    yield wait(limits.handle, dice.between(0.02, 0.1))
    record(ledger, { kind: 'dispute', at, by: author(someoneOf(right), right), to: 'disputed', words: said.dispute(), visibility: 'internal' })
    yield wait(limitOf(ledger, 'decide'), dice.between(0.3, 0.9))
    record(ledger, {
      kind: 'decide_dispute', at, by: deciderOf(right), to: 'dispatched', words: said.decide(), changes: { unit: [right.name, right.name] },
      set: { leadUnitId: right.id, handlerId: null, designated: true },
    })
  }
  yield* handle(right)
  yield* check()

  function clerkOf(unit: DemoUnit): Author {
    if (unit === organisation.centre) return author(dice.pick(organisation.people(unit, 'hotline_operator')), unit)
    return author(dice.pick(organisation.people(unit, unit === office ? 'town_dispatcher' : 'station_clerk')), unit)
  }

  /** Small things to the station and its worker, larger ones to the town, the rest to the department that leads. */
  function leadOf(): DemoUnit {
    const { departmentCode } = ledger.category.rules
    if (settleLevel === 'grid' || settleLevel === 'village') return station
    if (settleLevel === 'county' && departmentCode !== null) return organisation.department(departmentCode)
    if (settleLevel === 'county') return organisation.centre
    return row.categoryCode.startsWith('02') ? organisation.unitAt(town, 'town_safety_centre') : office
  }

  function someoneOf(unit: DemoUnit): DemoPerson {
    if (unit === station) return worker
    if (unit === organisation.centre) return dice.pick(organisation.people(unit, 'centre_supervisor'))
    return dice.pick(organisation.people(unit, unit.kind === 'town_grid_office' ? 'town_dispatcher' : 'department_officer'))
  }

  function deciderOf(lead: DemoUnit): Author {
    return lead.kind.startsWith('village_') ? clerkOf(office) : author(dice.pick(organisation.people(organisation.centre, 'centre_supervisor')), organisation.centre)
  }

  function dispatch(unit: DemoUnit): void {
    const named = unit === station ? worker : null
    const to = named ? `${unit.name} · ${named.name}` : unit.name
    record(ledger, {
      kind: 'dispatch', at, by: clerkOf(desk), to: 'dispatched', changes: { unit: [null, to] }, set: { leadUnitId: unit.id, handlerId: named?.id ?? null },
    })
  }

  function* handle(lead: DemoUnit): Generator<number, void> {
    const handler = row.handlerId === worker.id ? worker : someoneOf(lead)
    const by = author(handler, lead)
    yield wait(limits.handle, dice.between(0.02, 0.2))
    record(ledger, { kind: 'receive', at, by, to: 'handling', set: { handlerId: handler.id } })
    if (dice.chance(0.25)) {
      yield wait(limits.handle, dice.between(0.02, 0.1))
      record(ledger, { kind: 'comment', at, by, words: said.note(), visibility: dice.chance(0.5) ? 'public' : 'internal' })
    }
    if (fate.twists.has('pause')) {
      yield wait(limits.handle, dice.between(0.02, 0.15))
      const { code, words } = said.pause()
      record(ledger, { kind: 'pause', at, by, to: 'paused', words, changes: { reason: [null, code] } })
      yield wait(limitOf(ledger, 'pause'), dice.between(0.2, 0.9))
      record(ledger, { kind: 'resume', at, by, to: 'handling', words: said.resume() })
    }
    if (fate.twists.has('extension')) {
      yield wait(limits.handle, dice.between(0.1, 0.3))
      record(ledger, { kind: 'request_extension', at, by, words: said.extension(), visibility: 'internal', changes: { limit: [null, '2 work_day'] } })
      yield wait(limitOf(ledger, 'decide'), dice.between(0.3, 0.9))
      const decider = deciderOf(lead)
      extend(ledger, { amount: 2, unit: 'work_day' }, at, decider.name ?? '', said.extension())
      record(ledger, { kind: 'decide_extension', at, by: decider, visibility: 'internal', renew: false, changes: { extension: [null, 'granted'] } })
    }
    if (fate.twists.has('forgotten')) {
      const due = Date.parse(running(ledger, 'handle')?.dueAt ?? iso(at))
      if (fate.twists.has('supervise')) {
        at = addLimit(ledger.calendar, due, { amount: 3, unit: 'work_hour' })
        yield at
        const supervisor = author(dice.pick(organisation.people(organisation.centre, 'centre_supervisor')), organisation.centre)
        const level = dice.chance(0.3) ? 'red' : 'yellow'
        record(ledger, { kind: 'supervise', at, by: supervisor, words: said.supervise(), visibility: 'internal', changes: { supervision: ['none', level] }, set: { supervision: level } })
      }
      yield wait({ amount: 12, unit: 'work_day' }, dice.between(0.8, 1))
    }
    yield wait(limits.handle, dice.chance(0.06) ? dice.between(0.9, 1.6) : dice.between(0.08, 0.6))
    record(ledger, {
      kind: 'settle', at, by, to: 'settled', words: fate.settledWords, set: { leadUnitId: lead.id, handlerId: handler.id, settleLevel: levelOf(lead) },
    })
  }

  function levelOf(lead: DemoUnit): string {
    if (lead === station) return 'grid'
    return lead.kind.startsWith('town_') ? 'town' : 'county'
  }

  /** Checked by somebody else, then judged by the person who asked. */
  function* check(): Generator<number, void> {
    yield wait(limits.verify, dice.between(0.1, 0.8))
    const by = author(dice.pick(checkers.filter((person) => person.id !== row.handlerId)))
    if (fate.twists.has('fail_check') && row.reopened === 0 && !ledger.entries.some((entry) => entry.kind === 'verify')) {
      record(ledger, { kind: 'verify', at, by, to: 'handling', words: said.failed(), changes: { result: [null, 'failed'] } })
      yield* settleAgain()
      yield wait(limits.verify, dice.between(0.1, 0.8))
    }
    record(ledger, { kind: 'verify', at, by, to: 'verified', words: said.passed(), changes: { result: [null, 'passed'] } })
    if (row.channel === 'field' && !fate.reachable) {
      record(ledger, { kind: 'close', at, by, to: 'closed', set: closing() })
      return
    }
    yield* judge()
  }

  function* judge(): Generator<number, void> {
    const silence = limitOf(ledger, 'confirm')
    if (fate.twists.has('reject') && row.reopened === 0) {
      yield wait(silence, dice.between(0.05, 0.3))
      record(ledger, {
        kind: 'reject', at, by: nobody, to: 'handling', words: said.reject(),
        set: { reopened: row.reopened + 1, closedAt: null, reopenUntil: null, rating: 2 },
      })
      yield* settleAgain()
      yield* check()
      return
    }
    const answer = fate.reachable ? dice.between(0, 1) : 1
    if (answer < 0.55) {
      yield wait(silence, dice.between(0.02, 0.6))
      const rating = dice.weighted([5, 4, 3, 2], (stars) => ({ 5: 6, 4: 3, 3: 0.8 })[stars] ?? 0.3)
      record(ledger, { kind: 'confirm', at, by: nobody, to: 'closed', words: dice.chance(0.5) ? said.thanks(rating) : null, set: { ...closing(), rating } })
    } else if (answer < 0.75) {
      yield wait({ amount: 1, unit: 'work_day' }, dice.between(0.2, 1))
      const rating = dice.pick([5, 5, 4])
      record(ledger, { kind: 'call_back', at, by: clerkOf(desk), to: 'closed', words: said.called(), changes: { answer: [null, 'satisfied'] }, set: { ...closing(), rating } })
    } else {
      yield wait(silence, 1)
      record(ledger, { kind: 'silence', at, by: platform, to: 'closed', set: closing() })
    }
  }

  function* settleAgain(): Generator<number, void> {
    yield wait(limits.handle, dice.between(0.1, 0.6))
    const handler = organisation.staff.find((person) => person.id === row.handlerId) ?? worker
    record(ledger, { kind: 'settle', at, by: author(handler), to: 'settled', words: said.again() })
  }

  function closing() {
    return { closedAt: iso(at), reopenUntil: iso(at + REOPEN_DAYS * DAY_MS) }
  }
}
