import { patchOf, type ScreenPatch } from '@linli/contract/screen-patch'
import type { ScreenPoint, ScreenSnapshot } from '@linli/contract/screen-shapes'
import type { County } from '../../../platform/county/county.ts'
import { CounterMirror, WHOLE_COUNTY } from '../../../platform/counters/index.ts'
import type { Deps } from '../../../platform/deps.ts'
import { recentMatters, type ScreenMatter } from '../../matters/index.ts'
import type { Surroundings } from '../areas.ts'
import { areaFigures } from '../figures/area-figures.ts'
import { DAYS_HELD, dayBefore, daysUpTo, type Moment } from '../figures/moment.ts'
import { type DayFigures, ownFigures, type Past, pastOf, type Source, wholeDay } from '../figures/own-figures.ts'
import { liesIn } from './live-matters.ts'
import { streamItem } from './stream-item.ts'
import type { Common } from './common.ts'

/** As many as the widest screen shows. */
const STREAM_LENGTH = 24

/** One area of the county as screens show it: its own counters, the newest matters, and what was told of it last. */
export class Scope {
  readonly surroundings: Surroundings
  /** Day for which it was opened; the next one needs another. */
  readonly day: string
  readonly #mirror: CounterMirror
  #recent: ScreenMatter[]
  #past: { key: string; past: Past } | null = null
  #told: { readonly snapshot: ScreenSnapshot; readonly points: readonly ScreenPoint[] } | null = null

  private constructor(surroundings: Surroundings, day: string, mirror: CounterMirror, recent: ScreenMatter[]) {
    this.surroundings = surroundings
    this.day = day
    this.#mirror = mirror
    this.#recent = recent
  }

  static async open(deps: Deps, county: County, surroundings: Surroundings, moment: Moment): Promise<Scope> {
    const { area, below } = surroundings
    const { countyId, timeZone } = county
    const [mirror, recent] = await Promise.all([
      CounterMirror.open(deps, {
        countyId,
        timeZone,
        areaIds: [counterIdOf(surroundings), ...below.map(({ id }) => id)],
        since: dayBefore(moment.day, DAYS_HELD + 7),
      }),
      recentMatters(deps.db, countyId, area, STREAM_LENGTH),
    ])
    return new Scope(surroundings, moment.day, mirror, recent)
  }

  close(): void {
    this.#mirror.stop()
  }

  /** Matters that events named, as they are now. */
  update(matters: readonly ScreenMatter[]): void {
    const known = new Map(this.#recent.map((matter) => [matter.id, matter]))
    for (const matter of matters) {
      if (liesIn(matter, this.surroundings.area) && matter.status !== 'merged') known.set(matter.id, matter)
      else known.delete(matter.id)
    }
    this.#recent = [...known.values()]
      .toSorted((a, b) => (a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1))
      .slice(0, STREAM_LENGTH)
  }

  /** As screens were told last. */
  get told(): { readonly snapshot: ScreenSnapshot; readonly points: readonly ScreenPoint[] } | null {
    return this.#told
  }

  /** Works the screen out anew. @returns what has changed since it was told last; null when nothing has. */
  async turn(common: Common): Promise<ScreenPatch | null> {
    const before = this.#told
    const snapshot = await this.#snapshot(common)
    const points = common.live.points(this.surroundings.area, snapshot.at)
    this.#told = { snapshot, points }
    if (!before) return null
    const patch = patchOf(before.snapshot, snapshot)
    const moved = pointChanges(before.points, points)
    return moved ? { ...(patch ?? { position: snapshot.position, at: snapshot.at }), points: moved } : patch
  }

  async #snapshot(common: Common): Promise<ScreenSnapshot> {
    const { moment, live, settlements, duty, county, position } = common
    const { area, path, below, grids } = this.surroundings
    const now = moment.now.toISOString()
    const { own, below: tallies } = live.tally(area, now)
    const source = this.#source(common)
    const { id, name, nameEn, level, households } = area
    return {
      position,
      at: now,
      county: { name: county.name, nameEn: county.nameEn },
      area: { id, name, nameEn, level, households, grids, path: [...path] },
      now: own,
      ...ownFigures(source, moment, this.#pastAt(source, moment)),
      measures: common.measures,
      areas: areaFigures(below, { mirror: this.#mirror, settlements, moment, tallies, staffed: duty.grids }),
      stream: await Promise.all(this.#recent.map((matter) => streamItem(common, area, matter))),
      duty: [...duty.linesOf(id)],
    }
  }

  /** Figures of whole days, the last of which is yesterday: a week of them at most is held. */
  wholeDays(common: Common, count: number): DayFigures[] {
    const source = this.#source(common)
    return daysUpTo(dayBefore(common.moment.day, 1), count).map((day) => wholeDay(source, common.moment, day))
  }

  #source({ settlements, classes }: Common): Source {
    const { area } = this.surroundings
    return {
      mirror: this.#mirror,
      counterId: counterIdOf(this.surroundings),
      areaId: area.level === 'county' ? null : area.id,
      settlements,
      classes,
    }
  }

  #pastAt(source: Source, moment: Moment): Past {
    const key = `${moment.day} ${moment.hour}`
    if (this.#past?.key !== key) this.#past = { key, past: pastOf(source, moment) }
    return this.#past.past
  }
}

function pointChanges(before: readonly ScreenPoint[], after: readonly ScreenPoint[]): ScreenPatch['points'] {
  const left = new Map(before.map((point) => [point.id, point]))
  const set = after.filter((point) => {
    const old = left.get(point.id)
    left.delete(point.id)
    return !old || old.state !== point.state || old.lon !== point.lon || old.lat !== point.lat
  })
  return set.length === 0 && left.size === 0 ? undefined : { set, gone: [...left.keys()] }
}

/** The county's counters hold what has no place as well. */
const counterIdOf = ({ area }: Surroundings) => (area.level === 'county' ? WHOLE_COUNTY : area.id)
