import { author, createCast } from './cast.ts'
import { handle } from './handling.ts'
import { check } from './judgement.ts'
import { iso, type Ledger, limitOf, record } from './ledger.ts'
import type { DemoUnit } from './organisation.ts'
import { type Fate, type Steps, type Tale, wait, type World } from './tale.ts'

/** Share of what grid workers see themselves and put right at once. */
const ON_THE_SPOT = 0.7

/** The story of one matter from its report to its end. Who tells it stops where the present begins. */
export function* live(ledger: Ledger, fate: Fate, world: World): Steps {
  const cast = createCast(ledger, fate.grid, world.organisation, world.dice)
  const tale: Tale = { ...world, ledger, fate, cast, at: Date.parse(ledger.row.reportedAt) }
  const { settleLevel } = ledger.category.rules
  const small = settleLevel === 'grid' || settleLevel === 'village'
  if (ledger.row.channel === 'field' && small && world.dice.chance(ON_THE_SPOT)) {
    yield* settleOnSpot(tale)
  } else {
    const lead = yield* triage(tale)
    if (lead === null) return
    yield* handle(tale, lead)
  }
  yield* check(tale)
}

function* settleOnSpot(tale: Tale): Steps {
  const { cast, ledger, dice, fate } = tale
  tale.at += dice.whole(4, 40) * 60_000
  yield tale.at
  record(ledger, {
    kind: 'settle_on_spot',
    at: tale.at,
    by: author(cast.worker),
    to: 'settled',
    words: fate.settledWords,
    set: { leadUnitId: cast.station.id, handlerId: cast.worker.id, settleLevel: 'grid' },
  })
}

/** Accepted or declined, perhaps passed upwards, and given to a unit. @returns the unit that has it in the end. */
function* triage(tale: Tale): Generator<number, DemoUnit | null> {
  const { cast, ledger, dice, said, fate } = tale
  const { limits } = ledger.category.rules
  let desk = ledger.row.deskLevel === 'county' ? cast.centre : cast.station
  yield wait(tale, limits.accept, dice.between(0.1, 0.8))
  const clerk = cast.clerkOf(desk)
  if (fate.twists.has('decline')) {
    const { code, words } = said.decline()
    record(ledger, {
      kind: 'decline',
      at: tale.at,
      by: clerk,
      to: 'declined',
      words,
      changes: { reason: [null, code] },
      set: { closedAt: iso(tale.at) },
    })
    return null
  }
  record(ledger, { kind: 'accept', at: tale.at, by: clerk, to: 'accepted' })
  if (fate.twists.has('escalate') && desk === cast.station) {
    yield wait(tale, limits.dispatch, dice.between(0.1, 0.5))
    desk = cast.office
    record(ledger, {
      kind: 'escalate',
      at: tale.at,
      by: clerk,
      to: 'accepted',
      renew: true,
      words: said.escalate(),
      changes: { desk: ['village', 'town'] },
      set: { deskUnitId: desk.id, deskLevel: 'town', leadUnitId: null, handlerId: null },
    })
  }
  const right = cast.lead()
  yield wait(tale, limits.dispatch, dice.between(0.1, 0.8))
  if (fate.twists.has('return')) {
    yield* dispatchAndReturn(tale, desk, cast.mistaken(right))
    yield wait(tale, limits.dispatch, dice.between(0.2, 0.8))
  }
  dispatch(tale, desk, right)
  if (fate.twists.has('dispute')) yield* dispute(tale, right)
  return right
}

function dispatch({ cast, ledger, at }: Tale, desk: DemoUnit, unit: DemoUnit): void {
  const named = unit === cast.station ? cast.worker : null
  const to = named ? `${unit.name} · ${named.name}` : unit.name
  record(ledger, {
    kind: 'dispatch',
    at,
    by: cast.clerkOf(desk),
    to: 'dispatched',
    changes: { unit: [null, to] },
    set: { leadUnitId: unit.id, handlerId: named?.id ?? null },
  })
}

function* dispatchAndReturn(tale: Tale, desk: DemoUnit, wrong: DemoUnit): Steps {
  const { cast, ledger, dice, said } = tale
  dispatch(tale, desk, wrong)
  yield wait(tale, ledger.category.rules.limits.handle, dice.between(0.03, 0.15))
  const { code, words } = said.return()
  record(ledger, {
    kind: 'return',
    at: tale.at,
    by: author(cast.member(wrong), wrong),
    to: 'accepted',
    words,
    visibility: 'internal',
    changes: { reason: [null, code], unit: [wrong.name, null] },
    set: { leadUnitId: null, handlerId: null },
  })
}

function* dispute(tale: Tale, lead: DemoUnit): Steps {
  const { cast, ledger, dice, said } = tale
  yield wait(tale, ledger.category.rules.limits.handle, dice.between(0.02, 0.1))
  record(ledger, {
    kind: 'dispute',
    at: tale.at,
    by: author(cast.member(lead), lead),
    to: 'disputed',
    words: said.dispute(),
    visibility: 'internal',
  })
  yield wait(tale, limitOf(ledger, 'decide'), dice.between(0.3, 0.9))
  record(ledger, {
    kind: 'decide_dispute',
    at: tale.at,
    by: cast.decider(lead),
    to: 'dispatched',
    words: said.decide(),
    changes: { unit: [lead.name, lead.name] },
    set: { leadUnitId: lead.id, handlerId: null, designated: true },
  })
}
