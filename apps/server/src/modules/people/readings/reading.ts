import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/database.ts'
import type { Deps } from '../../../platform/deps.ts'

/** Whoever has just written into a file, or is about to, works on it. */
export const DAYS_AROUND = 14

/** Somebody read a person's file. */
export interface Reading {
  readonly seq: number
  readonly staffId: string
  /** Of a file that was merged into another: the one that stayed. */
  readonly personId: string
  readonly householdId: string | null
  readonly gridId: string | null
  readonly purpose: string
  /** The piece of work that the reader named; whether it is theirs a source of tasks finds out. */
  readonly caseId: string | null
  readonly reason: string | null
  readonly at: string
}

/** With the grids that its reader looks after. */
export type Placed = Reading & { readonly gridIds: readonly string[] }

/** Of these readings, those that a task of some module explains: what it knows of visits, services, matters. */
export type TaskSource = (
  tx: Tx,
  deps: Deps,
  readings: readonly Placed[],
  daysAround: number,
) => Promise<ReadonlySet<Reading>>

/**
 * Of access rows `a`, those that are looked through: pages, whatever was opened in the vault, and lists that left on one
 * person's word. Masked lines of a list of requests open nothing; of a list that a second person agreed to somebody has thought.
 */
export const isWatched = sql`a.actor_kind = 'staff' AND a.subject_kind = 'person' AND a.field_group <> 'masked'
  AND a.purpose IN ('register.page', 'upkeep', 'service', 'visit', 'merge', 'rights', 'emergency', 'export', 'register.export')
  AND NOT (a.purpose IN ('export', 'register.export') AND EXISTS (
    SELECT FROM register_exports e WHERE e.county_id = a.county_id AND e.by_id = a.actor_id
      AND e.number = split_part(a.reason, ' ', 1) AND e.decided_by IS NOT NULL))`
