import type { DutyRule, DutyRuleTerms } from '@linli/contract/fieldwork-shapes'
import type { dutyRoutes } from '@linli/contract/duty'
import type { RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { type CommandTx, runCommand } from '../../../platform/command/run-command.ts'
import { newId } from '../../../platform/crypto/id.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { todayIn } from '../../areas/index.ts'
import { formCodes } from '../forms/read-forms.ts'
import { refuseNonsense } from './check-terms.ts'
import { asRules, type RuleRow, termsOf } from './read-rules.ts'

type Input<N extends keyof typeof dutyRoutes> = RouteParsed<(typeof dutyRoutes)[N]>

export async function changeDutyRule(ctx: Ctx, input: Input<'changeDutyRule'>): Promise<DutyRule> {
  const { code, seenVersion, terms } = input
  return runCommand(ctx, input.commandId, async (tx) => {
    refuseNonsense(terms, await formCodes(tx.db, ctx.countyId))
    const { current, last } = await lockVersions(tx.db, ctx, code)
    if (last === 0 && seenVersion > 0) throw new Problem('duty.not_found')
    if ((current?.version ?? 0) !== seenVersion) throw new Problem('duty.stale', { version: current?.version ?? 0 })
    return addVersion(tx, ctx, { code, version: last + 1, terms, ends: false, current })
  })
}

export async function endDutyRule(ctx: Ctx, input: Input<'endDutyRule'>): Promise<DutyRule> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const { current, last } = await lockVersions(tx.db, ctx, input.code)
    if (!current) throw new Problem('duty.not_found')
    if (current.version !== input.seenVersion) throw new Problem('duty.stale', { version: current.version })
    const terms = termsOf(current)
    return addVersion(tx, ctx, { code: input.code, version: last + 1, terms, ends: true, current })
  })
}

export async function decideDutyRule(ctx: Ctx, input: Input<'decideDutyRule'>): Promise<DutyRule> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const proposal = await tx.db
      .selectFrom('dutyRules')
      .selectAll()
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.ruleId)
      .where('state', '=', 'proposed')
      .forUpdate()
      .executeTakeFirst()
    if (!proposal) throw new Problem('duty.not_found')
    const own = proposal.changedBy === ctx.actor.id
    if (own && input.accept) throw new Problem('duty.same_person')
    // Taking one's own proposal back is no decision of a second person.
    const decided = { decidedBy: own ? null : ctx.actor.id, words: input.words }
    if (!input.accept) return settle(tx, ctx, proposal.id, { ...decided, state: 'refused' })
    const today = await todayIn(ctx.deps, ctx.countyId)
    await endCurrent(tx.db, ctx, proposal.code, today)
    return settle(tx, ctx, proposal.id, {
      ...decided,
      state: proposal.ends ? 'ended' : 'in_force',
      validFrom: today,
      validTo: proposal.ends ? today : null,
    })
  })
}

/** The version in force and the number of the latest, locked: of two changes at once the second sees the first. */
async function lockVersions(tx: Tx, ctx: Ctx, code: string): Promise<{ current: RuleRow | undefined; last: number }> {
  const rows = await tx
    .selectFrom('dutyRules')
    .selectAll()
    .where('countyId', '=', ctx.countyId)
    .where('code', '=', code)
    .orderBy('version', 'desc')
    .forUpdate()
    .execute()
  if (rows.some(({ state }) => state === 'proposed')) throw new Problem('duty.waiting')
  return { current: rows.find(({ state }) => state === 'in_force'), last: rows[0]?.version ?? 0 }
}

interface NewVersion {
  readonly code: string
  readonly version: number
  readonly terms: DutyRuleTerms
  readonly ends: boolean
  readonly current: RuleRow | undefined
}

async function addVersion(tx: CommandTx, ctx: Ctx, { code, version, terms, ends, current }: NewVersion) {
  const today = await todayIn(ctx.deps, ctx.countyId)
  // Whoever takes the second person out of a rule needs them for that.
  const proposed = terms.secondPerson || (current !== undefined && termsOf(current).secondPerson)
  if (!proposed) await endCurrent(tx.db, ctx, code, today)
  const row = await tx.db
    .insertInto('dutyRules')
    .values({
      countyId: ctx.countyId,
      id: newId(),
      code,
      version,
      state: proposed ? 'proposed' : ends ? 'ended' : 'in_force',
      terms: JSON.stringify(terms),
      ends,
      validFrom: today,
      validTo: ends && !proposed ? today : null,
      changedBy: ctx.actor.id,
      changedAt: ctx.deps.now().toISOString(),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return told(tx, ctx, row, proposed ? 'rule.proposed' : 'rule.changed')
}

async function endCurrent(tx: Tx, ctx: Ctx, code: string, today: string): Promise<void> {
  await tx
    .updateTable('dutyRules')
    .set({ state: 'ended', validTo: today })
    .where('countyId', '=', ctx.countyId)
    .where('code', '=', code)
    .where('state', '=', 'in_force')
    .execute()
}

async function settle(
  tx: CommandTx,
  ctx: Ctx,
  id: string,
  set: Partial<Pick<RuleRow, 'state' | 'decidedBy' | 'words' | 'validFrom' | 'validTo'>>,
): Promise<DutyRule> {
  const row = await tx.db
    .updateTable('dutyRules')
    .set(set)
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return told(tx, ctx, row, set.state === 'refused' ? 'rule.refused' : 'rule.changed')
}

/** Every process plans anew when a rule has changed. */
async function told(tx: CommandTx, ctx: Ctx, row: RuleRow, kind: string): Promise<DutyRule> {
  tx.publish({ module: 'fieldwork', kind, subjectKind: 'duty_rule', subjectId: row.id, scope: [] })
  const [rule] = await asRules(ctx, [row])
  // One in, one out.
  return rule as DutyRule
}
