import type { AreaMeasure } from '@linli/contract/screen-shapes'
import type { County } from '../../../platform/county/county.ts'
import type { Deps } from '../../../platform/deps.ts'
import type { Moment } from '../figures/moment.ts'
import type { Settlements } from '../figures/settlements.ts'
import type { Duty } from './duty.ts'
import type { LiveMatters } from './live-matters.ts'

/** What every area's screen of a county is made of at one moment. */
export interface Common {
  readonly deps: Deps
  readonly county: County
  readonly moment: Moment
  readonly position: string
  readonly live: LiveMatters
  readonly settlements: Settlements
  readonly classes: readonly { readonly code: string; readonly names: { zh: string; en: string } }[]
  readonly measures: AreaMeasure[]
  readonly duty: Duty
}
