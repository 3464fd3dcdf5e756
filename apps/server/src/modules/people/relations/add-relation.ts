import type { relationRoutes } from '@linli/contract/people-relations'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { scopeOf } from '../../../platform/command/placed.ts'
import { type CommandTx, runCommand } from '../../../platform/command/run-command.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { todayIn } from '../../areas/index.ts'
import { Faults } from '../checks.ts'
import { lockPerson, type PersonRow } from '../queries.ts'
import { type RelationKind, rowFor } from './sides.ts'

type Input = RouteParsed<typeof relationRoutes.addRelation>

/** Birth parents, step-parents and adoptive parents; a fifth is a mistake. */
const MOST_PARENTS = 4
const OF_AGE = 18

/** A dated fact between two files, both within reach of whoever records it. */
export async function addRelation(ctx: Ctx, input: Input): Promise<{ done: true }> {
  const today = await todayIn(ctx.deps, ctx.countyId)
  const { personId, otherId, as, validFrom } = input
  const faults = new Faults()
  if (otherId === personId) faults.add('otherId', 'own_relative')
  if (validFrom > today) faults.add('validFrom', 'day_future')
  faults.refuse()
  const { kind, turned } = rowFor(as)
  return runCommand(ctx, input.commandId, async (tx) => {
    // In the order of their ids: two clerks who relate the same people wait for each other.
    const files = new Map<string, PersonRow>()
    for (const id of [personId, otherId].toSorted()) files.set(id, await lockPerson(tx.db, ctx, 'register.change', id))
    // Both were locked just above.
    const [one, other] = [files.get(personId) as PersonRow, files.get(otherId) as PersonRow]
    const [person, relative] = turned ? [other, one] : [one, other]
    await refuseImpossible(tx, ctx.countyId, { kind, person, relative, validFrom, today, files: [one, other] })
    await tx.db
      .insertInto('personRelations')
      .values({
        countyId: ctx.countyId,
        id: input.relationId,
        personId: person.id,
        otherId: relative.id,
        kind,
        validFrom,
        knownHow: input.knownHow,
        byId: ctx.actor.id,
      })
      .execute()
    tx.publish({
      module: 'people',
      kind: 'relation.added',
      subjectKind: 'person',
      subjectId: personId,
      scope: [...new Set([...scopeOf(one), ...scopeOf(other)])],
    })
    return { done: true as const }
  })
}

interface Asked {
  readonly kind: RelationKind
  readonly person: PersonRow
  /** Who is the parent, spouse, guardian or carer. */
  readonly relative: PersonRow
  readonly validFrom: string
  readonly today: string
  /** Of the same two: whose file is open, and the one that was chosen. */
  readonly files: readonly [PersonRow, PersonRow]
}

/** @throws Problem `input.invalid` for what cannot be between two people as their files stand */
async function refuseImpossible(tx: CommandTx, countyId: number, asked: Asked): Promise<void> {
  const { kind, person, relative, validFrom, today, files } = asked
  const faults = new Faults()
  if (files.some(({ state }) => state === 'merged')) faults.add('otherId', 'merged_file')
  if (files.some(({ birthOn }) => birthOn !== null && validFrom < birthOn)) faults.add('validFrom', 'before_birth')
  const bothBorn = person.birthOn !== null && relative.birthOn !== null
  if (kind === 'parent' && bothBorn && (relative.birthOn ?? '') >= (person.birthOn ?? ''))
    faults.add('otherId', 'parent_younger')
  if (kind === 'guardian' && relative.birthOn !== null && yearsOn(today, relative.birthOn) < OF_AGE)
    faults.add('otherId', 'guardian_minor')
  const known = await relationsOf(tx.db, countyId, [person.id, relative.id])
  const between = known.filter(({ personId, otherId }) => isPair([personId, otherId], [person.id, relative.id]))
  const same = between.filter((row) => row.kind === kind && (kind === 'spouse' || row.personId === person.id))
  if (same.length > 0) faults.add('otherId', 'related_already')
  else if (isKin(kind) && between.some((row) => isKin(row.kind))) faults.add('otherId', 'related_otherwise')
  else if (kind === 'spouse' && known.some((row) => row.kind === 'spouse')) faults.add('otherId', 'married_already')
  const parents = known.filter((row) => row.kind === 'parent' && row.personId === person.id)
  if (kind === 'parent' && same.length === 0 && parents.length >= MOST_PARENTS) faults.add('otherId', 'parents_enough')
  if (faults.isEmpty && (await closesCircle(tx.db, countyId, asked))) faults.add('otherId', 'relation_circle')
  faults.refuse()
}

/** Of which two people have one at most between them. */
const isKin = (kind: RelationKind) => kind === 'parent' || kind === 'spouse'
const isPair = (two: readonly string[], ids: readonly string[]) => two.every((id) => ids.includes(id))
const yearsOn = (today: string, birthOn: string) =>
  Temporal.PlainDate.from(birthOn).until(today, { largestUnit: 'years' }).years

interface Row {
  readonly personId: string
  readonly otherId: string
  readonly kind: RelationKind
}

/** What holds now of either. */
async function relationsOf(tx: Tx, countyId: number, ids: readonly string[]): Promise<Row[]> {
  const { rows } = await sql<Row>`
    SELECT person_id, other_id, kind FROM person_relations
    WHERE county_id = ${countyId} AND valid_to IS NULL
      AND (person_id = any(${[...ids]}::uuid[]) OR other_id = any(${[...ids]}::uuid[]))`.execute(tx)
  return rows
}

/**
 * Nobody descends from themselves, over however many generations, and nobody is in the care of their own ward. Who was
 * somebody's parent until an adoption stays their forebear.
 */
async function closesCircle(tx: Tx, countyId: number, { kind, person, relative }: Asked): Promise<boolean> {
  if (kind !== 'parent' && kind !== 'guardian') return false
  const counts = kind === 'parent' ? sql`r.ended_how IS DISTINCT FROM 'mistake'` : sql`r.valid_to IS NULL`
  const { rows } = await sql`
    WITH RECURSIVE above (id) AS (
      SELECT ${relative.id}::uuid
      UNION
      SELECT r.other_id FROM above
      JOIN person_relations r ON r.county_id = ${countyId} AND r.person_id = above.id AND r.kind = ${kind} AND ${counts}
    )
    SELECT FROM above WHERE id = ${person.id}`.execute(tx)
  return rows.length > 0
}
