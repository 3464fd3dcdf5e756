import type { KnownHow, PersonSaid } from '@linli/contract/people'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { CommandTx } from '../../platform/command/run-command.ts'
import { mask } from '../../platform/mask.ts'
import { fold, type Folded, identifying, isKnown, type RecordRow, strength } from './fold.ts'
import { mayOn } from './policy.ts'
import type { PersonRow } from './queries.ts'
import { blindIndex } from './vault.ts'
import { type ContestedNumber, insertRecord, type Numbers, numbersSaid, sealNumbers } from './write-person.ts'

/** Whether the speaker knows of the change that made a version of the file. */
export type Seen = (version: number) => boolean

interface Told {
  readonly said: PersonSaid
  readonly sealed?: readonly { readonly field: string }[] | undefined
  readonly validFrom: string
  readonly knownHow: KnownHow
}

export interface FileNow {
  readonly person: PersonRow
  readonly records: readonly RecordRow[]
}

/** Whether an account gives way to what is known: it is weaker, or as good and somebody else's; a clerk's is a correction. */
function givesWay(ctx: Ctx, person: PersonRow, knownHow: KnownHow, { how, by }: Folded, field: string): boolean {
  const knownBefore = how[field]
  if (knownBefore === undefined) return false
  const more = strength[knownHow] - strength[knownBefore]
  return more < 0 || (more === 0 && by[field] !== ctx.actor.id && !mayOn(ctx.actor, 'register.merge', person))
}

/** @returns the fields that are contested. */
export async function recordSaid(
  tx: CommandTx,
  ctx: Ctx,
  { person, records }: FileNow,
  { said, validFrom, knownHow, sealed: others = [] }: Told,
  numbers: WeighedNumbers,
  seen: Seen,
): Promise<string[]> {
  const now = fold(records)
  const saidSince = new Set(
    records
      .filter((one) => one.standing === 'holds' && !seen(one.personVersion ?? 0))
      .flatMap((one) => Object.keys(one.said)),
  )
  const holds: Record<string, unknown> = {}
  const contested: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(said) as [keyof PersonSaid, unknown][]) {
    if (value === undefined) continue
    const before = now.said[field]
    const isDoubted = saidSince.has(field) || (identifying.has(field) && givesWay(ctx, person, knownHow, now, field))
    const bucket = isKnown(before) && before !== value && isDoubted ? contested : holds
    bucket[field] = value
  }
  const made = { personId: person.id, validFrom, knownHow, personVersion: person.version + 1 }
  const sealed = [...fieldsOf(numbers.holds), ...others.map(({ field }) => field)]
  if (Object.keys(holds).length + sealed.length > 0)
    await insertRecord(tx.db, ctx, { ...made, said: holds, standing: 'holds', sealed })
  const contestedNumbers = fieldsOf(numbers.contested)
  if (Object.keys(contested).length + contestedNumbers.length > 0) {
    const waits = { said: contested, sealed: contestedNumbers, numbers: contestedOf(ctx, numbers.contested) }
    const recordId = await insertRecord(tx.db, ctx, { ...made, ...waits, standing: 'contested' })
    await sealNumbers(tx.db, ctx, person.id, numbers.contested, { validFrom, knownHow, recordId })
  }
  return [...Object.keys(contested), ...contestedNumbers]
}

export interface WeighedNumbers {
  readonly holds: Numbers
  readonly contested: Numbers
}
export const noNumbers: Numbers = { document: null, phone: undefined }
export const isTold = ({ document, phone }: Numbers) => document !== null || phone !== undefined
const fieldsOf = ({ document, phone }: Numbers) => numbersSaid(document, phone)

/**
 * What a weaker account tells of a number waits. A telephone changes, and whoever has it may always say so; a document says
 * who somebody is, and is weighed as a name is.
 */
export async function weighNumbers(
  tx: CommandTx,
  ctx: Ctx,
  { person, records, knownHow }: FileNow & { readonly knownHow: KnownHow },
  { document, phone }: Numbers,
): Promise<WeighedNumbers> {
  if (!isTold({ document, phone })) return { holds: noNumbers, contested: noNumbers }
  const now = fold(records)
  // Files of before did not note how a number was known: as the rest of them was.
  const first = records.find(({ standing }) => standing === 'holds')
  const known: Folded = {
    ...now,
    how: { ...now.how, document: now.how['document'] ?? first?.knownHow, phone: now.how['phone'] ?? first?.knownHow },
    by: { ...now.by, document: now.by['document'] ?? first?.byId },
  }
  const documentWaits =
    document !== null &&
    person.documentKind !== 'unknown' &&
    givesWay(ctx, person, knownHow, known, 'document') &&
    !(document.kind === person.documentKind && (await isFoundBy(tx, ctx, person, 'document', document.number)))
  const knownPhone = known.how['phone'] ?? 'neighbour'
  const phoneWaits =
    phone !== undefined &&
    person.phoneMasked !== null &&
    strength[knownHow] < Math.min(strength[knownPhone], strength.person) &&
    !(await isFoundBy(tx, ctx, person, 'phone', phone))
  return {
    holds: { document: documentWaits ? null : document, phone: phoneWaits ? undefined : phone },
    contested: { document: documentWaits ? document : null, phone: phoneWaits ? phone : undefined },
  }
}

async function isFoundBy(
  tx: CommandTx,
  ctx: Ctx,
  { id }: PersonRow,
  kind: 'document' | 'phone',
  number: string | null,
): Promise<boolean> {
  if (number === null) return false
  const found = await tx.db
    .selectFrom('personKeys')
    .select('personId')
    .where('countyId', '=', ctx.countyId)
    .where('personId', '=', id)
    .where('kind', '=', kind)
    .where('digest', '=', blindIndex(ctx.deps, kind, number))
    .executeTakeFirst()
  return found !== undefined
}

function contestedOf({ deps }: Ctx, { document, phone }: Numbers): ContestedNumber[] {
  const one = (field: 'document' | 'phone', number: string | null, documentKind: string | null): ContestedNumber => ({
    field,
    documentKind,
    masked: number === null ? null : mask[field](number),
    digest: number === null ? null : blindIndex(deps, field, number).toString('hex'),
  })
  return [
    ...(document ? [one('document', document.number, document.kind)] : []),
    ...(phone === undefined ? [] : [one('phone', phone, null)]),
  ]
}
