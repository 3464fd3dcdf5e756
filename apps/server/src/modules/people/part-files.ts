import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { Tx } from '../../platform/database/database.ts'
import { type Moved, type Numbers, refreshFiles } from './merge-files.ts'

/** A merge that stands. */
export interface Standing {
  readonly id: string
  readonly before: Moved
}

/** The merges by which everybody of one file came into it, at once or by way of another; locked. */
export async function standingMerges(tx: Tx, countyId: number, holderId: string): Promise<Standing[]> {
  const { rows } = await sql<Standing>`
    SELECT d.id, d.before FROM persons p
    JOIN duplicates d ON d.county_id = p.county_id AND d.other_id = p.id AND d.state = 'merged'
    WHERE p.county_id = ${countyId} AND p.merged_into_id = ${holderId} ORDER BY d.id FOR UPDATE OF d`.execute(tx)
  return rows
}

/** Of them the ones through which a file went on into the holder, in their order. */
function linksFrom(fileId: string, standing: readonly Standing[]): Standing[] {
  const link = standing.find(({ before }) => before.otherId === fileId)
  return link ? [link, ...linksFrom(link.before.keptId, standing)] : []
}

const endedBy = ({ ended }: Moved): readonly string[] => [ended ?? []].flat()

/**
 * Takes a double out of the file that holds it: the one it was merged into, or the one into which that was merged since. What
 * was done meanwhile stands; so do the merges of that file which are not undone, and go along where they are the double's own.
 */
export async function partFiles(
  tx: Tx,
  ctx: Ctx,
  moved: Moved,
  holderId: string,
  standing: readonly Standing[],
): Promise<void> {
  const isOwn = ({ before }: Standing) => moved.doubles?.includes(before.otherId) ?? false
  const own = standing.filter(isOwn)
  const others = standing.filter((one) => !isOwn(one))
  const links = linksFrom(moved.keptId, others)
  const { countyId } = ctx
  const { otherId } = moved
  // Only what the holder still has: other rows have gone back with a merge of before.
  const back = (table: string, ids: readonly string[] = [], column = 'person_id') =>
    sql`UPDATE ${sql.table(table)} SET ${sql.ref(column)} = ${otherId}
      WHERE county_id = ${countyId} AND ${sql.ref(column)} = ${holderId} AND id = any(${[...ids]}::uuid[])`.execute(tx)
  await back('residences', moved.residences)
  await back('person_records', moved.records)
  await back('person_needs', moved.needs)
  await back('person_relations', moved.relations)
  await back('person_relations', moved.elsewhere, 'other_id')
  await back('persons', moved.doubles, 'merged_into_id')
  await sql`
    INSERT INTO person_relations
    SELECT * FROM jsonb_populate_recordset(NULL::person_relations, ${JSON.stringify(moved.between ?? [])}::jsonb)
    ON CONFLICT DO NOTHING`.execute(tx)
  await giveKeysBack(tx, countyId, moved, holderId, links, others)
  await giveNumbersBack(tx, countyId, [moved, ...links.map(({ before }) => before)])
  await sql`
    UPDATE persons SET state = ${moved.otherState}, merged_into_id = NULL, version = version + 1
    WHERE county_id = ${countyId} AND id = ${otherId}`.execute(tx)
  await sql`SELECT vault.follow_merged(${countyId}, ${otherId})`.execute(tx)
  await sql`DELETE FROM duplicates WHERE county_id = ${countyId} AND state = 'open' AND id = any(${[...(moved.pairs ?? [])]}::uuid[])`.execute(
    tx,
  )
  const waiting = await reopen(tx, countyId, [moved, ...standing.map(({ before }) => before)].flatMap(endedBy))
  for (const { id, before } of own) await note(tx, countyId, id, { ...before, ended: waiting })
  await forget(tx, countyId, moved, links, others, waiting)
  await refreshFiles(tx, countyId, [holderId, otherId], moved.residences)
}

type Key = Moved['keys'][number]
const keyIn = ({ keys }: Moved, key: Key) => keys.find(({ kind, digest }) => kind === key.kind && digest === key.digest)
/** Whether the file would not have been found by the number, had the double not come. */
const cameBy = (key: Key, merges: readonly Moved[]) => merges.every((one) => keyIn(one, key)?.added)

