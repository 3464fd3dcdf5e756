import type { fieldworkRoutes, Visit, VisitPart } from '@linli/contract/fieldwork'
import type { RouteParsed } from '@linli/contract/route'
import { faultsOfAnswers } from '@linli/contract/visit-form'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { scopeOf } from '../../../platform/command/placed.ts'
import { type CommandTx, runCommand } from '../../../platform/command/run-command.ts'
import { newId } from '../../../platform/crypto/id.ts'
import { linkAttachments } from '../../../platform/files/index.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { applyPart, checkParts, type Door, doorOf, fileOf, type PartResult } from '../../people/index.ts'
import { formOf } from '../forms/read-forms.ts'
import { settleDue } from '../plan/settle-due.ts'
import { sealPart } from './kept-part.ts'
import { visitPage } from './list-visits.ts'
import { ownVersions } from './own-versions.ts'

type Input = RouteParsed<typeof fieldworkRoutes.recordVisit>

const MINUTE = 60_000
/** Clocks of phones differ by seconds; by minutes only when somebody set them. */
const AHEAD = 5 * MINUTE
/** Longer than any phone may stay offline. */
const BEHIND = 14 * 24 * 60 * MINUTE

/** A visit with all that it brought: ends what was due, updates the file, keeps both statements where they disagree. */
export async function recordVisit(ctx: Ctx, input: Input): Promise<Visit> {
  // Asked for within the command: sent again after the grid went to somebody else, it is still the one that was done.
  await runCommand(ctx, input.commandId, async (tx) => {
    const door = await doorOf(tx.db, ctx, 'fieldwork.do', input.subject)
    const form = await checkedForm(ctx, input)
    refuseHomeless(door, input.parts)
    await checkParts(ctx, input.parts)
    await insertVisit(tx, ctx, door, input, form)
    const own = await ownVersions(tx.db, ctx, input.after)
    for (const [place, part] of input.parts.entries()) {
      const file = fileOf(part, door.householdId)
      const result = await applyPart(tx, ctx, door.householdId, part, (version) => own.has(file, version))
      own.add(file, result.version)
      await insertPart(tx, ctx, door, { visitId: input.visitId, place, part, result })
    }
    if (input.photos.length > 0)
      await linkAttachments(tx.db, ctx, input.photos, { subjectKind: 'visit', subjectId: input.visitId, role: 'seen' })
    tx.publish({
      module: 'fieldwork',
      kind: 'visit.recorded',
      subjectKind: door.householdId === null ? input.subject.kind : 'household',
      subjectId: door.householdId ?? input.subject.id,
      scope: scopeOf(door),
      payload: { visitId: input.visitId, result: input.result },
    })
    tx.subject('visit', input.visitId)
    return { done: true }
  })
  return visitPage(ctx, input.visitId)
}

async function checkedForm(ctx: Ctx, { form }: Input): Promise<Input['form'] | null> {
  if (form === undefined) return null
  const { questions } = await formOf(ctx.db, ctx.countyId, form.code, form.version)
  const faults = faultsOfAnswers(questions, form.answers)
  if (faults.length > 0)
    throw new Problem(
      'input.invalid',
      undefined,
      faults.map(({ key, rule }) => ({ path: `form.answers.${key}`, rule })),
    )
  return form
}

/** What concerns a household cannot be said of a shop or of the grid. */
function refuseHomeless(door: Door, parts: readonly VisitPart[]): void {
  const needsHome = (part: VisitPart) => part.kind === 'person_added' || part.kind === 'household_changed'
  if (door.householdId === null && parts.some(needsHome))
    throw new Problem('input.invalid', undefined, [{ path: 'subject', rule: 'household_needed' }])
}

async function insertVisit(
  tx: CommandTx,
  ctx: Ctx,
  door: Door,
  input: Input,
  form: Input['form'] | null,
): Promise<void> {
  const now = ctx.deps.now()
  const capturedAt = input.capturedAt ?? now.toISOString()
  const ahead = Date.parse(capturedAt) - now.getTime()
  const { townId, villageId, gridId, householdId } = door
  // Staff only: the route asks for a permission that nobody else has.
  const staffId = ctx.actor.id as string
  const ruleCodes = await settleDue(tx.db, ctx, { ...input, householdId, gridId, capturedAt })
  await tx.db
    .insertInto('visits')
    .values({
      countyId: ctx.countyId,
      id: input.visitId,
      subjectKind: input.subject.kind,
      subjectId: input.subject.id,
      householdId,
      townId,
      villageId,
      gridId,
      staffId,
      result: input.result,
      capturedAt,
      recordedAt: now.toISOString(),
      clockOff: ahead > AHEAD || ahead < -BEHIND,
      deeds: input.deeds,
      formCode: form?.code ?? null,
      formVersion: form?.version ?? null,
      answers: form ? JSON.stringify(form.answers) : null,
      words: input.words,
      matterIds: input.matterIds,
      ruleCodes: [...ruleCodes],
    })
    .execute()
}

interface NewPart {
  readonly visitId: string
  readonly place: number
  readonly part: VisitPart
  readonly result: PartResult
}

async function insertPart(
  tx: CommandTx,
  ctx: Ctx,
  door: Door,
  { visitId, place, part, result }: NewPart,
): Promise<void> {
  const id = newId()
  const { state, problem, kept, version } = result
  await tx.db
    .insertInto('visitParts')
    .values({
      countyId: ctx.countyId,
      id,
      visitId,
      place,
      kind: part.kind,
      personId: personOf(part),
      householdId: door.householdId,
      sealedPart: kept === null ? null : sealPart(ctx.deps, id, kept),
      version,
      state,
      problem: problem === null ? null : JSON.stringify({ code: problem.code, details: problemDetails(problem) }),
    })
    .execute()
}

function personOf(part: VisitPart): string | null {
  if (part.kind === 'person_added') return part.person.personId
  return part.kind === 'household_changed' ? null : part.personId
}

/** Which rules it broke, for the sentence; never what was typed. */
const problemDetails = ({ details, faults }: Problem) => ({ ...details, ...(faults ? { faults } : {}) })
