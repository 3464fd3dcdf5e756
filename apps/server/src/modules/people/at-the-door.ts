import type { VisitPart } from '@linli/contract/fieldwork-shapes'
import { sql } from 'kysely'
import { attempt } from '../../platform/command/attempt.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { CommandTx } from '../../platform/command/run-command.ts'
import type { Db, Tx } from '../../platform/database/database.ts'
import { mask } from '../../platform/mask.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { areaPath, todayIn } from '../areas/index.ts'
import { joinHousehold } from './add-household.ts'
import { changeFacts } from './change-household.ts'
import { changeWithin } from './change-residence.ts'
import { checkedDocument, checkedPerson, Faults } from './checks.ts'
import { moveFrom } from './move-person.ts'
import { mayOn, type Place, type RegisterPermission, withinReach } from './policy.ts'
import { lockHousehold, lockPerson, type PersonRow } from './queries.ts'
import { checkSaying, sayOfPerson } from './say-of-person.ts'
import type { Seen } from './weigh.ts'

type SubjectKind = 'grid' | 'household' | 'person' | 'organisation'

/** Where a visit goes. */
export interface Door extends Place {
  readonly gridId: string
  readonly householdId: string | null
  /** Address or name of the place; never of a person. */
  readonly title: string
}

const tables = { household: 'households', person: 'persons', organisation: 'organisations' } as const

/** The place of a subject within reach. @throws Problem `register.not_found` */
export async function doorOf(
  db: Db,
  ctx: Ctx,
  permission: RegisterPermission,
  subject: { kind: SubjectKind; id: string },
): Promise<Door> {
  if (subject.kind === 'grid') {
    const path = await areaPath(db, ctx.countyId, subject.id)
    if (path?.gridId !== subject.id || !mayOn(ctx.actor, permission, path)) throw new Problem('register.not_found')
    const { townId, villageId } = path
    return { townId, villageId, gridId: subject.id, householdId: null, title: '' }
  }
  const own = {
    household: sql`t.id AS household_id, t.address AS title`,
    person: sql`t.household_id,
      (SELECT h.address FROM households h WHERE h.county_id = t.county_id AND h.id = t.household_id) AS title`,
    organisation: sql`NULL::uuid AS household_id, t.name AS title`,
  }[subject.kind]
  const { rows } = await sql<Door & { gridId: string | null }>`
    SELECT t.town_id, t.village_id, t.grid_id, ${own} FROM ${sql.table(tables[subject.kind])} t
    WHERE t.id = ${subject.id} AND ${withinReach(ctx.actor, permission, 't')}`.execute(db)
  const [door] = rows
  if (!door || door.gridId === null) throw new Problem('register.not_found')
  return door
}

/** Finds what is wrong with the parts of a visit by themselves, whatever the file says. @throws Problem `input.invalid` */
export async function checkParts(ctx: Ctx, parts: readonly VisitPart[]): Promise<void> {
  const today = await todayIn(ctx.deps, ctx.countyId)
  const all = new Faults()
  for (const [index, part] of parts.entries()) {
    const faults = new Faults(`parts.${index}.`)
    if (part.kind === 'person_said') {
      await checkSaying(ctx, today, part, faults)
      checkedDocument(faults, today, part.document, part.said ?? {})
    }
    if (part.kind === 'person_added') {
      const own = new Faults(`parts.${index}.person.`)
      checkedPerson(own, today, part.person)
      faults.addAll(own)
    }
    if (part.kind === 'person_moved' && part.move.on > today) faults.add('move.on', 'day_future')
    if (part.kind === 'residence_changed' && part.change.on > today) faults.add('change.on', 'day_future')
    all.addAll(faults)
  }
  all.refuse()
}

/** What became of a part; `kept` is what still waits for a clerk. */
export interface PartResult {
  readonly state: 'applied' | 'contested' | 'refused'
  readonly problem: Problem | null
  readonly kept: VisitPart | null
  /** Of the file that it speaks of, that it made; null where it made none. */
  readonly version: number | null
}

/** Whose file a part speaks of: the person's, or else the household's. */
export const fileOf = (part: VisitPart, householdId: string | null): string | null =>
  part.kind === 'household_changed' ? householdId : part.kind === 'person_added' ? part.person.personId : part.personId

/**
 * Puts one part of a visit into the register. What others changed since the visitor's copy is not overwritten: of fields
 * both statements are kept, anything else is refused and handed back to be decided. `knows`: changes that the speaker
 * knows of although they are newer than that copy.
 */
export async function applyPart(
  tx: CommandTx,
  ctx: Ctx,
  householdId: string | null,
  part: VisitPart,
  knows: Seen,
): Promise<PartResult> {
  const outcome = await attempt(tx, (inner) => apply(inner, ctx, householdId, part, knows))
  return outcome instanceof Problem ? { state: 'refused', problem: outcome, kept: part, version: null } : outcome
}

const applied = (version: number | null): PartResult => ({ state: 'applied', problem: null, kept: null, version })

