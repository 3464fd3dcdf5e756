import type { BeganBy, KnownHow, NewPerson, RecordSaid, Relation } from '@linli/contract/people'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { CommandTx } from '../../platform/command/run-command.ts'
import { newId } from '../../platform/crypto/id.ts'
import type { Tx } from '../../platform/database/database.ts'
import { mask } from '../../platform/mask.ts'
import type { CheckedDocument, checkedPerson } from './checks.ts'
import { findDoubles } from './duplicates.ts'
import type { GridPlace } from './policy.ts'
import { searchFormsOf } from './name-search.ts'
import { endLinksOfPhone } from './rights/links.ts'
import { blindIndex, insertSealed, type NewFact, sealFacts } from './vault.ts'

type Checked = ReturnType<typeof checkedPerson>

interface Into extends GridPlace {
  readonly householdId: string
}

/** One person who is new to the register, in a household: file, record, residence, sealed numbers, possible doubles. */
export async function insertPerson(
  tx: CommandTx,
  ctx: Ctx,
  into: Into,
  person: NewPerson,
  { said, document, phone }: Checked,
  known: { how: KnownHow; today: string },
): Promise<void> {
  const name = said.name ?? ''
  const { full, initials } = searchFormsOf(name)
  const since = person.since ?? (person.beganBy === 'born' ? (said.birthOn ?? known.today) : known.today)
  await tx.db
    .insertInto('persons')
    .values({
      countyId: ctx.countyId,
      id: person.personId,
      name,
      nameFull: full,
      nameInitials: initials,
      sex: said.sex ?? 'unknown',
      birthOn: said.birthOn ?? null,
      documentKind: document?.kind ?? 'unknown',
      phoneMasked: phone === null ? null : mask.phone(phone),
      state: person.livesHere ? 'present' : 'away',
      householdId: into.householdId,
      relation: person.relation,
      residenceKind: person.residenceKind,
      townId: into.townId,
      villageId: into.villageId,
      gridId: into.gridId,
    })
    .execute()
  await insertRecord(tx.db, ctx, {
    personId: person.personId,
    said,
    validFrom: since,
    knownHow: known.how,
    standing: 'holds',
    sealed: numbersSaid(document?.number ? document : null, phone ?? undefined),
  })
  await insertResidence(tx.db, ctx, {
    personId: person.personId,
    householdId: into.householdId,
    gridId: into.gridId,
    relation: person.relation,
    kind: person.residenceKind,
    livesHere: person.livesHere,
    validFrom: since,
    beganBy: person.beganBy,
    otherPlace: person.otherPlace ?? null,
    knownHow: known.how,
  })
  await sealNumbers(tx.db, ctx, person.personId, { document, phone }, { validFrom: since, knownHow: known.how })
  await setKeys(tx.db, ctx, person.personId, { document, phone })
  await findDoubles(tx, ctx, person.personId)
}

/** Document and phone as somebody told them; null where there is none, `undefined` where nothing was said. */
export interface Numbers {
  readonly document: CheckedDocument | null
  readonly phone: string | null | undefined
}

/** Seals document and phone. `recordId`: of the contested record that tells them. */
export async function sealNumbers(
  tx: Tx,
  ctx: Ctx,
  personId: string,
  { document, phone }: Numbers,
  { recordId, ...told }: { readonly validFrom: string; readonly knownHow: KnownHow; readonly recordId?: string },
): Promise<void> {
  const facts: NewFact[] = []
  if (document?.number)
    facts.push({ field: 'document', group: 'identity', value: `${document.kind}:${document.number}`, ...told })
  if (phone) facts.push({ field: 'phone', group: 'contact', value: phone, ...told })
  const rows = await sealFacts(ctx.deps, ctx.countyId, [{ personId, facts }])
  await insertSealed(tx, ctx, rows, null, recordId)
}

/** Lets a file be found by the whole numbers that were told, and no more by those that they take the place of. */
async function setKeys(tx: Tx, ctx: Ctx, personId: string, { document, phone }: Numbers): Promise<void> {
  if (document) await setKey(tx, ctx, personId, 'document', document.number)
  if (phone !== undefined) await setKey(tx, ctx, personId, 'phone', phone)
}

