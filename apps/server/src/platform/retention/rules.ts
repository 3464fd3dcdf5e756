import type { Names } from '@linli/contract/common'
import type { DeletionCause, RetentionPeriod } from '@linli/contract/retention'
import { type RawBuilder, sql } from 'kysely'
import type { CommandTx } from '../command/run-command.ts'
import type { Db, Tx } from '../database/database.ts'
import type { Deps } from '../deps.ts'

/** Rows deleted, by kind of row. */
export type Counts = Readonly<Record<string, number>>

/** What an erasing function works with. */
export interface Erasing {
  readonly deps: Deps
  readonly countyId: number
  readonly tx: CommandTx
  readonly cause: DeletionCause
  /** The certificate that is being written; the vault asks for it. */
  readonly certificateId: string
  readonly certificate: string
  readonly at: string
}

/** What a legal hold may name. */
export type HeldKind = 'person' | 'household' | 'matter'

export interface RetentionRule {
  /** Stands in certificates, e.g. `person.health.leaving.3y`. */
  readonly code: string
  readonly names: Names
  readonly fieldGroup: string
  readonly basis: string
  readonly period: RetentionPeriod
  /** Whose rows are locked, by id, before they are looked at again; null where the platform may not lock them. */
  readonly table: string | null
  /** Holds of this kind keep a row, by its `subject_id`; null for what no hold can name. */
  readonly subject: Exclude<HeldKind, 'household'> | null
  /**
   * A select of `id`, `subject_id` and the day `since` of everything since `until` or before. `among`: no others are asked
   * for; to be used where the database cannot see it by itself.
   */
  due(until: string, among?: readonly string[]): RawBuilder<unknown>
  /** `until` as for `due`, where a subject has some that are past their time and some that are not. */
  erase(work: Erasing, ids: readonly string[], until: string): Promise<Counts>
  /** Masked names of subjects, for whoever looks at what is due. */
  titles?(db: Db, subjectIds: readonly string[]): Promise<ReadonlyMap<string, string>>
}

type RulesOf = (db: Db, countyId: number) => Promise<readonly RetentionRule[]>
const sources = new Map<string, RulesOf>()

/** What a module deletes by itself when its time is over. */
export function onRetention(module: string, rules: RulesOf): void {
  sources.set(module, rules)
}

/** In the order in which they run: parts of a file before the file. */
export async function rulesOf(db: Db, countyId: number): Promise<readonly RetentionRule[]> {
  return (await Promise.all([...sources.values()].map((rules) => rules(db, countyId)))).flat()
}

/** How the owner of a kind of subject erases some of them, or a part of each; asked again after a restore. */
export interface Eraser {
  /** Those that are there. */
  present(tx: Tx, countyId: number, ids: readonly string[]): Promise<readonly string[]>
  /** `until`: what was recorded later is another matter. */
  erase(
    work: Erasing,
    ids: readonly string[],
    which: { readonly part: string; readonly until: string },
  ): Promise<Counts>
  /** Field group of a part, for certificates. */
  groupOf(part: string): string
}
const erasers = new Map<string, Eraser>()
type EraseToo = (work: Erasing, ids: readonly string[]) => Promise<Counts>
const others = new Map<string, Map<string, EraseToo>>()

export function onErase(subjectKind: string, eraser: Eraser): void {
  erasers.set(subjectKind, eraser)
}

export function eraserOf(subjectKind: string): Eraser | undefined {
  return erasers.get(subjectKind)
}

/** What another module deletes of its own when such a subject is erased for good. */
export function alsoErase(subjectKind: string, module: string, erase: EraseToo): void {
  const known = others.get(subjectKind) ?? new Map<string, EraseToo>()
  others.set(subjectKind, known.set(module, erase))
}

export async function eraseElsewhere(subjectKind: string, work: Erasing, ids: readonly string[]): Promise<Counts> {
  let counts: Counts = {}
  for (const erase of others.get(subjectKind)?.values() ?? []) counts = sumOf(counts, await erase(work, ids))
  return counts
}

export function sumOf(...all: readonly Counts[]): Counts {
  const sum: Record<string, number> = {}
  for (const counts of all)
    for (const [kind, count] of Object.entries(counts)) if (count > 0) sum[kind] = (sum[kind] ?? 0) + count
  return sum
}

/** The last day since which something may have been, to be past its time on `today`. */
export function lastDay(today: string, { amount, unit }: RetentionPeriod): string {
  return Temporal.PlainDate.from(today)
    .subtract({ [`${unit}s`]: amount })
    .toString()
}

/** Candidates of a rule that no hold covers, or those that one does. */
export function candidates(
  rule: RetentionRule,
  countyId: number,
  until: string,
  which: 'free' | 'held',
  among?: readonly string[],
): RawBuilder<unknown> {
  // The cast says that it is one array, worked out once, and no subquery of rows.
  const held =
    rule.subject === null
      ? sql`false`
      : sql`d.subject_id = ANY((SELECT held_subjects(${countyId}, ${rule.subject}))::uuid[])`
  const some = among === undefined ? sql`true` : sql`d.id = any(${[...among]}::uuid[])`
  return sql`
    SELECT d.id, d.subject_id, d.since FROM (${rule.due(until, among)}) d
    WHERE ${some} AND ${which === 'held' ? held : sql`NOT (${held})`}`
}
