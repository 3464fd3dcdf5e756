import type { ExtraValue, KnownHow, NewPerson, PersonSaid } from '@linli/contract/people'
import type { CatalogueField } from '@linli/contract/people-fields'
import type { Ctx } from '../../platform/command/ctx.ts'
import { scopeOf } from '../../platform/command/placed.ts'
import type { CommandTx } from '../../platform/command/run-command.ts'
import { checkedDocument, checkedPhone, checkedSaid, Faults } from './checks.ts'
import { findDoubles } from './duplicates.ts'
import { checkedExtra, shapeFault } from './extra.ts'
import { fieldToFill } from './fields.ts'
import { recordsOf, refreshHousehold, refreshPerson } from './fold.ts'
import type { PersonRow } from './queries.ts'
import { insertSealed, sealFacts } from './vault.ts'
import { type FileNow, isTold, noNumbers, recordSaid, type Seen, weighNumbers } from './weigh.ts'
import { keepNumbers } from './write-person.ts'

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

/** What can be told without looking at the file. */
export async function checkSaying(
  ctx: Ctx,
  today: string,
  saying: Saying,
  faults = new Faults(),
): Promise<CheckedSaying> {
  const validFrom = saying.validFrom ?? today
  if (validFrom > today) faults.add('validFrom', 'day_future')
  // A clerk decides about a record that waits; nobody says so of what they are told.
  if (saying.knownHow === 'clerk') faults.add('knownHow', 'not_in_list')
  const said = saying.said ? checkedSaid(faults, today, saying.said) : {}
  const phone = checkedPhone(faults, saying.phone)
  for (const { field, value } of saying.sealed ?? [])
    checkShape(faults, await fieldToFill(ctx.db, ctx.countyId, field), value)
  await checkedExtra(ctx.db, ctx, 'person', said.extra)
  return { ...saying, said, phone, validFrom, today, faults }
}

function checkShape(faults: Faults, field: CatalogueField, value: ExtraValue['value'] | null): void {
  const rule = shapeFault(field, value)
  if (rule !== null) faults.add(field.code, rule)
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
  const numbers = numbersWait ? noNumbers : { document, phone: saying.phone }
  const now: FileNow = { records: await recordsOf(tx.db, ctx.countyId, person.id), person }
  const weighed = await weighNumbers(tx, ctx, { ...now, knownHow }, numbers)
  const contested = await recordSaid(tx, ctx, now, saying, weighed, seen)
  const { holds } = weighed
  if (isTold(holds)) await keepNumbers(tx.db, ctx, person, holds, { validFrom, knownHow })
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
