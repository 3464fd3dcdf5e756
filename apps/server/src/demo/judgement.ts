import { iso, limitOf, nobody, platform, record } from './ledger.ts'
import { type Steps, type Tale, wait } from './tale.ts'

const REOPEN_DAYS = 7
const DAY_MS = 86_400_000
/** Of those who can be reached: who answers by themselves, and up to where who is called. */
const ANSWERED = 0.55
const CALLED = 0.75
/** Stars and how often they are given. */
const STARS = [
  { stars: 5, weight: 6 },
  { stars: 4, weight: 3 },
  { stars: 3, weight: 0.8 },
  { stars: 2, weight: 0.3 },
]

/** Checked by somebody else, then judged by the person who asked. */
export function* check(tale: Tale): Steps {
  const { cast, ledger, dice, said, fate } = tale
  const { row, entries } = ledger
  const { limits } = ledger.category.rules
  yield wait(tale, limits.verify, dice.between(0.1, 0.8))
  const by = cast.checker()
  if (fate.twists.has('fail_check') && !entries.some((entry) => entry.kind === 'verify')) {
    record(ledger, {
      kind: 'verify',
      at: tale.at,
      by,
      to: 'handling',
      words: said.failed(),
      changes: { result: [null, 'failed'] },
    })
    yield* settleAgain(tale)
    yield wait(tale, limits.verify, dice.between(0.1, 0.8))
  }
  record(ledger, {
    kind: 'verify',
    at: tale.at,
    by,
    to: 'verified',
    words: said.passed(),
    changes: { result: [null, 'passed'] },
  })
  if (row.channel === 'field' && !fate.reachable) {
    record(ledger, { kind: 'close', at: tale.at, by, to: 'closed', set: closing(tale) })
    return
  }
  yield* judge(tale)
}

function* judge(tale: Tale): Steps {
  const { cast, ledger, dice, said, fate } = tale
  const { row } = ledger
  const silence = limitOf(ledger, 'confirm')
  if (fate.twists.has('reject') && row.reopened === 0) {
    yield wait(tale, silence, dice.between(0.05, 0.3))
    record(ledger, {
      kind: 'reject',
      at: tale.at,
      by: nobody,
      to: 'handling',
      words: said.reject(),
      set: { reopened: 1, closedAt: null, reopenUntil: null, rating: 2 },
    })
    yield* settleAgain(tale)
    yield* check(tale)
    return
  }
  const answer = fate.reachable ? dice.between(0, 1) : 1
  if (answer < ANSWERED) {
    yield wait(tale, silence, dice.between(0.02, 0.6))
    const { stars } = dice.weighted(STARS, (one) => one.weight)
    const words = dice.chance(0.5) ? said.thanks(stars) : null
    record(ledger, {
      kind: 'confirm',
      at: tale.at,
      by: nobody,
      to: 'closed',
      words,
      set: { ...closing(tale), rating: stars },
    })
  } else if (answer < CALLED) {
    yield wait(tale, { amount: 1, unit: 'work_day' }, dice.between(0.2, 1))
    const desk = [cast.centre, cast.office].find((unit) => unit.id === row.deskUnitId) ?? cast.station
    const set = { ...closing(tale), rating: dice.pick([5, 5, 4]) }
    record(ledger, {
      kind: 'call_back',
      at: tale.at,
      by: cast.clerkOf(desk),
      to: 'closed',
      words: said.called(),
      changes: { answer: [null, 'satisfied'] },
      set,
    })
  } else {
    yield wait(tale, silence, 1)
    record(ledger, { kind: 'silence', at: tale.at, by: platform, to: 'closed', set: closing(tale) })
  }
}

function* settleAgain(tale: Tale): Steps {
  const { cast, ledger, dice, said } = tale
  yield wait(tale, ledger.category.rules.limits.handle, dice.between(0.1, 0.6))
  record(ledger, { kind: 'settle', at: tale.at, by: cast.handler(), to: 'settled', words: said.again() })
}

function closing({ at }: Tale) {
  return { closedAt: iso(at), reopenUntil: iso(at + REOPEN_DAYS * DAY_MS) }
}
