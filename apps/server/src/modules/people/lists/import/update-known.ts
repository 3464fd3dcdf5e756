import type { PersonSaid } from '@linli/contract/people'
import { sql } from 'kysely'
import type { Ctx } from '../../../../platform/command/ctx.ts'
import { newId } from '../../../../platform/crypto/id.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { mask } from '../../../../platform/mask.ts'
import { fold, recordsOf, refreshHousehold, refreshPerson } from '../../fold.ts'
import { lastResidence } from '../../queries.ts'
import { endResidence } from '../../residences.ts'
import { insertSealed, sealFacts } from '../../vault.ts'
import { insertRecord, numbersSaid, setKey } from '../../write-person.ts'
import type { KnownPerson } from './known.ts'
import type { PlannedChange } from './plan.ts'
import { factsOf } from './write.ts'

/** Only what a neighbour said, or an earlier list, gives way to a list. */
const weakerThanList = new Set(['neighbour', 'list'])

/** What a file said before a list changed it; with it an undo puts it back. */
export interface Before {
  /** That the list made of the file. */
  readonly version: number
  /** Digests of its numbers; null where the list brought none. */
  readonly numbers: Pick<KnownPerson, 'document' | 'phone' | 'documentKind' | 'phoneMasked'> | null
  /** The residence that ended, and the one that began. */
  readonly moved: Moved | null
}

interface Moved {
  readonly ended: string
  readonly began: string | null
}

/**
 * Records of what a list says differently of somebody: what holds better stays, and the list's word is kept beside it.
 * Null when all of that has been recorded before. `version` is the file's, which is locked: whoever has not seen the next
 * one does not overwrite what the list changed.
 */
export async function updateKnown(
  tx: Tx,
  ctx: Ctx,
  importId: string,
  change: PlannedChange,
  today: string,
  version: number,
): Promise<Before | null> {
  const { person, row, differs } = change
  let changed = await recordSaid(tx, ctx, importId, change, today, version + 1)
  const hasNumbers = differs.includes('phone') || differs.includes('documentNumber')
  if (hasNumbers) {
    changed = true
    const numbers = {
      document: differs.includes('documentNumber') ? row.document : ({ kind: 'unknown', number: null } as const),
      phone: differs.includes('phone') ? row.phone : null,
    }
    const facts = factsOf(numbers, today)
    await insertSealed(tx, ctx, await sealFacts(ctx.deps, ctx.countyId, [{ personId: person.id, facts }]), importId)
    if (numbers.document.number !== null) await setKey(tx, ctx, person.id, 'document', numbers.document.number)
    if (numbers.phone !== null) await setKey(tx, ctx, person.id, 'phone', numbers.phone)
    await tx
      .updateTable('persons')
      .set({
        numbersVersion: version + 1,
        ...(numbers.document.number === null ? {} : { documentKind: numbers.document.kind }),
        ...(numbers.phone === null ? {} : { phoneMasked: mask.phone(numbers.phone) }),
      })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', person.id)
      .execute()
  }
  const movedTo = (['address', 'relation', 'residenceKind', 'livesHere'] as const).some((column) =>
    differs.includes(column),
  )
    ? await changeResidence(tx, ctx, importId, change, today)
    : null
  const died = differs.includes('diedOn') && row.diedOn !== null ? await recordDeath(tx, ctx, change, row.diedOn) : null
  const moved = movedTo ?? died
  if (moved) {
    changed = true
    await tx
      .updateTable('persons')
      .set({ movedVersion: version + 1 })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', person.id)
      .execute()
  }
  if (row.need && (differs.includes('needKind') || differs.includes('needUntil'))) {
    changed = true
    const { kind, basis, until } = row.need
    await tx
      .insertInto('personNeeds')
      .values({
        countyId: ctx.countyId,
        id: newId(),
        personId: person.id,
        kind,
        basis,
        // One that is renewed goes on where it would have ended: on no day does it run twice.
        validFrom: person.needs[kind] ?? today,
        validTo: until,
        knownHow: 'list',
        byId: ctx.actor.id,
        importId,
      })
      .execute()
  }
  if (!changed) return null
  await refreshPerson(tx, ctx.countyId, person.id)
  for (const id of new Set([person.householdId, change.householdId])) {
    if (id !== null) await refreshHousehold(tx, ctx.countyId, id)
  }
  const { document, phone, documentKind, phoneMasked } = person
  return { version: version + 1, numbers: hasNumbers ? { document, phone, documentKind, phoneMasked } : null, moved }
}

