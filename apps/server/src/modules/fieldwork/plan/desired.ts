import type { RuleInForce } from '../rules/read-rules.ts'
import { addDays, type Day, earlierOf, laterOf } from './days.ts'
import type { PlanInput, Standing, Subject } from './plan-input.ts'
import { shareFrom, type Turn } from './turns.ts'

/** A turn that is to stand in the plan, with the item that stands there already. */
export interface Desired {
  readonly rule: RuleInForce
  readonly subject: Subject
  readonly turn: Turn
  readonly standing: Standing | null
  readonly isFirst: boolean
}

/** Turns of a rule (`each`) that are due now or begin in the days ahead, and that no visit has served. */
export function desiredOf(rule: RuleInForce, input: PlanInput): Desired[] {
  const standing = Map.groupBy(
    input.standing.filter(({ ruleCode }) => ruleCode === rule.code),
    ({ subjectId }) => subjectId,
  )
  const subjects = subjectsOf(rule, input)
  const turns = input.turns.get(rule.code) ?? []
  const found = subjects.flatMap(({ subject, since }) => {
    const items = standing.get(subject.id) ?? []
    const own = turns.flatMap((turn) => ownTurn(rule, turn, { subject, since }, items, input.today))
    const held = new Set(own.map((one) => one.standing?.id))
    return [
      ...own,
      ...items
        .filter((item) => !held.has(item.id) && isStillDue(item, rule, items, input.today))
        .map((item) => keptAs(item, rule, subject)),
    ]
  })
  return turns.reduce((kept, turn) => shareOf(rule, turn, kept, input), found)
}

interface Since {
  readonly subject: Subject
  readonly since: Day
}

/** Whom the rule is about, and since when. */
export function subjectsOf({ terms }: RuleInForce, { unit, subjects }: PlanInput): Since[] {
  const grids = new Set(
    unit.grids
      .filter(({ isUrban }) => terms.areaClass === 'any' || (terms.areaClass === 'urban') === isUrban)
      .map(({ id }) => id),
  )
  const wanted = terms.target === 'need' ? terms.needKinds : terms.organisationKinds
  const found: Since[] = []
  for (const subject of subjects) {
    if (subject.target !== terms.target || !grids.has(subject.gridId)) continue
    if (terms.target === 'grid' || terms.target === 'household') found.push({ subject, since: subject.since })
    else {
      const days = wanted.map((kind) => subject.kinds.get(kind)).filter((day) => day !== undefined)
      if (days.length > 0) found.push({ subject, since: days.reduce(earlierOf) })
    }
  }
  return found
}

function ownTurn(
  rule: RuleInForce,
  turn: Turn,
  { subject, since }: Since,
  items: readonly Standing[],
  today: Day,
): Desired[] {
  if (turn.by < since) return []
  const { firstWithinDays } = rule.terms
  const deadline = firstWithinDays === null ? null : addDays(since, firstWithinDays)
  // Somebody who came when the rule stood already is called on soon, in the turn that they came in.
  const isFirst = deadline !== null && deadline >= today && since > rule.since && since >= turn.from
  const window: Turn = isFirst ? { ...turn, from: since, by: deadline } : { ...turn, from: laterOf(turn.from, since) }
  if (window.by < today) return []
  const standing = items.find((item) => item.periodFrom === turn.periodFrom && item.nth === turn.nth) ?? null
  if (standing !== null && isOver(standing)) return []
  if (items.some((item) => item !== standing && servedSince(item, turn.from))) return []
  const longer =
    standing !== null && standing.tries > 0 && standing.dueBy > window.by ? { ...window, by: standing.dueBy } : window
  return [{ rule, subject, turn: longer, standing, isFirst }]
}

/** What was cancelled by the planner may come back; what ended with a visit, or unvisited in its time, has ended. */
export const isOver = ({ state, byVisit }: Standing) =>
  state === 'done' || state === 'missed' || (state === 'cancelled' && byVisit)

/** A visit in the window serves it, whichever turn it was made for. */
const servedSince = (item: Standing, from: Day) =>
  item.state === 'done' && item.endedOn !== null && item.endedOn >= from

/** In its time still, though by now the rule would count another turn: a first visit that reaches into the next one, a second try. */
function isStillDue(item: Standing, rule: RuleInForce, items: readonly Standing[], today: Day): boolean {
  if (item.state !== 'open' || item.dueBy < today || item.ruleId !== rule.id) return false
  return !items.some((other) => servedSince(other, item.dueFrom))
}

function keptAs(item: Standing, rule: RuleInForce, subject: Subject): Desired {
  const { periodFrom, nth, dueFrom, dueBy } = item
  return { rule, subject, standing: item, isFirst: false, turn: { periodFrom, nth, from: dueFrom, by: dueBy } }
}

/** A rule that began within a turn asks for its share of it only: who is in the plan stays, then by the walking order. */
function shareOf(rule: RuleInForce, turn: Turn, found: Desired[], { isWorkday, standing }: PlanInput): Desired[] {
  const share = shareFrom(rule.terms, turn, rule.since, isWorkday)
  if (share === 1) return found
  const isOfTurn = (one: { readonly periodFrom: Day; readonly nth: number }) =>
    one.periodFrom === turn.periodFrom && one.nth === turn.nth
  const [own, rest] = [
    found.filter((one) => isOfTurn(one.turn) && !one.isFirst),
    found.filter((one) => !isOfTurn(one.turn) || one.isFirst),
  ]
  const over = standing.filter((item) => item.ruleCode === rule.code && isOfTurn(item) && isOver(item)).length
  const most = Math.round((own.length + over) * share) - over
  const held = own.filter((one) => one.standing?.state === 'open')
  const others = own.filter((one) => one.standing?.state !== 'open').toSorted((a, b) => a.subject.rank - b.subject.rank)
  return [...rest, ...held, ...others.slice(0, Math.max(0, most - held.length))]
}
