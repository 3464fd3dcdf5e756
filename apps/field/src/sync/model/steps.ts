import fc from 'fast-check'
import type { Fault } from './line.ts'

export const FOUND = ['visit', 'household', 'report', 'comment', 'patrol'] as const

/** Something put in on a phone, whatever its network; `days`: by how much its clock is off. */
export interface Put {
  readonly phone: number
  readonly put: (typeof FOUND)[number]
  readonly home: number
  /** Which member gets another name; null: nobody. */
  readonly says: number | null
  readonly adds: boolean
  readonly days: number
  /** The server will not take it. */
  readonly bad: boolean
}

/** What happens on a field day, one after the other. */
export type Step =
  | Put
  | { readonly phone: number; readonly sync: readonly Fault[] }
  /** A clerk writes another name into the file, or decides about what waits. */
  | { readonly clerk: number; readonly home: number; readonly says: number }
  | { readonly clerk: number; readonly accepts: boolean }
  /** The grid is given to the first or the second worker. */
  | { readonly givenTo: number }
  /** Requests that were under way for a long time arrive. */
  | { readonly arrive: true }

const phone = fc.nat(2)
const home = fc.nat(1)
const member = fc.nat(1)
const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 6, arbitrary: fc.constant('none' as const) },
  {
    weight: 4,
    arbitrary: fc.constantFrom('lost_request', 'lost_answer', 'twice', 'late', 'killed_before', 'killed_after'),
  },
)
const put: fc.Arbitrary<Put> = fc.record({
  phone,
  // A day is mostly visits.
  put: fc.constantFrom('visit', 'visit', 'visit', ...FOUND),
  home,
  says: fc.option(member, { freq: 3 }),
  adds: fc.nat(3).map((dice) => dice === 0),
  days: fc.constantFrom(0, 0, 0, -3, 3),
  bad: fc.nat(6).map((dice) => dice === 0),
})

export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: put },
  { weight: 5, arbitrary: fc.record({ phone, sync: fc.array(fault, { maxLength: 8 }) }) },
  { weight: 2, arbitrary: fc.record({ clerk: fc.nat(1), home, says: member }) },
  { weight: 1, arbitrary: fc.record({ clerk: fc.nat(1), accepts: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ givenTo: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.constant({ arrive: true } as const) },
)
