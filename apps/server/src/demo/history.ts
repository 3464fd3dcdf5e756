import type { CategoryVersion } from '../modules/matters/index.ts'
import { newId } from '../platform/crypto/id.ts'
import { type County, calendarOf } from '../platform/county/county.ts'
import type { DemoArea } from './areas.ts'
import { iso, type Ledger, type MatterRow, nobody, note, record } from './ledger.ts'
import { author } from './cast.ts'
import { live } from './life.ts'
import type { Report } from './reports.ts'
import type { World } from './tale.ts'

export interface Told {
  readonly ledger: Ledger
  readonly report: Report
}

interface Past {
  readonly world: World
  readonly county: County
  readonly categories: ReadonlyMap<string, CategoryVersion>
  readonly now: number
}

const MINUTE_MS = 60_000
/** A scene that has not come to its status begins so much earlier, again and again. */
const EARLIER = 1.25
const MOST_TRIES = 30

/** Lives through all reports up to the present; numbers are given in the order in which they came in, day by day. */
export function tellAll(
  reports: readonly Report[],
  duplicates: readonly { first: Report; again: Report }[],
  past: Past,
): Told[] {
  const told = new Map(reports.map((report) => [report, tell(report, past)]))
  for (const { first, again } of duplicates) {
    const into = told.get(first)
    const merged = into && mergeInto(into.ledger, again, past)
    if (merged) told.set(again, { ledger: merged, report: again })
  }
  return numbered([...told.values()], past.county.timeZone)
}

function tell(report: Report, past: Past): Told {
  let start = report.at
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const ledger = open(report, start, past)
    if (goOn(ledger, report, past)) return { ledger, report }
    start = past.now - (past.now - start) * EARLIER
  }
  throw new Error(`"${report.title}" never comes to ${report.scene?.until}`)
}

/** Whether the story stands where it should when the present begins. */
function goOn(ledger: Ledger, report: Report, past: Past): boolean {
  const { scene } = report
  const arrived = () => {
    if (scene === null || ledger.row.status !== scene.until) return false
    return scene.lastStep === undefined || ledger.entries.at(-1)?.kind === scene.lastStep
  }
  const fate = {
    grid: report.grid,
    settledWords: report.settledWords,
    reachable: report.reporter.phone !== null,
    twists: report.twists,
  }
  if (arrived()) return true
  for (const next of live(ledger, fate, past.world)) {
    if (arrived()) return true
    if (next > past.now) break
  }
  return scene === null || arrived()
}

function open(report: Report, at: number, { world, county, categories }: Past): Ledger {
  const category = categories.get(report.category)
  if (!category) throw new Error(`there is no category ${report.category}`)
  const { rules } = category
  const village = report.grid.parent as DemoArea
  const { organisation, dice } = world
  const urgent = rules.danger || rules.childHarm
  const desk = urgent ? organisation.centre : organisation.unitAt(village, 'village_grid_station')
  const by = reporterOf()
  const row: MatterRow = {
    id: newId(),
    number: '',
    title: report.title,
    description: report.words,
    status: 'reported',
    channel: report.channel,
    categoryId: category.id,
    categoryCode: category.code,
    danger: urgent,
    confidential: rules.confidential || rules.childHarm,
    supervision: 'none',
    lon: report.point?.lon ?? null,
    lat: report.point?.lat ?? null,
    address: report.address,
    townId: village.parent?.id ?? '',
    villageId: village.id,
    gridId: report.grid.id,
    deskUnitId: desk.id,
    deskLevel: urgent ? 'county' : 'village',
    firstUnitId: desk.id,
    firstStaffId: by.kind === 'staff' ? by.id : null,
    leadUnitId: null,
    handlerId: null,
    designated: false,
    settleLevel: null,
    reportedAt: iso(at),
    seenAt: null,
    dueAt: null,
    closedAt: null,
    reopened: 0,
    reopenUntil: null,
    rating: null,
    mergedIntoId: null,
    statusBeforeMerge: null,
    followers: 0,
    version: 1,
  }
  const { decideLimit, pauseLimit, residentSilenceDays } = county.settings
  const ledger: Ledger = {
    row,
    category,
    entries: [],
    clocks: [],
    calendar: calendarOf(county),
    countyLimits: {
      decide: decideLimit,
      pause: pauseLimit,
      confirm: { amount: residentSilenceDays, unit: 'natural_day' },
    },
  }
  record(ledger, { kind: 'report', at, by })
  return ledger

  function reporterOf() {
    if (report.channel === 'hotline')
      return author(dice.pick(organisation.people(organisation.centre, 'hotline_operator')))
    if (report.channel === 'field') return author(organisation.workerOf(report.grid))
    if (report.channel === 'import')
      return author(dice.pick(organisation.people(organisation.centre, 'centre_supervisor')))
    return report.channel === 'open311' ? { ...nobody, kind: 'api' as const } : nobody
  }
}

/** Merged into the first report by the desk some minutes after it came in; null where the first was settled by then. */
function mergeInto(first: Ledger, again: Report, past: Past): Ledger | null {
  const at = again.at + 20 * MINUTE_MS
  const settled = first.entries.find((entry) => ['settled', 'declined', 'closed'].includes(entry.toStatus ?? ''))
  if (at > past.now || (settled && settled.at <= at)) return null
  const ledger = open(again, again.at, past)
  const { organisation, dice } = past.world
  const station = organisation.unitAt(again.grid.parent as DemoArea, 'village_grid_station')
  const clerk = author(dice.pick(organisation.people(station, 'station_clerk')), station)
  record(ledger, {
    kind: 'merge',
    at,
    by: clerk,
    to: 'merged',
    words: '同一处，并入先报的一件。',
    set: { mergedIntoId: first.row.id, statusBeforeMerge: 'reported', closedAt: iso(at) },
  })
  first.row.followers += 1
  note(first, { kind: 'merge', at, by: clerk })
  return ledger
}

/** Numbers as the platform gives them: 2026-1123-0187. */
function numbered(told: readonly Told[], timeZone: string): Told[] {
  const dayOf = new Intl.DateTimeFormat('en-CA', { timeZone })
  const last = new Map<string, number>()
  const inOrder = told.toSorted((a, b) => a.ledger.row.reportedAt.localeCompare(b.ledger.row.reportedAt))
  for (const { row } of inOrder.map(({ ledger }) => ledger)) {
    const day = dayOf.format(new Date(row.reportedAt))
    const serial = (last.get(day) ?? 0) + 1
    last.set(day, serial)
    const [year, month, date] = day.split('-')
    row.number = `${year}-${month}${date}-${String(serial).padStart(4, '0')}`
  }
  return inOrder
}