async function apply(
  tx: CommandTx,
  ctx: Ctx,
  householdId: string | null,
  part: VisitPart,
  knows: Seen,
): Promise<PartResult> {
  const today = await todayIn(ctx.deps, ctx.countyId)
  const seen: Seen = (version) => ('seenVersion' in part && version <= part.seenVersion) || knows(version)
  switch (part.kind) {
    case 'person_said': {
      const saying = await checkSaying(ctx, today, part)
      const { person, seen: seenOfIt } = await lockSpokenOf(tx.db, ctx, part.personId, seen, knows)
      const { contested, numbersWait, version } = await sayOfPerson(tx, ctx, person, saying, seenOfIt)
      if (numbersWait)
        return {
          state: 'refused',
          problem: new Problem('register.stale', { version: person.version }),
          // What was said of the rest is in the file, as holding or contested.
          kept: { ...part, said: undefined },
          version,
        }
      return { ...applied(version), state: contested.length > 0 ? 'contested' : 'applied' }
    }
    case 'person_moved': {
      const { person, seen: seenOfIt } = await lockSpokenOf(tx.db, ctx, part.personId, seen, knows)
      if (!seenOfIt(person.movedVersion)) throw new Problem('register.stale', { version: person.version })
      const outcome = await moveFrom(tx, ctx, person, { ...part.move, knownHow: part.knownHow }, today)
      return outcome === 'contested'
        ? { ...applied(person.version + 1), state: 'contested' }
        : applied(person.version + 1)
    }
    case 'residence_changed': {
      const { person, seen: seenOfIt } = await lockSpokenOf(tx.db, ctx, part.personId, seen, knows)
      if (!seenOfIt(person.movedVersion)) throw new Problem('register.stale', { version: person.version })
      await changeWithin(tx, ctx, person, { ...part.change, knownHow: part.knownHow }, today)
      return applied(person.version + 1)
    }
    case 'person_added': {
      const household = await lockHousehold(tx.db, ctx, 'register.change', householdId ?? '')
      const checked = checkedPerson(new Faults(), today, part.person)
      await joinHousehold(tx, ctx, household, part.person, checked, { how: part.knownHow, today })
      return applied(null)
    }
    case 'household_changed': {
      const household = await lockHousehold(tx.db, ctx, 'register.change', householdId ?? '')
      if (!seen(household.factsVersion)) throw new Problem('register.stale', { version: household.version })
      await changeFacts(tx, ctx, household, { ...part.change, knownHow: part.knownHow }, today)
      return applied(household.version + 1)
    }
  }
}

/** The file that a part speaks of, or the one that it has gone into since: of that one a copy of the double shows nothing. */
async function lockSpokenOf(
  tx: Tx,
  ctx: Ctx,
  personId: string,
  seen: Seen,
  knows: Seen,
): Promise<{ readonly person: PersonRow; readonly seen: Seen }> {
  const person = await lockPerson(tx, ctx, 'register.change', personId)
  if (person.mergedIntoId === null) return { person, seen }
  return { person: await lockPerson(tx, ctx, 'register.change', person.mergedIntoId), seen: knows }
}

/** What the file says now of what a part speaks of, for whoever decides between the two; numbers stay masked. */
export async function heldAgainst(
  db: Db,
  ctx: Ctx,
  householdId: string | null,
  part: VisitPart,
): Promise<Record<string, unknown>> {
  if (part.kind === 'household_changed') {
    const { rows } = await sql<Record<string, unknown>>`
      SELECT h.address, h.number, h.kind, h.visits_declined, h.head_name, h.updated_at,
        (SELECT d.tenure FROM dwellings d WHERE d.county_id = h.county_id AND d.id = h.dwelling_id) AS tenure
      FROM households h
      WHERE h.id = ${householdId} AND ${withinReach(ctx.actor, 'register.merge', 'h')}`.execute(db)
    return namesMasked(rows[0])
  }
  if (part.kind === 'person_added') return {}
  const { rows } = await sql<Record<string, unknown>>`
    SELECT p.name, p.sex, p.birth_on, p.education, p.work, p.state, p.phone_masked, p.document_kind, p.relation, p.residence_kind, p.state <> 'away' AS lives_here, p.updated_at,
      (SELECT h.address FROM households h WHERE h.county_id = p.county_id AND h.id = p.household_id) AS address
    FROM persons p WHERE p.id = (SELECT coalesce(m.merged_into_id, m.id) FROM persons m WHERE m.county_id = ${ctx.countyId} AND m.id = ${part.personId})
      AND ${withinReach(ctx.actor, 'register.merge', 'p')}`.execute(db)
  return namesMasked(rows[0])
}

function namesMasked(row: Record<string, unknown> = {}): Record<string, unknown> {
  const masked = (name: unknown) => (typeof name === 'string' ? mask.name(name) : name)
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, key === 'name' || key === 'headName' ? masked(value) : value]),
  )
}
