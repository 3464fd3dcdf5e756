import type { Limit } from '@linli/contract/clock'
import { addElapsed, limitMs } from '../platform/calendar/index.ts'
import type { DemoArea } from './areas.ts'
import type { Cast } from './cast.ts'
import type { Ledger } from './ledger.ts'
import type { Organisation } from './organisation.ts'
import type { Dice } from './random.ts'
import type { Said } from './sayings.ts'

/** What is out of the ordinary in one matter's story. */
export type Twist =
  | 'decline'
  | 'escalate'
  | 'return'
  | 'dispute'
  | 'pause'
  | 'extension'
  | 'fail_check'
  | 'reject'
  | 'forgotten'
  | 'supervise'

export interface Fate {
  readonly grid: DemoArea
  readonly settledWords: string
  /** Left a phone, so that the result can be judged. */
  readonly reachable: boolean
  readonly twists: ReadonlySet<Twist>
}

export interface World {
  readonly organisation: Organisation
  readonly dice: Dice
  readonly said: Said
}

/** A story as far as it has been told. */
export interface Tale extends World {
  readonly ledger: Ledger
  readonly fate: Fate
  readonly cast: Cast
  /** Instant of the next step. */
  at: number
}

/** A step at a time: each yield is the instant of the next step, which is written down when the story goes on. */
export type Steps = Generator<number, void>

/** Moves on by a share of a limit, in the limit's own kind of time. */
export function wait(tale: Tale, limit: Limit, share: number): number {
  const { calendar } = tale.ledger
  tale.at = addElapsed(calendar, limit.unit, tale.at, limitMs(calendar, limit) * share)
  return tale.at
}
