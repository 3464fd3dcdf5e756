import type { Channel } from '@linli/contract/matters'
import type { WorkCalendar } from '../platform/calendar/index.ts'
import { besideMiddle, type DemoArea, type DemoAreas, spotIn } from './areas.ts'
import { isUrban } from './county-town.ts'
import type { People, Places, Scene, Story } from './files.ts'
import type { Dice } from './random.ts'
import type { Twist } from './tale.ts'

/** One report of the demo, as it came in. */
export interface Report {
  readonly at: number
  readonly grid: DemoArea
  readonly category: string
  readonly channel: Channel
  readonly title: string
  readonly words: string
  readonly address: string
  readonly point: { readonly lon: number; readonly lat: number } | null
  readonly settledWords: string
  readonly reporter: { readonly name: string | null; readonly phone: string | null; readonly anonymous: boolean }
  readonly twists: ReadonlySet<Twist>
  /** A scene that has been set by hand stops at its own status; the others go on until the present. */
  readonly scene: Scene | null
}

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const WEEKS = 9
/** Share of reports that come from the county town. */
const URBAN_SHARE = 0.48
const FREE_DAY_SHARE = 0.45
/** Reports per hour of the day, from midnight: two peaks and quiet nights. */
const HOURS = [1, 0, 0, 0, 0, 1, 4, 10, 22, 30, 28, 20, 10, 10, 18, 26, 24, 18, 12, 11, 9, 6, 3, 1]
const CHANNELS: Readonly<Partial<Record<Channel, number>>> = {
  portal: 34,
  hotline: 24,
  field: 24,
  qr: 9,
  department: 4,
  open311: 2,
  import: 2,
}
const TWISTS: Readonly<Record<Twist, number>> = {
  decline: 0.03,
  escalate: 0.1,
  return: 0.05,
  dispute: 0.015,
  pause: 0.06,
  extension: 0.04,
  fail_check: 0.05,
  reject: 0.04,
  forgotten: 0.035,
  supervise: 0.5,
}

export interface Sources {
  readonly areas: DemoAreas
  readonly stories: readonly Story[]
  readonly places: Places
  readonly people: People
  readonly calendar: WorkCalendar
  readonly timeZone: string
  readonly dice: Dice
  readonly now: number
}

/** `count` reports of the last nine weeks, with the rhythm of days and hours. */
export function inventReports(count: number, sources: Sources): Report[] {
  const { areas, stories, places, dice } = sources
  const urban = areas.grids.filter((grid) => isUrban(grid.code))
  const rural = areas.grids.filter((grid) => !isUrban(grid.code))
  const instant = instants(sources)
  return Array.from({ length: count }, (): Report => {
    const inTown = dice.chance(URBAN_SHARE)
    const grid = dice.weighted(inTown ? urban : rural, (one) => one.households ?? 1)
    const ground = inTown ? 'urban' : 'rural'
    const story = dice.weighted(
      stories.filter((one) => one.ground === ground || one.ground === 'any'),
      (one) => one.weight,
    )
    const told = dice.pick(story.reports)
    const place = dice.pick(places[ground])
    // The contract's channels; the weights name those the demo uses.
    const channel = dice.weighted(Object.keys(CHANNELS) as Channel[], (one) => CHANNELS[one] ?? 0)
    return {
      at: instant(),
      grid,
      category: story.category,
      channel,
      title: told.title,
      words: told.words.replaceAll('{place}', place),
      address: `${grid.parent?.name ?? ''} ${place}`.trim(),
      point: dice.chance(0.88) ? spotIn(grid, dice) : null,
      settledWords: told.settled,
      reporter: somebody(channel, sources),
      twists: new Set((Object.keys(TWISTS) as Twist[]).filter((twist) => dice.chance(TWISTS[twist]))),
      scene: null,
    }
  })
}

function instants({ calendar, timeZone, dice, now }: Sources): () => number {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate()
  const days = Array.from({ length: WEEKS * 7 + 1 }, (_, ago) => today.subtract({ days: ago }))
  const weightOf = new Map(days.map((day) => [day, calendar.isWorkday(day.toString()) ? 1 : FREE_DAY_SHARE]))
  const hours = HOURS.map((_, hour) => hour)
  return () => {
    for (;;) {
      const day = dice.weighted(days, (one) => weightOf.get(one) ?? 1)
      const time = {
        hour: dice.weighted(hours, (hour) => HOURS[hour] ?? 0),
        minute: dice.whole(0, 59),
        second: dice.whole(0, 59),
      }
      const at = day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds
      // Today's hours that are still to come fall away, as do the minutes in which a report is being written.
      if (at < now - 2 * MINUTE_MS) return at
    }
  }
}

/** Reports set by hand, so that everyone who signs in to the demo finds something to do. */
export function setScenes(scenes: readonly Scene[], sources: Sources): Report[] {
  const { areas, people, dice, now } = sources
  return scenes.map((scene) => {
    const grid = areas.get(scene.gridCode)
    return {
      at: now - scene.hoursAgo * 60 * MINUTE_MS,
      grid,
      category: scene.category,
      channel: scene.channel,
      title: scene.title,
      words: scene.words,
      address: `${grid.parent?.name ?? ''} ${scene.address}`.trim(),
      point: scene.offset ? besideMiddle(grid, scene.offset) : null,
      settledWords:
        scene.settled ??
        dice.pick(sources.stories.find((story) => story.category === scene.category)?.reports ?? []).settled,
      reporter: scene.resident ? { ...people.resident, anonymous: false } : somebody(scene.channel, sources),
      twists: twistsOf(scene),
      scene,
    }
  })
}

function twistsOf({ until, lastStep }: Scene): Set<Twist> {
  if (lastStep === 'escalate') return new Set(['escalate'])
  if (lastStep === 'request_extension') return new Set(['extension'])
  if (until === 'declined') return new Set(['decline'])
  if (until === 'disputed') return new Set(['dispute'])
  return until === 'paused' ? new Set(['pause']) : new Set()
}

/** Who reported: most leave a phone, grid workers mostly report what they saw themselves. */
function somebody(channel: Channel, { people, dice }: Sources): Report['reporter'] {
  const leavesPhone = { portal: 0.75, qr: 0.5, hotline: 0.96, field: 0.3, open311: 0.4, import: 0.6, department: 0.2 }[
    channel
  ]
  if (!dice.chance(leavesPhone)) return { name: null, phone: null, anonymous: false }
  const name = `${dice.pick([...people.surnames])}${dice.pick(people.givenNames)}`
  return { name, phone: `${people.phonePrefix}${dice.whole(5_000, 9_999)}`, anonymous: dice.chance(0.05) }
}

/** Some neighbours report what another has just reported. */
export function addDuplicates(
  reports: readonly Report[],
  share: number,
  sources: Sources,
): { first: Report; again: Report }[] {
  const { dice, now } = sources
  return reports
    .filter((report) => report.point !== null && report.at < now - DAY_MS && dice.chance(share))
    .map((first) => ({
      first,
      again: {
        ...first,
        at: first.at + dice.whole(40, 160) * MINUTE_MS,
        channel: dice.pick<Channel>(['portal', 'hotline', 'qr']),
        title: first.title,
        words: `${first.words.replace(/。$/, '')}，到现在还没人来。`,
        point: first.point && {
          lon: first.point.lon + dice.between(-2e-4, 2e-4),
          lat: first.point.lat + dice.between(-2e-4, 2e-4),
        },
        reporter: somebody('hotline', sources),
        twists: new Set<Twist>(),
      },
    }))
}
