import type { KnownHow, NewPerson, PersonSaid } from '@linli/contract/people'
import type { Ctx } from '../../platform/command/ctx.ts'
import { scopeOf } from '../../platform/command/placed.ts'
import type { CommandTx } from '../../platform/command/run-command.ts'
import { mask } from '../../platform/mask.ts'
import { type CheckedDocument, checkedDocument, checkedPhone, checkedSaid, Faults } from './checks.ts'
import { findDoubles } from './duplicates.ts'
import { checkedExtra } from './extra.ts'
import { fieldToFill } from './fields.ts'
import { fold, recordsOf, refreshHousehold, refreshPerson } from './fold.ts'
import type { PersonRow } from './queries.ts'
import { insertSealed, sealFacts } from './vault.ts'
import { insertRecord, numbersSaid, sealNumbers, setKey } from './write-person.ts'

/** What somebody says of a person, as it was typed. */
export interface Saying {
  readonly said?: PersonSaid | undefined
  readonly document?: NewPerson['document']
  readonly phone?: NewPerson['phone']
  readonly sealed?: readonly { readonly field: string; readonly value: string }[] | undefined
  readonly validFrom?: string | undefined
  readonly knownHow: KnownHow
}

interface CheckedSaying extends Omit<Saying, 'said' | 'validFrom'> {
  readonly said: PersonSaid
  readonly validFrom: string
  readonly today: string
  /** What is wrong with it so far; the file may show more. */
  readonly faults: Faults
}

/** What came of it: fields of which both statements are kept, and whether the numbers were left as they are. */
export interface SayingOutcome {
  readonly contested: readonly string[]
  readonly numbersWait: boolean
  /** Of the file, that it made. */
  readonly version: number
}

/** Whether the speaker knows of the change that made a version of the file. */
export type Seen = (version: number) => boolean

/** Which of two statements that disagree is the better known. A clerk has decided; a document was seen; the rest was told. */
const strength: Record<KnownHow, number> = {
  neighbour: 1,
  list: 2,
  household: 3,
  person: 4,
  other_body: 5,
  document: 6,
  clerk: 7,
}
/** Fields that say who somebody is. Education and work simply change. */
const identifying = new Set(['name', 'sex', 'birthOn'])

/** What can be told without looking at the file. */
export async function checkSaying(
  ctx: Ctx,
  today: string,
  saying: Saying,
  faults = new Faults(),
): Promise<CheckedSaying> {
  const validFrom = saying.validFrom ?? today
  if (validFrom > today) faults.add('validFrom', 'day_future')
  const said = saying.said ? checkedSaid(faults, today, saying.said) : {}
  const phone = checkedPhone(faults, saying.phone)
  for (const { field } of saying.sealed ?? []) await fieldToFill(ctx.db, ctx.countyId, field)
  await checkedExtra(ctx.db, ctx, 'person', said.extra)
  return { ...saying, said, phone, validFrom, today, faults }
}

/**
 * Puts what was said into a file that is locked. What the speaker saw of it may be old: what was said in changes that they
 * have not seen is not overwritten, both are kept until a clerk decides.
 */
export async function sayOfPerson(
  tx: CommandTx,
  ctx: Ctx,
  person: PersonRow,
  saying: CheckedSaying,
  seen: Seen = () => true,
): Promise<SayingOutcome> {
  const { said, today, validFrom, knownHow, faults } = saying
  const told = { birthOn: said.birthOn ?? person.birthOn, sex: said.sex ?? person.sex }
  const document = checkedDocument(faults, today, saying.document, told)
  if (said.birthOn && person.diedOn !== null && said.birthOn > person.diedOn) faults.add('birthOn', 'after_death')
  faults.refuse()
  const hasNumbers = document !== null || saying.phone !== undefined
  const numbersWait = hasNumbers && !seen(person.numbersVersion)
  const numbers = numbersWait ? [] : numbersSaid(document, saying.phone)
  const sealed = [...numbers, ...(saying.sealed ?? []).map(({ field }) => field)]
  const contested = await record(tx, ctx, person, { ...saying, sealed }, seen)
  if (hasNumbers && !numbersWait)
    await keepNumbers(tx, ctx, person, { document, phone: saying.phone }, validFrom, knownHow)
  await sealOthers(tx, ctx, person, saying)
  await refreshPerson(tx.db, ctx.countyId, person.id)
  if (person.householdId !== null && said.name !== undefined)
    await refreshHousehold(tx.db, ctx.countyId, person.householdId)
  await findDoubles(tx, ctx, person.id)
  tx.publish({
    module: 'people',
    kind: 'person.changed',
    subjectKind: 'person',
    subjectId: person.id,
    scope: scopeOf(person),
    // Which fields, never what they say.
    payload: { fields: Object.keys(said) },
  })
  return { contested, numbersWait, version: person.version + 1 }
}

/** @returns the fields that are contested. */
async function record(
  tx: CommandTx,
  ctx: Ctx,
  person: PersonRow,
  { said, validFrom, knownHow, sealed }: Pick<CheckedSaying, 'said' | 'validFrom' | 'knownHow'> & { sealed: string[] },
  seen: Seen,
): Promise<string[]> {
  const records = await recordsOf(tx.db, ctx.countyId, person.id)
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
    const knownBefore = now.how[field]
    const isKnown = before !== undefined && before !== null && before !== 'unknown'
    const weaker = knownBefore !== undefined && strength[knownHow] < strength[knownBefore]
    const disagrees = isKnown && before !== value && ((identifying.has(field) && weaker) || saidSince.has(field))
    const bucket = disagrees ? contested : holds
    bucket[field] = value
  }
  const made = { personId: person.id, validFrom, knownHow, personVersion: person.version + 1 }
  if (Object.keys(holds).length + sealed.length > 0)
    await insertRecord(tx.db, ctx, { ...made, said: holds, standing: 'holds', sealed })
  if (Object.keys(contested).length > 0)
    await insertRecord(tx.db, ctx, { ...made, said: contested, standing: 'contested' })
  return Object.keys(contested)
}

async function keepNumbers(
  tx: CommandTx,
  ctx: Ctx,
  person: PersonRow,
  numbers: { document: CheckedDocument | null; phone: string | null | undefined },
  validFrom: string,
  knownHow: KnownHow,
): Promise<void> {
  const { document, phone } = numbers
  await sealNumbers(tx.db, ctx, person.id, numbers, validFrom, knownHow)
  if (document && document.number === null) await setKey(tx.db, ctx, person.id, 'document', null)
  if (phone === null) await setKey(tx.db, ctx, person.id, 'phone', null)
  await tx.db
    .updateTable('persons')
    .set({
      numbersVersion: person.version + 1,
      ...(document ? { documentKind: document.kind } : {}),
      ...(phone === undefined ? {} : { phoneMasked: phone === null ? null : mask.phone(phone) }),
    })
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', person.id)
    .execute()
}

async function sealOthers(tx: CommandTx, ctx: Ctx, person: PersonRow, saying: CheckedSaying): Promise<void> {
  const facts = []
  for (const { field, value } of saying.sealed ?? []) {
    const { group } = await fieldToFill(tx.db, ctx.countyId, field)
    // A field of the basic group is never sealed: `setField` refuses it.
    if (group !== 'basic') facts.push({ field, group, value, validFrom: saying.validFrom, knownHow: saying.knownHow })
  }
  if (facts.length > 0)
    await insertSealed(tx.db, ctx, await sealFacts(ctx.deps, ctx.countyId, [{ personId: person.id, facts }]))
}
