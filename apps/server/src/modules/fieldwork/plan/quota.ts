import type { RuleInForce } from '../rules/read-rules.ts'
import { addDays, type Day, earlierOf } from './days.ts'
import { isOver, subjectsOf } from './desired.ts'
import { DAYS_AHEAD, type PlanInput, type Standing, type Subject } from './plan-input.ts'
import { isDutyDay, type Turn } from './turns.ts'

/** Whose turn in a queue it was comes again and again until then; after that it is drawn anew. */
const QUEUE_DAYS = 27

export interface QuotaItem {
  readonly rule: RuleInForce
  readonly subject: Subject
  readonly standing: Standing | null
  readonly turn: Turn
  readonly day: Day
}

/**
 * So many a working day, whose turn it is: what was left over first, then what is planned already, then whoever is new,
 * then whoever was called on longest ago, neighbours together.
 */
export function planQuota(rule: RuleInForce, input: PlanInput): QuotaItem[] {
  const { today, unit } = input
  const { terms } = rule
  const subjects = new Map(subjectsOf(rule, input).map((one) => [one.subject.id, one]))
  if (subjects.size === 0) return []
  const own = input.standing.filter(({ ruleCode }) => ruleCode === rule.code)
  const open = own
    .filter((item) => item.state === 'open' && item.dueBy >= today && subjects.has(item.subjectId))
    .toSorted((a, b) => (a.plannedOn === b.plannedOn ? rankOf(a) - rankOf(b) : a.plannedOn < b.plannedOn ? -1 : 1))
  const waiting = new Set([
    ...open.map(({ subjectId }) => subjectId),
    // Of the days ahead, by an earlier version of the rule: nothing that has ended begins again.
    ...own.filter((item) => item.periodFrom >= today && isOver(item)).map(({ subjectId }) => subjectId),
  ])
  const queue = [...subjects.values()]
    .filter(({ subject }) => !waiting.has(subject.id))
    .map(({ subject, since }) => ({ subject, lastOn: lastOf(subject, own), isNew: isNew(subject, since) }))
    .filter(({ lastOn }) => lastOn === null || lastOn < today)
    .toSorted(
      (a, b) =>
        Number(b.isNew) - Number(a.isNew) || compare(a.lastOn ?? '', b.lastOn ?? '') || a.subject.rank - b.subject.rank,
    )
  const items: QuotaItem[] = []
  const horizon = addDays(today, DAYS_AHEAD)
  let [kept, next] = [0, 0]
  // What is left over goes on beyond the days ahead; nobody new is drawn there.
  for (
    let day = today;
    day <= horizon || (kept < open.length && day <= addDays(today, QUEUE_DAYS));
    day = addDays(day, 1)
  ) {
    if (!isDutyDay(terms, day, (one) => unit.isWorkday(one)) || unit.isAway(day)) continue
    let room =
      terms.times -
      (day === today ? own.filter(({ state, endedOn }) => state === 'done' && endedOn === today).length : 0)
    for (; room > 0 && kept < open.length; room--) items.push(...moved(open[kept++] as Standing, day))
    for (; room > 0 && next < queue.length && day <= horizon; room--)
      items.push(drawn(queue[next++]?.subject as Subject, day))
  }
  return items

  function rankOf({ subjectId }: Standing): number {
    return subjects.get(subjectId)?.subject.rank ?? 0
  }
  function isNew(subject: Subject, since: Day): boolean {
    return (
      terms.firstWithinDays !== null &&
      since > rule.since &&
      subject.lastOn === null &&
      addDays(since, terms.firstWithinDays) >= today
    )
  }
  function moved(item: Standing, day: Day): QuotaItem[] {
    const subject = subjects.get(item.subjectId)?.subject
    // Whose turn it was too long ago is drawn anew one of these days.
    if (!subject || day > item.dueBy) return []
    const turn = { periodFrom: item.periodFrom, nth: item.nth, from: earlierOf(item.dueFrom, day), by: item.dueBy }
    return [{ rule, subject, standing: item, turn, day }]
  }
  function drawn(subject: Subject, day: Day): QuotaItem {
    const before = own.find((item) => item.subjectId === subject.id && item.periodFrom === day)
    const turn = { periodFrom: day, nth: 1, from: day, by: addDays(day, QUEUE_DAYS) }
    return { rule, subject, standing: before ?? null, turn, day }
  }
}

function lastOf({ id, lastOn }: Subject, own: readonly Standing[]): Day | null {
  let last = lastOn
  for (const item of own)
    if (
      item.subjectId === id &&
      item.state === 'done' &&
      item.endedOn !== null &&
      (last === null || item.endedOn > last)
    )
      last = item.endedOn
  return last
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
