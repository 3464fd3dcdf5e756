import type { County } from '../../../platform/county/county.ts'
import type { Deps } from '../../../platform/deps.ts'
import type { LiveEvent } from '../../../platform/events/events.ts'
import {
  currentCategories,
  mattersById,
  openMatters,
  type ScreenMatter,
  type Settlement,
  settlementsSince,
} from '../../matters/index.ts'
import { describedMeasures } from '../figures/area-figures.ts'
import { DAYS_HELD, dayBefore, type Moment } from '../figures/moment.ts'
import { Settlements } from '../figures/settlements.ts'
import type { Common } from './common.ts'
import { Duty } from './duty.ts'
import { LiveMatters } from './live-matters.ts'

const DUTY_FRESH_MS = 60_000

/** What all areas of a county share: everything open, times to settle, who is on duty. Kept up by events. */
export class CountyState {
  readonly #deps: Deps
  readonly #countyId: number
  readonly #stop: () => void
  readonly #touched = new Set<string>()
  readonly #stale = { duty: true, classes: true }
  #early: Settlement[] | null = []
  #live = new LiveMatters([])
  #settlements: Settlements
  #classes: Common['classes'] = []
  #dutyAt = 0
  #duty = Duty.unknown

  private constructor(deps: Deps, countyId: number, moment: Moment) {
    this.#deps = deps
    this.#countyId = countyId
    this.#settlements = new Settlements(moment)
    // Before anything is read: what happens meanwhile is read again.
    this.#stop = deps.live.subscribe({ countyId, filter: () => true, send: (event) => this.#hear(event) })
  }

  static async open(deps: Deps, county: County, moment: Moment): Promise<CountyState> {
    const state = new CountyState(deps, county.countyId, moment)
    try {
      await state.#read(county, moment)
      return state
    } catch (error) {
      state.close()
      throw error
    }
  }

  close(): void {
    this.#stop()
  }

  async #read({ countyId, timeZone }: County, moment: Moment): Promise<void> {
    const { db } = this.#deps
    const [open, settlements] = await Promise.all([
      openMatters(db, countyId),
      settlementsSince(db, countyId, dayBefore(moment.day, DAYS_HELD), timeZone),
      this.#refresh(),
    ])
    this.#live = new LiveMatters(open)
    for (const settlement of [...settlements, ...(this.#early ?? [])]) this.#settlements.add(settlement)
    this.#early = null
  }

  #hear({ module, kind, subjectKind, subjectId, seq, at, payload }: LiveEvent): void {
    if (subjectKind === 'category') this.#stale.classes = true
    else if (module === 'identity' || module === 'areas' || kind === 'roster.changed') this.#stale.duty = true
    else if (module === 'matters') {
      this.#touched.add(subjectId)
      // What the matters module tells of a settlement.
      const { tookMinutes, areas } = payload as Partial<Settlement>
      if (tookMinutes === undefined || areas === undefined) return
      const settlement = { seq, at, tookMinutes, areas }
      if (this.#early) this.#early.push(settlement)
      else this.#settlements.add(settlement)
    }
  }

  /** Reads what events have named since, one statement however many they were. @returns those matters as they are now. */
  async catchUp(): Promise<ScreenMatter[]> {
    const ids = [...this.#touched]
    this.#touched.clear()
    try {
      const matters = ids.length === 0 ? [] : await mattersById(this.#deps.db, this.#countyId, ids)
      this.#live.update(matters)
      await this.#refresh()
      return matters
    } catch (error) {
      for (const id of ids) this.#touched.add(id)
      throw error
    }
  }

  common(moment: Moment, position: string, county: County): Common {
    return {
      deps: this.#deps,
      county,
      moment,
      position,
      live: this.#live,
      settlements: this.#settlements,
      classes: this.#classes,
      measures: describedMeasures(),
      duty: this.#duty,
    }
  }

  async #refresh(): Promise<void> {
    // Shifts begin and end without anybody saying so.
    const now = this.#deps.now().getTime()
    if (now - this.#dutyAt >= DUTY_FRESH_MS) this.#stale.duty = true
    const stale = { ...this.#stale }
    Object.assign(this.#stale, { duty: false, classes: false })
    try {
      if (stale.duty) this.#duty = await Duty.read(this.#deps, this.#countyId)
      if (stale.duty) this.#dutyAt = now
      if (stale.classes) this.#classes = await readClasses(this.#deps, this.#countyId)
    } catch (error) {
      Object.assign(this.#stale, stale)
      throw error
    }
  }
}

async function readClasses(deps: Deps, countyId: number): Promise<Common['classes']> {
  const categories = await currentCategories(deps, countyId)
  const byCode = new Map(categories.map(({ code, rules }) => [code.slice(0, 2), rules.classNames]))
  return [...byCode].map(([code, names]) => ({ code, names }))
}