/** Numbers that hold: sealed, found, and shown as far as lists show them. */
export async function keepNumbers(
  tx: Tx,
  ctx: Ctx,
  person: { readonly id: string; readonly version: number },
  numbers: Numbers,
  told: { readonly validFrom: string; readonly knownHow: KnownHow },
): Promise<void> {
  await sealNumbers(tx, ctx, person.id, numbers, told)
  await setKeys(tx, ctx, person.id, numbers)
  const { document, phone } = numbers
  await showNumbers(tx, ctx, person, {
    ...(document ? { documentKind: document.kind } : {}),
    ...(phone === undefined ? {} : { phoneMasked: phone === null ? null : mask.phone(phone) }),
  })
}

export async function showNumbers(
  tx: Tx,
  ctx: Ctx,
  person: { readonly id: string; readonly version: number },
  shown: { readonly documentKind?: string; readonly phoneMasked?: string | null },
): Promise<void> {
  await tx
    .updateTable('persons')
    .set({ numbersVersion: person.version + 1, ...shown })
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', person.id)
    .execute()
}

type NumberKind = 'document' | 'phone'

/** One number of a kind at a time: an earlier one no longer finds the file, nor does an earlier phone see it. */
export async function setKey(
  tx: Tx,
  ctx: Ctx,
  personId: string,
  kind: NumberKind,
  number: string | null,
): Promise<void> {
  await setDigest(tx, ctx, personId, kind, number === null ? null : blindIndex(ctx.deps, kind, number))
}

export async function setDigest(
  tx: Tx,
  ctx: Ctx,
  personId: string,
  kind: NumberKind,
  digest: Buffer | null,
): Promise<void> {
  const earlier = await tx
    .deleteFrom('personKeys')
    .where('countyId', '=', ctx.countyId)
    .where('personId', '=', personId)
    .where('kind', '=', kind)
    .returning('digest')
    .execute()
  if (digest !== null)
    await tx.insertInto('personKeys').values({ countyId: ctx.countyId, kind, digest, personId }).execute()
  const gone = earlier.map((key) => key.digest).filter((key) => digest === null || !key.equals(digest))
  if (kind === 'phone' && gone.length > 0) await endLinksOfPhone(tx, ctx, personId, gone)
}

export interface NewRecord {
  readonly personId: string
  readonly said: RecordSaid
  readonly validFrom: string
  readonly knownHow: KnownHow
  readonly standing: 'holds' | 'contested'
  readonly personVersion?: number
  /** Sealed fields that were said with it. */
  readonly sealed?: readonly string[]
  /** Of those the numbers, where they are contested. */
  readonly numbers?: readonly ContestedNumber[]
}

/** A number that waits for a clerk: what shows and finds it when it is accepted. */
export interface ContestedNumber {
  readonly field: NumberKind
  readonly documentKind: string | null
  readonly masked: string | null
  readonly digest: string | null
}

export async function insertRecord(
  tx: Tx,
  ctx: Ctx,
  { said, sealed = [], numbers, ...record }: NewRecord,
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('personRecords')
    .values({
      countyId: ctx.countyId,
      id,
      ...record,
      said: JSON.stringify(said),
      sealed: [...sealed],
      numbers: numbers ? JSON.stringify(numbers) : null,
      byKind: ctx.actor.kind,
      byId: ctx.actor.id,
      // Two records of one transaction keep their order.
      recordedAt: sql<string>`clock_timestamp()`,
    })
    .execute()
  return id
}

/** The numbers of which something is said. */
export const numbersSaid = (document: object | null, phone: string | null | undefined): string[] => [
  ...(document ? ['document'] : []),
  ...(phone === undefined ? [] : ['phone']),
]

export interface NewResidence {
  readonly personId: string
  readonly householdId: string
  readonly gridId: string
  readonly relation: Relation
  readonly kind: string
  readonly livesHere: boolean
  readonly validFrom: string
  readonly beganBy: BeganBy
  readonly otherPlace: string | null
  readonly knownHow: KnownHow
}

export async function insertResidence(tx: Tx, ctx: Ctx, residence: NewResidence): Promise<void> {
  await tx
    .insertInto('residences')
    .values({ countyId: ctx.countyId, id: newId(), byId: ctx.actor.id, ...residence })
    .execute()
}