/** A number that the holder or another of its doubles had shown by itself stays with it too. */
async function giveKeysBack(
  tx: Tx,
  countyId: number,
  moved: Moved,
  holderId: string,
  links: readonly Standing[],
  others: readonly Standing[],
): Promise<void> {
  for (const key of moved.keys) {
    const { kind, digest } = key
    const came = cameBy(key, [moved, ...links.map(({ before }) => before)])
    const isShared = others.some((one) => !links.includes(one) && keyIn(one.before, key))
    if (came && !isShared)
      await sql`DELETE FROM person_keys WHERE county_id = ${countyId} AND person_id = ${holderId} AND kind = ${kind} AND digest = decode(${digest}, 'hex')`.execute(
        tx,
      )
    await sql`INSERT INTO person_keys (county_id, kind, digest, person_id)
      VALUES (${countyId}, ${kind}, decode(${digest}, 'hex'), ${moved.otherId}) ON CONFLICT DO NOTHING`.execute(tx)
  }
}

/** Unless somebody has told of them since. */
async function giveNumbersBack(tx: Tx, countyId: number, merges: readonly Moved[]): Promise<void> {
  const [first] = merges
  for (const { keptId, numbers } of merges) {
    if (!numbers || !first?.numbers) return
    const { was, is } = numbers
    const { documentKind, phoneMasked } = first.numbers.is
    await sql`
      UPDATE persons SET numbers_version = version + 1,
        document_kind = CASE WHEN document_kind = ${documentKind} AND ${is.documentKind} = ${documentKind} THEN ${was.documentKind} ELSE document_kind END,
        phone_masked = CASE WHEN phone_masked = ${phoneMasked}::text AND ${is.phoneMasked} = ${phoneMasked}::text THEN ${was.phoneMasked} ELSE phone_masked END
      WHERE county_id = ${countyId} AND id = ${keptId}`.execute(tx)
  }
}

/**
 * Residences that a merge had ended are present again, the latest first, where their person has no other by now; a household
 * that has a new head keeps them. Answers those that stay ended.
 */
async function reopen(tx: Tx, countyId: number, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM residences WHERE county_id = ${countyId} AND id = any(${[...ids]}::uuid[]) AND ended_by = 'correction'
    ORDER BY valid_from DESC, id`.execute(tx)
  const waiting: string[] = []
  for (const { id } of rows) {
    const { numAffectedRows } = await sql`
      UPDATE residences r SET valid_to = NULL, ended_by = NULL,
        relation = CASE WHEN r.relation = 'head' AND EXISTS (
          SELECT FROM residences h WHERE h.county_id = r.county_id AND h.household_id = r.household_id AND h.relation = 'head' AND h.valid_to IS NULL
        ) THEN 'other' ELSE r.relation END
      WHERE r.county_id = ${countyId} AND r.id = ${id} AND NOT EXISTS (
        SELECT FROM residences o WHERE o.county_id = r.county_id AND o.person_id = r.person_id AND (o.valid_to IS NULL OR o.ended_by = 'died'))`.execute(
      tx,
    )
    if (numAffectedRows === 0n) waiting.push(id)
  }
  return waiting
}

/** The merges that stand have nothing of the double any more that they could give to somebody else, or put back. */
async function forget(
  tx: Tx,
  countyId: number,
  moved: Moved,
  links: readonly Standing[],
  others: readonly Standing[],
  waiting: readonly string[],
): Promise<void> {
  const { residences, records, needs, relations, elsewhere } = moved
  const gone = new Set([...residences, ...records, ...needs, ...relations, ...elsewhere, moved.otherId])
  const without = (ids: readonly string[] = []) => ids.filter((id) => !gone.has(id))
  for (const one of others) {
    const { id, before } = one
    const way = [moved, ...links.slice(0, Math.max(links.indexOf(one), 0)).map((link) => link.before)]
    const left: Moved = {
      ...before,
      residences: without(before.residences),
      records: without(before.records),
      needs: without(before.needs),
      relations: without(before.relations),
      elsewhere: without(before.elsewhere),
      doubles: without(before.doubles),
      keys: links.includes(one)
        ? before.keys.filter((key) => !cameBy(key, way))
        : before.keys.map((key) => ({ ...key, added: key.added || cameBy(key, way) })),
      ended: waiting,
      ...(before.numbers && moved.numbers
        ? { numbers: { ...before.numbers, was: instead(before.numbers.was, moved.numbers) } }
        : {}),
    }
    await note(tx, countyId, id, left)
  }
}

async function note(tx: Tx, countyId: number, id: string, before: Moved): Promise<void> {
  await sql`UPDATE duplicates SET before = ${JSON.stringify(before)}::jsonb WHERE county_id = ${countyId} AND id = ${id}`.execute(
    tx,
  )
}

function instead(known: Numbers, { was, is }: NonNullable<Moved['numbers']>): Numbers {
  return {
    documentKind: known.documentKind === is.documentKind ? was.documentKind : known.documentKind,
    phoneMasked: known.phoneMasked === is.phoneMasked ? was.phoneMasked : known.phoneMasked,
  }
}
