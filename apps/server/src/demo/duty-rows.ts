import { ResponseKind, type VisitForm } from '@linli/contract/fieldwork-shapes'
import { addDays, type Day } from '../modules/fieldwork/index.ts'
import { newId } from '../platform/crypto/id.ts'
import { calmAnswers } from './answers.ts'
import type { Call } from './calls.ts'
import type { VisitSayings } from './files.ts'
import type { Dice } from './random.ts'

/** Share of visits beside which something is written, and of doors where somebody would rather not. */
const WORDS = 0.2
const DECLINED = 0.01
/** Share of rounds on which somebody needs help. */
const HELP = 0.03
const MINUTE_MS = 60_000
const responseKinds = ResponseKind.options
const subjectKinds = { grid: 'grid', household: 'household', need: 'person', organisation: 'organisation' } as const

type Row = Readonly<Record<string, unknown>>
type Hours = (staffId: string, day: Day, minutes: number) => { readonly from: number; readonly to: number }

interface Telling {
  readonly dice: Dice
  readonly forms: readonly VisitForm[]
  readonly said: VisitSayings
  readonly hours: Hours
}

/** Calls as the field would have written them down. */
export function dutyRows(countyId: number, calls: readonly Call[], telling: Telling) {
  const [visits, dueItems, patrols, responses]: [Row[], Row[], Row[], Row[]] = [[], [], [], []]
  const endings = new Map<Call, { id: string; at: string }>()
  const forms = new Map(telling.forms.map((form) => [form.code, form]))
  for (const { call, day, isLast } of inOrder(calls)) {
    const { rule, staffId } = call.duty
    const { subject } = call.of
    const span = telling.hours(staffId, day, rule.terms.minutes)
    const id = newId()
    if (isLast) endings.set(call, { id, at: iso(span.to) })
    const form = isLast ? forms.get(rule.terms.formCode ?? '') : undefined
    visits.push({ countyId, id, ...visitOf(call, span.to, isLast), ...found(form, call, telling) })
    if (subject.target !== 'grid') continue
    const round = { countyId, staffId, ...placeOf(call) }
    patrols.push({ ...round, id: newId(), startedAt: iso(span.from), endedAt: iso(span.to) })
    if (telling.dice.chance(HELP)) responses.push({ ...round, id: newId(), ...helpFrom(span.from, telling) })
  }
  for (const call of calls) dueItems.push({ countyId, id: newId(), ...dueOf(call, endings.get(call) ?? null) })
  return { visits, dueItems, patrols, responses }
}

/** Day by day, each worker's round first, then door by door. */
function inOrder(calls: readonly Call[]) {
  const steps = calls.flatMap((call) =>
    call.days.map((day, at) => ({ call, day, isLast: at === call.days.length - 1, rank: call.of.subject.rank })),
  )
  return steps.toSorted((a, b) => (a.day === b.day ? a.rank - b.rank : a.day < b.day ? -1 : 1))
}

const iso = (at: number) => new Date(at).toISOString()

const placeOf = ({ of: { subject, place } }: Call) => ({
  townId: place.townId,
  villageId: place.villageId,
  gridId: subject.gridId,
})

function visitOf(call: Call, at: number, isLast: boolean): Row {
  const { subject } = call.of
  return {
    subjectKind: subjectKinds[subject.target],
    subjectId: subject.id,
    householdId: subject.householdId,
    ...placeOf(call),
    staffId: call.duty.staffId,
    result: isLast ? 'found' : 'not_at_home',
    capturedAt: iso(at),
    // Most lines have gaps: the phone sends it at the next corner.
    recordedAt: iso(at + 7 * MINUTE_MS),
    ruleCodes: [call.duty.rule.code],
  }
}

/** What was done and noted; whoever would rather not be called on is asked nothing. */
function found(form: VisitForm | undefined, call: Call, { dice, said }: Telling): Row {
  const { target } = call.of.subject
  if (form === undefined) return { deeds: [], formCode: null, formVersion: null, answers: null, words: '' }
  if (target === 'household' && dice.chance(DECLINED))
    return { result: 'declined', deeds: [], formCode: null, formVersion: null, answers: null, words: '' }
  const first = dice.pick(form.deeds).code
  return {
    deeds: [...new Set([first, dice.pick(form.deeds).code])],
    formCode: form.code,
    formVersion: form.version,
    answers: calmAnswers(form, said.yes, dice),
    words: dice.chance(WORDS) ? dice.pick(said.words[target]) : '',
  }
}

/** On the way at once, there within minutes; now and then somebody else was faster. */
function helpFrom(at: number, { dice, said }: Telling): Row {
  const kind = dice.pick(responseKinds)
  const arrived = at + dice.whole(3, 12) * MINUTE_MS
  const over = iso(arrived + dice.whole(5, 40) * MINUTE_MS)
  const helped = dice.chance(0.9)
  return {
    kind,
    onTheWayAt: iso(at),
    arrivedAt: iso(arrived),
    helpedAt: helped ? over : null,
    notNeededAt: helped ? null : over,
    words: helped ? dice.pick(said.responses[kind]) : '',
    recordedAt: iso(at + MINUTE_MS),
  }
}

function dueOf({ duty, of, turn, days }: Call, ending: { readonly id: string; readonly at: string } | null): Row {
  const { rule } = duty
  const { subject } = of
  const { per, times, mode } = rule.terms
  return {
    ruleCode: rule.code,
    ruleId: rule.id,
    target: subject.target,
    subjectId: subject.id,
    householdId: subject.householdId,
    townId: of.place.townId,
    villageId: of.place.villageId,
    gridId: subject.gridId,
    periodFrom: turn.periodFrom,
    nth: turn.nth,
    dueFrom: turn.from,
    plannedOn: days.at(-1) ?? turn.by,
    dueBy: turn.by,
    state: ending === null ? 'missed' : 'done',
    tries: Math.max(0, days.length - 1),
    title: subject.title,
    lon: subject.lon,
    lat: subject.lat,
    why: { lastOn: null, per, times, nth: turn.nth, mode, isFirst: false, needKinds: [] },
    visitId: ending?.id ?? null,
    // The planner ends it in the night after its last day.
    endedAt: ending?.at ?? `${addDays(turn.by, 1)}T00:00:00+08:00`,
  }
}

const [MORNING, NOON, AFTERNOON] = [8 * 60 + 20, 11 * 60 + 45, 14 * 60]

/** One thing after the other, with a pause at noon. */
export function createHours(timeZone: string, dice: Dice): Hours {
  const midnights = new Map<Day, number>()
  const next = new Map<string, number>()
  const midnightOf = (day: Day) => {
    const known = midnights.get(day)
    if (known !== undefined) return known
    const at = Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds
    midnights.set(day, at)
    return at
  }
  return (staffId, day, minutes) => {
    const key = `${staffId} ${day}`
    const free = next.get(key) ?? MORNING + dice.whole(0, 25)
    const begins = free > NOON && free < AFTERNOON ? AFTERNOON + dice.whole(0, 20) : free
    const ends = begins + Math.max(4, Math.round(minutes * dice.between(0.6, 1)))
    next.set(key, ends + dice.whole(4, 24))
    const at = (minute: number) => midnightOf(day) + minute * MINUTE_MS
    return { from: at(begins), to: at(ends) }
  }
}
