import type { Limit } from '@linli/contract/clock'
import { addLimit } from '../platform/calendar/index.ts'
import { author } from './cast.ts'
import { type Author, extend, iso, limitOf, record, running } from './ledger.ts'
import { type Steps, type Tale, wait } from './tale.ts'
import type { DemoUnit } from './organisation.ts'

/** What units ask for in the demo. */
export const MORE_TIME: Limit = { amount: 2, unit: 'work_day' }
const FORGOTTEN: Limit = { amount: 12, unit: 'work_day' }
const SUPERVISED_AFTER: Limit = { amount: 3, unit: 'work_hour' }

/** The unit takes it, works on it and settles it; now and then something comes between. */
export function* handle(tale: Tale, lead: DemoUnit): Steps {
  const { cast, ledger, dice, said, fate } = tale
  const { row } = ledger
  const { limits } = ledger.category.rules
  const handler = row.handlerId === cast.worker.id ? cast.worker : cast.member(lead)
  const by = author(handler, lead)
  yield wait(tale, limits.handle, dice.between(0.02, 0.2))
  record(ledger, { kind: 'receive', at: tale.at, by, to: 'handling', set: { handlerId: handler.id } })
  if (dice.chance(0.25)) {
    yield wait(tale, limits.handle, dice.between(0.02, 0.1))
    record(ledger, {
      kind: 'comment',
      at: tale.at,
      by,
      words: said.note(),
      visibility: dice.chance(0.5) ? 'public' : 'internal',
    })
  }
  if (fate.twists.has('pause')) yield* pause(tale, by)
  if (fate.twists.has('extension')) yield* askForTime(tale, by, lead)
  if (fate.twists.has('forgotten')) yield* forget(tale)
  yield wait(tale, limits.handle, dice.chance(0.06) ? dice.between(0.9, 1.6) : dice.between(0.08, 0.6))
  record(ledger, {
    kind: 'settle',
    at: tale.at,
    by,
    to: 'settled',
    words: fate.settledWords,
    set: { leadUnitId: lead.id, handlerId: handler.id, settleLevel: levelOf(tale, lead) },
  })
}

function levelOf({ cast }: Tale, lead: DemoUnit): string {
  if (lead === cast.station) return 'grid'
  return lead.kind.startsWith('town_') ? 'town' : 'county'
}

function* pause(tale: Tale, by: Author): Steps {
  const { ledger, dice, said } = tale
  yield wait(tale, ledger.category.rules.limits.handle, dice.between(0.02, 0.15))
  const { code, words } = said.pause()
  record(ledger, { kind: 'pause', at: tale.at, by, to: 'paused', words, changes: { reason: [null, code] } })
  yield wait(tale, limitOf(ledger, 'pause'), dice.between(0.2, 0.9))
  record(ledger, { kind: 'resume', at: tale.at, by, to: 'handling', words: said.resume() })
}

function* askForTime(tale: Tale, by: Author, lead: DemoUnit): Steps {
  const { cast, ledger, dice, said } = tale
  yield wait(tale, ledger.category.rules.limits.handle, dice.between(0.1, 0.3))
  const reason = said.extension()
  const limit = `${MORE_TIME.amount} ${MORE_TIME.unit}`
  record(ledger, {
    kind: 'request_extension',
    at: tale.at,
    by,
    words: reason,
    visibility: 'internal',
    changes: { limit: [null, limit] },
  })
  yield wait(tale, limitOf(ledger, 'decide'), dice.between(0.3, 0.9))
  const decider = cast.decider(lead)
  extend(ledger, MORE_TIME, tale.at, decider.name ?? '', reason)
  record(ledger, {
    kind: 'decide_extension',
    at: tale.at,
    by: decider,
    visibility: 'internal',
    changes: { extension: [null, 'granted'] },
  })
}

/** Nobody does anything until long after the limit; half of the time the centre notices. */
function* forget(tale: Tale): Steps {
  const { cast, ledger, dice, said, fate } = tale
  if (fate.twists.has('supervise')) {
    const due = Date.parse(running(ledger, 'handle')?.dueAt ?? iso(tale.at))
    tale.at = addLimit(ledger.calendar, due, SUPERVISED_AFTER)
    yield tale.at
    const level = dice.chance(0.3) ? 'red' : 'yellow'
    record(ledger, {
      kind: 'supervise',
      at: tale.at,
      by: cast.supervisor(),
      words: said.supervise(),
      visibility: 'internal',
      changes: { supervision: ['none', level] },
      set: { supervision: level },
    })
  }
  yield wait(tale, FORGOTTEN, dice.between(0.8, 1))
}
