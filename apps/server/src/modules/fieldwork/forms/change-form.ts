import type { dutyRoutes, VisitFormText } from '@linli/contract/duty'
import type { VisitForm } from '@linli/contract/fieldwork-shapes'
import type { RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { type CommandTx, runCommand } from '../../../platform/command/run-command.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { todayIn } from '../../areas/index.ts'
import { currentCategories } from '../../matters/index.ts'
import { listFields } from '../../people/index.ts'
import { rulesInForce } from '../rules/read-rules.ts'
import { refuseUnaskable } from './check-form.ts'
import { asForm } from './read-forms.ts'

type Input<N extends keyof typeof dutyRoutes> = RouteParsed<(typeof dutyRoutes)[N]>

export async function changeVisitForm(ctx: Ctx, input: Input<'changeVisitForm'>): Promise<VisitForm> {
  const { code, seenVersion, form } = input
  const categories = await currentCategories(ctx.deps, ctx.countyId)
  return runCommand(ctx, input.commandId, async (tx) => {
    refuseUnaskable(form, {
      fields: await listFields(tx.db, ctx.countyId),
      categories: new Set(categories.map((category) => category.code)),
    })
    const last = await closeCurrent(tx, ctx, code, seenVersion)
    const changed = await addVersion(tx, ctx, { code, version: last + 1, form })
    publish(tx, input.commandId)
    return changed
  })
}

export async function closeVisitForm(ctx: Ctx, input: Input<'closeVisitForm'>): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const rules = await rulesInForce(tx.db, ctx.countyId)
    const user = rules.find(({ terms }) => terms.formCode === input.code)
    if (user) throw new Problem('form.in_use', { rule: user.terms.names[ctx.locale] })
    if ((await closeCurrent(tx, ctx, input.code, input.seenVersion)) === 0) throw new Problem('form.not_found')
    publish(tx, input.commandId)
    return { done: true as const }
  })
}

/** Ends the version in use, which must be the one that was on the screen. Answers the number of the latest there ever was. */
async function closeCurrent(tx: CommandTx, ctx: Ctx, code: string, seenVersion: number): Promise<number> {
  const versions = await tx.db
    .selectFrom('visitForms')
    .select(['version', 'validTo'])
    .where('countyId', '=', ctx.countyId)
    .where('code', '=', code)
    .orderBy('version', 'desc')
    .forUpdate()
    .execute()
  const current = versions.find(({ validTo }) => validTo === null)?.version ?? 0
  const last = versions[0]?.version ?? 0
  if (last === 0 && seenVersion > 0) throw new Problem('form.not_found')
  if (current !== seenVersion) throw new Problem('form.stale', { version: current })
  await tx.db
    .updateTable('visitForms')
    .set({ validTo: await todayIn(ctx.deps, ctx.countyId) })
    .where('countyId', '=', ctx.countyId)
    .where('code', '=', code)
    .where('validTo', 'is', null)
    .execute()
  return last
}

async function addVersion(
  tx: CommandTx,
  ctx: Ctx,
  { code, version, form }: { code: string; version: number; form: VisitFormText },
): Promise<VisitForm> {
  const row = await tx.db
    .insertInto('visitForms')
    .values({
      countyId: ctx.countyId,
      code,
      version,
      definition: JSON.stringify(form),
      validFrom: await todayIn(ctx.deps, ctx.countyId),
      changedBy: ctx.actor.id,
      changedAt: ctx.deps.now().toISOString(),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return asForm(row)
}

/** A form has no uuid; its event needs one all the same. */
function publish(tx: CommandTx, id: string): void {
  tx.publish({ module: 'fieldwork', kind: 'form.changed', subjectKind: 'visit_form', subjectId: id, scope: [] })
}