async function recordSaid(
  tx: Tx,
  ctx: Ctx,
  importId: string,
  change: PlannedChange,
  today: string,
  personVersion: number,
): Promise<boolean> {
  const { person, row, differs } = change
  const records = await recordsOf(tx, ctx.countyId, person.id)
  const now = fold(records)
  const holds: PersonSaid = {}
  const contested: PersonSaid = {}
  const told = { name: row.name, sex: row.sex, birthOn: row.birthOn } as const
  for (const field of ['name', 'sex', 'birthOn'] as const) {
    if (!differs.includes(field)) continue
    // Said before, and waiting for a clerk or refused by one.
    if (records.some(({ said, standing }) => standing !== 'holds' && said[field] === told[field])) continue
    const before = now.said[field]
    const isKnown = before !== undefined && before !== null && before !== 'unknown'
    const gives = weakerThanList.has(now.how[field] ?? 'list')
    Object.assign(isKnown && !gives ? contested : holds, { [field]: told[field] })
  }
  const sealed = numbersSaid(
    differs.includes('documentNumber') ? row.document : null,
    differs.includes('phone') ? row.phone : undefined,
  )
  const ids: string[] = []
  for (const [said, standing] of [
    [holds, 'holds'],
    [contested, 'contested'],
  ] as const) {
    const numbers = standing === 'holds' ? sealed : []
    if (Object.keys(said).length + numbers.length === 0) continue
    const made = { personId: person.id, said, validFrom: today, standing, sealed: numbers, personVersion }
    ids.push(await insertRecord(tx, ctx, { ...made, knownHow: 'list' }))
  }
  if (ids.length === 0) return false
  await tx
    .updateTable('personRecords')
    .set({ importId })
    .where('countyId', '=', ctx.countyId)
    .where('id', 'in', ids)
    .execute()
  return true
}

/** The residence that held ends, and another begins: in the other household, or in the same one with what is new. */
async function changeResidence(
  tx: Tx,
  ctx: Ctx,
  importId: string,
  change: PlannedChange,
  today: string,
): Promise<Moved | null> {
  const { person, row, householdId, differs } = change
  const how = householdId === person.householdId ? 'changed' : 'moved_within'
  const { countyId } = ctx
  const [now] = (
    await sql<{ id: string; kind: string; relation: string; livesHere: boolean; validFrom: string }>`
      SELECT id, kind, relation, lives_here, valid_from FROM residences
      WHERE county_id = ${countyId} AND person_id = ${person.id} AND valid_to IS NULL FOR UPDATE`.execute(tx)
  ).rows
  const relation = await relationIn(tx, countyId, change, now?.relation ?? 'unknown')
  const kind = differs.includes('residenceKind') || !now ? row.residenceKind : now.kind
  const livesHere = differs.includes('livesHere') || !now ? row.livesHere : now.livesHere
  const same = now?.relation === relation && now.kind === kind && now.livesHere === livesHere
  if (!now || (how === 'changed' && same)) return null
  const on = how === 'moved_within' && row.since !== null && row.since > now.validFrom ? row.since : today
  const validTo = on > now.validFrom ? on : now.validFrom
  await endResidence(tx, ctx, now.id, { on: validTo, by: how, knownHow: 'list', toPlace: null })
  const began = newId()
  await tx
    .insertInto('residences')
    .values({
      countyId,
      id: began,
      personId: person.id,
      householdId,
      gridId: row.grid.gridId,
      relation,
      kind,
      livesHere,
      validFrom: validTo,
      beganBy: how,
      otherPlace: row.otherPlace,
      knownHow: 'list',
      byId: ctx.actor.id,
      importId,
    })
    .execute()
  return { ended: now.id, began }
}

/** The residence that holds ends with its person. */
async function recordDeath(tx: Tx, ctx: Ctx, { person }: PlannedChange, on: string): Promise<Moved | null> {
  const last = await lastResidence(tx, ctx.countyId, person.id)
  if (last?.validTo !== null) return null
  await endResidence(tx, ctx, last.id, { on, by: 'died', knownHow: 'list', toPlace: null })
  return { ended: last.id, began: null }
}

/** A household that has a head keeps it. */
async function relationIn(tx: Tx, countyId: number, change: PlannedChange, before: string): Promise<string> {
  const { person, row, householdId } = change
  if (row.relation === 'unknown') return householdId === person.householdId ? before : 'unknown'
  if (row.relation !== 'head') return row.relation
  const head = await tx
    .selectFrom('residences')
    .select('id')
    .where('countyId', '=', countyId)
    .where('householdId', '=', householdId)
    .where('relation', '=', 'head')
    .where('personId', '<>', person.id)
    .where('validTo', 'is', null)
    .executeTakeFirst()
  if (!head) return 'head'
  return householdId === person.householdId ? before : 'unknown'
}
