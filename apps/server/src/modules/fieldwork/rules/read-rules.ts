import { type DutyRule, DutyRuleTerms } from '@linli/contract/fieldwork-shapes'
import type { Selectable } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import type { Db } from '../../../platform/database/database.ts'
import type { DutyRules } from '../../../platform/database/tables.generated.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { staffNames } from '../../identity/index.ts'

export type RuleRow = Selectable<DutyRules>

/** Read through the schema: what an older version does not say has its default. */
export const termsOf = (row: Pick<RuleRow, 'terms'>): DutyRuleTerms => DutyRuleTerms.parse(row.terms)

/** Rows as pages show them, with the names of who changed and decided. */
export async function asRules(ctx: Ctx, rows: readonly RuleRow[]): Promise<DutyRule[]> {
  const ids = rows.flatMap(({ changedBy, decidedBy }) => [changedBy, decidedBy]).filter((id) => id !== null)
  const names = await staffNames(ctx.deps, ctx.countyId, [...new Set(ids)])
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null))
  return rows.map((row) => ({
    ...termsOf(row),
    id: row.id,
    code: row.code,
    version: row.version,
    // The check constraint holds the state to these words.
    state: row.state as DutyRule['state'],
    ends: row.ends,
    validFrom: row.validFrom,
    validTo: row.validTo,
    changedBy: nameOf(row.changedBy),
    changedAt: row.changedAt,
    decidedBy: nameOf(row.decidedBy),
    words: row.words,
  }))
}

export async function listDutyRules(ctx: Ctx): Promise<{ items: DutyRule[]; proposed: DutyRule[] }> {
  const rows = await ctx.db
    .selectFrom('dutyRules')
    .selectAll()
    .where('countyId', '=', ctx.countyId)
    .where('state', 'in', ['in_force', 'proposed'])
    .orderBy('code')
    .execute()
  const rules = await asRules(ctx, rows)
  return {
    items: rules.filter(({ state }) => state === 'in_force'),
    proposed: rules.filter(({ state }) => state === 'proposed'),
  }
}

export async function listDutyRuleVersions(ctx: Ctx, { code }: { code: string }): Promise<{ items: DutyRule[] }> {
  const rows = await ctx.db
    .selectFrom('dutyRules')
    .selectAll()
    .where('countyId', '=', ctx.countyId)
    .where('code', '=', code)
    .orderBy('version', 'desc')
    .execute()
  if (rows.length === 0) throw new Problem('duty.not_found')
  return { items: await asRules(ctx, rows) }
}

/** A rule in force, as the planner wants it. */
export interface RuleInForce {
  readonly id: string
  readonly code: string
  readonly terms: DutyRuleTerms
  /** Since when the rule has been in force without a gap, whatever its versions: it asks for nothing before. */
  readonly since: string
}

export async function rulesInForce(db: Db, countyId: number): Promise<RuleInForce[]> {
  const rows = await db
    .selectFrom('dutyRules')
    .select(['id', 'code', 'version', 'terms', 'state', 'validFrom', 'validTo'])
    .where('countyId', '=', countyId)
    .where('state', 'in', ['in_force', 'ended'])
    .where('ends', '=', false)
    .orderBy('code')
    .orderBy('version', 'desc')
    .execute()
  const found: RuleInForce[] = []
  for (const row of rows) {
    const last = found.at(-1)
    if (row.state === 'in_force') found.push({ id: row.id, code: row.code, terms: termsOf(row), since: row.validFrom })
    else if (last?.code === row.code && row.validTo === last.since)
      found[found.length - 1] = { ...last, since: row.validFrom }
  }
  return found
}
