import type { KnownHow, peopleRoutes, Person, PersonSaid } from '@linli/contract/people'
import type { RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import { type CommandTx, runCommand } from '../../platform/command/run-command.ts'
import { mask } from '../../platform/mask.ts'
import { todayIn } from '../areas/index.ts'
import { checkedDocument, checkedPhone, checkedSaid, Faults } from './checks.ts'
import { findDoubles } from './duplicates.ts'
import { fieldToFill } from './fields.ts'
import { fold, recordsOf, refreshHousehold, refreshPerson } from './fold.ts'
import { personPage } from './person.ts'
import { lockPerson, type PersonRow, scopeOf } from './queries.ts'
import { insertSealed, sealFacts } from './vault.ts'
import { insertRecord, sealNumbers, setKey } from './write-person.ts'

type Input = RouteParsed<typeof peopleRoutes.changePerson>

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

/** Records what was said of a person. What is weaker than what holds, and disagrees with it, is kept beside it until a clerk decides. */
export async function changePerson(ctx: Ctx, input: Input): Promise<Person> {
  const today = await todayIn(ctx.deps, ctx.countyId)
  const validFrom = input.validFrom ?? today
  const faults = new Faults()
  if (validFrom > today) faults.add('validFrom', 'day_future')
  const said = input.said ? checkedSaid(faults, today, input.said) : {}
  const phone = checkedPhone(faults, input.phone)
  for (const { field } of input.sealed ?? []) await fieldToFill(ctx.db, ctx.countyId, field, 'sealed')
  for (const field of Object.keys(said.extra ?? {})) await fieldToFill(ctx.db, ctx.countyId, field, 'extra')
  await runCommand(ctx, input.commandId, async (tx) => {
    const person = await lockPerson(tx.db, ctx, 'register.change', input.personId, input.seenVersion)
    const told = { birthOn: said.birthOn ?? person.birthOn, sex: said.sex ?? person.sex }
    const document = checkedDocument(faults, today, input.document, told)
    faults.refuse()
    await record(tx, ctx, person, said, validFrom, input.knownHow)
    await keepNumbers(tx, ctx, person, { document, phone }, validFrom, input.knownHow)
    await sealOthers(tx, ctx, person, input, validFrom)
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
    return { done: true }
  })
  return personPage(ctx, { personId: input.personId })
}

async function record(
  tx: CommandTx,
  ctx: Ctx,
  person: PersonRow,
  said: PersonSaid,
  validFrom: string,
  knownHow: KnownHow,
): Promise<void> {
  const now = fold(await recordsOf(tx.db, ctx.countyId, person.id))
  const holds: Record<string, unknown> = {}
  const contested: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(said) as [keyof PersonSaid, unknown][]) {
    if (value === undefined) continue
    const before = now.said[field]
    const knownBefore = now.how[field]
    const isKnown = before !== undefined && before !== null && before !== 'unknown'
    const weaker = knownBefore !== undefined && strength[knownHow] < strength[knownBefore]
    const bucket = identifying.has(field) && isKnown && before !== value && weaker ? contested : holds
    bucket[field] = value
  }
  if (Object.keys(holds).length > 0) await insertRecord(tx.db, ctx, person.id, holds, validFrom, knownHow, 'holds')
  if (Object.keys(contested).length > 0)
    await insertRecord(tx.db, ctx, person.id, contested, validFrom, knownHow, 'contested')
}

async function keepNumbers(
  tx: CommandTx,
  ctx: Ctx,
  person: PersonRow,
  numbers: { document: ReturnType<typeof checkedDocument>; phone: string | null | undefined },
  validFrom: string,
  knownHow: KnownHow,
): Promise<void> {
  const { document, phone } = numbers
  await sealNumbers(tx.db, ctx, person.id, numbers, validFrom, knownHow)
  if (document && document.number === null) await setKey(tx.db, ctx, person.id, 'document', null)
  if (phone === null) await setKey(tx.db, ctx, person.id, 'phone', null)
  if (!document && phone === undefined) return
  await tx.db
    .updateTable('persons')
    .set({
      ...(document ? { documentKind: document.kind } : {}),
      ...(phone === undefined ? {} : { phoneMasked: phone === null ? null : mask.phone(phone) }),
    })
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', person.id)
    .execute()
}

async function sealOthers(tx: CommandTx, ctx: Ctx, person: PersonRow, input: Input, validFrom: string): Promise<void> {
  const facts = []
  for (const { field, value } of input.sealed ?? []) {
    const { group } = await fieldToFill(tx.db, ctx.countyId, field, 'sealed')
    // A field of the basic group is never sealed: `setField` refuses it.
    if (group !== 'basic') facts.push({ field, group, value, validFrom, knownHow: input.knownHow })
  }
  if (facts.length > 0)
    await insertSealed(tx.db, ctx, await sealFacts(ctx.deps, ctx.countyId, [{ personId: person.id, facts }]))
}
