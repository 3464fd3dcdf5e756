import { type SeedWeek, seedRosters, seedShift } from '../modules/fieldwork/index.ts'
import { dayIn } from '../platform/calendar/day-in.ts'
import type { WorkCalendar } from '../platform/calendar/index.ts'
import { newId } from '../platform/crypto/id.ts'
import type { Tx } from '../platform/database/database.ts'
import { insertRows } from './insert.ts'
import type { DemoPerson, DemoUnit, Organisation } from './organisation.ts'

interface When {
  readonly countyId: number
  readonly timeZone: string
  readonly calendar: WorkCalendar
  readonly now: number
}

const rostered = new Set(['county_centre', 'town_grid_office', 'village_grid_station'])
/** Of the centre only the desk that answers the telephone and those who supervise work in shifts. */
const rosteredRoles = new Set([
  'hotline_operator',
  'centre_supervisor',
  'town_dispatcher',
  'station_clerk',
  'grid_worker',
])

const plus = (day: string, days: number) => Temporal.PlainDate.from(day).add({ days }).toString()

/** This week and the next of every station, office and the centre, with one leave and one swap that wait at 林园社区. */
export async function insertRosters(tx: Tx, organisation: Organisation, when: When): Promise<void> {
  const { countyId, timeZone, calendar, now } = when
  const today = dayIn(timeZone, new Date(now))
  const monday = plus(today, 1 - Temporal.PlainDate.from(today).dayOfWeek)
  const byUnit = Map.groupBy(
    organisation.staff.filter(({ posts }) => rosteredRoles.has(posts[0]?.roleCode ?? '')),
    ({ unit }) => unit,
  )
  const weeks = [...byUnit]
    .filter(([{ kind }]) => rostered.has(kind))
    .flatMap(([unit, people]) => [monday, plus(monday, 7)].map((first) => weekOf(unit, people, first, calendar)))
  const publishedAt = new Date(now - 3 * 86_400_000).toISOString()
  await seedRosters(tx, { countyId, timeZone, publishedAt }, weeks)
  await insertRequests(tx, organisation, weeks, { ...when, today })
}

function weekOf(unit: DemoUnit, people: readonly DemoPerson[], monday: string, calendar: WorkCalendar): SeedWeek {
  const shifts = Array.from({ length: 7 }, (_, n) => plus(monday, n)).flatMap((day, n) =>
    unit.kind === 'county_centre'
      ? centreDay(people, day, n)
      : calendar.isWorkday(day)
        ? workday(people, day, n)
        : dayOff(people, day, n),
  )
  return { unitId: unit.id, monday, shifts }
}

/** Everybody by day; where there are three, one of them later, for those who are at home only in the evening. */
function workday(people: readonly DemoPerson[], day: string, n: number) {
  return people.map(({ id }, at) =>
    people.length > 2 && at === n % people.length
      ? seedShift(id, day, 'flexible', '12:00', '20:00')
      : seedShift(id, day, 'regular', '08:30', '17:30'),
  )
}

function dayOff(people: readonly DemoPerson[], day: string, n: number) {
  const one = people[n % people.length]
  return one ? [seedShift(one.id, day, people.length > 1 ? 'off_hours' : 'standby', '09:00', '17:00')] : []
}

/** The centre answers round the clock: whoever had the night is free before and after it. */
function centreDay(people: readonly DemoPerson[], day: string, n: number) {
  const operators = people.filter(({ posts }) => posts[0]?.roleCode === 'hotline_operator')
  const night = operators[n % operators.length]
  const before = operators[(n + operators.length - 1) % operators.length]
  return [
    ...people
      .filter((one) => one !== night && one !== before)
      .map(({ id }) => seedShift(id, day, n < 5 ? 'regular' : 'off_hours', '08:30', '17:30')),
    ...(night ? [seedShift(night.id, day, 'off_hours', '17:30', '08:30')] : []),
  ]
}

async function insertRequests(
  tx: Tx,
  { staff }: Organisation,
  weeks: readonly SeedWeek[],
  { countyId, now, today }: When & { today: string },
): Promise<void> {
  const worker = staff.find(({ login }) => login === 'zhoumin')
  const coming = weeks.flatMap(({ shifts }) => shifts).filter(({ onDay }) => onDay > today)
  const busy = new Set(coming.flatMap(({ staffId, onDay }) => (staffId === worker?.id ? [onDay] : [])))
  const asks = (one: DemoPerson) =>
    one.unit === worker?.unit && one !== worker && one.posts[0]?.roleCode === 'grid_worker'
  // A weekend that 周敏 has free: one may say yes.
  const shift = coming.find(
    ({ staffId, onDay }) => !busy.has(onDay) && staff.some((one) => one.id === staffId && asks(one)),
  )
  const colleague = staff.find(({ id }) => id === shift?.staffId)
  if (!worker || !colleague || !shift) return
  const [leaveId, swapId] = [newId(), newId()]
  const [at, unitId] = [new Date(now - 2 * 3_600_000).toISOString(), worker.unit.id]
  const [firstDay, lastDay] = [plus(today, 9), plus(today, 10)]
  await insertRows(tx, 'leaves', [
    {
      countyId,
      id: leaveId,
      staffId: colleague.id,
      unitId,
      kind: 'annual',
      firstDay,
      lastDay,
      words: '孩子家长会',
      state: 'asked',
      askedAt: at,
      answer: '',
    },
  ])
  await insertRows(tx, 'shiftSwaps', [
    {
      countyId,
      id: swapId,
      unitId,
      shiftId: shift.id,
      fromId: colleague.id,
      toId: worker.id,
      words: '当天要陪老人看病',
      state: 'asked',
      askedAt: at,
    },
  ])
  const item = {
    countyId,
    module: 'fieldwork',
    unitId,
    areaId: null,
    facts: {},
    danger: false,
    paused: false,
    dueAt: null,
    createdAt: at,
  }
  await insertRows(tx, 'workItems', [
    {
      ...item,
      id: newId(),
      kind: 'leave',
      subjectKind: 'leave',
      subjectId: leaveId,
      staffId: null,
      exceptStaffId: colleague.id,
      title: `${colleague.name} ${firstDay.slice(5)}–${lastDay.slice(5)}`,
    },
    {
      ...item,
      id: newId(),
      kind: 'swap',
      subjectKind: 'swap',
      subjectId: swapId,
      staffId: worker.id,
      exceptStaffId: null,
      title: `${colleague.name} ${shift.onDay.slice(5)} ${shift.from}–${shift.to}`,
    },
  ])
}
