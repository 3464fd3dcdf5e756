import type { OwnField, OwnFile, rightsRoutes } from '@linli/contract/people-rights'
import { checkDocument } from '@linli/contract/identity-document'
import { normaliseName } from '@linli/contract/person-name'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { type RawBuilder, sql, type SqlBool } from 'kysely'
import { recordAccess } from '../../../platform/audit/access.ts'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { runCommand } from '../../../platform/command/run-command.ts'
import { countyOf } from '../../../platform/county/county.ts'
import { newId } from '../../../platform/crypto/id.ts'
import type { Deps } from '../../../platform/deps.ts'
import { decodeCursor, toPage } from '../../../platform/http/cursor.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { todayIn } from '../../areas/index.ts'
import { residentPhone } from '../../identity/index.ts'
import { listFields, needNames, standardFields } from '../fields.ts'
import { familyOf } from '../queries.ts'
import { relativesSql, relativesText } from '../relations/own-relatives.ts'
import { blindIndex, openVault, sessionToken } from '../vault.ts'
import { stillLinked } from './guardians.ts'
import { tellLinked } from './links.ts'

type Input<N extends keyof typeof rightsRoutes> = RouteParsed<(typeof rightsRoutes)[N]>
type Output<N extends keyof typeof rightsRoutes> = RouteOutput<(typeof rightsRoutes)[N]>

const CLAIMS_A_DAY = 5
const CLAIM_DAYS = 30

/**
 * Binds the resident to the file that has this number, this name and the phone that they have proved. Whatever does not
 * fit, the answer is the same, and five tries a day are all: nobody learns whose number is registered.
 */
export async function claimFile(ctx: Ctx, input: Input<'claimFile'>): Promise<{ done: true }> {
  await refuseTooMany(ctx)
  const phone = await residentPhone(ctx.db, ctx)
  const checked = checkDocument(input.document.kind, input.document.number, await todayIn(ctx.deps, ctx.countyId))
  const number = checked.ok ? checked.number : ''
  return runCommand(ctx, input.commandId, async (tx) => {
    const { rows } = await sql<{ personId: string | null }>`
      SELECT vault.claim(${ctx.countyId}, ${sessionToken(ctx)}, ${normaliseName(input.name)},
        ${blindIndex(ctx.deps, 'document', number)}, ${blindIndex(ctx.deps, 'phone', phone ?? '')}) AS person_id`.execute(
      tx.db,
    )
    const personId = rows[0]?.personId
    if (!personId || number === '') throw new Problem('claim.no_match')
    if (ctx.actor.id !== null) await tellLinked(tx.db, ctx, personId, ctx.actor.id)
    tx.subject('person', personId)
    return { done: true as const }
  })
}

// Counted outside the command: a try that fails counts all the same. One after the other, so that many at once do not all
// find the same count.
async function refuseTooMany(ctx: Ctx): Promise<void> {
  const now = ctx.deps.now().toISOString()
  const tries = await ctx.deps.db.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(hashtext('file claims'), hashtext(${ctx.actor.id}))`.execute(tx)
    await sql`
      INSERT INTO file_claims (county_id, id, resident_id, at)
      VALUES (${ctx.countyId}, ${newId()}, ${ctx.actor.id}::uuid, ${now}::timestamptz)`.execute(tx)
    const { rows } = await sql<{ tries: number }>`
      SELECT count(*)::int AS tries FROM file_claims
      WHERE county_id = ${ctx.countyId} AND resident_id = ${ctx.actor.id}::uuid AND at > ${now}::timestamptz - interval '1 day'`.execute(
      tx,
    )
    return rows[0]?.tries ?? 0
  })
  if (tries > CLAIMS_A_DAY) throw new Problem('claim.throttled')
}

/** Tries are counted by the day; a month later nobody asks for them. */
export async function purgeClaims(deps: Deps): Promise<void> {
  await deps.db
    .deleteFrom('fileClaims')
    .where('countyId', '=', deps.config.countyId)
    .where('at', '<', new Date(deps.now().getTime() - CLAIM_DAYS * 86_400_000).toISOString())
    .execute()
}

interface OwnRow {
  readonly personId: string
  readonly asGuardian: boolean
  readonly name: string
  readonly sex: string
  readonly birthOn: string | null
  readonly documentKind: string
  readonly phoneMasked: string | null
  readonly education: string | null
  readonly work: string | null
  readonly needs: readonly string[]
  readonly relatives: readonly string[]
  readonly extra: Readonly<Record<string, string | number | boolean | null>>
  readonly state: string
  readonly address: string | null
}

/** Everything that is held of the resident, and of a child they answer for; no relative comes along. */
export async function listOwnFiles(ctx: Ctx): Promise<{ items: OwnFile[] }> {
  const fields = (await listFields(ctx.db, ctx.countyId))
    .filter((field) => field.subject === 'person')
    .toSorted((a, b) => placeOf(a.code) - placeOf(b.code))
  const today = await todayIn(ctx.deps, ctx.countyId)
  const rows = await ctx.deps.db.transaction().execute(async (tx) => {
    const found = await sql<OwnRow>`
      SELECT p.id AS person_id, l.as_guardian, p.name, p.sex, p.birth_on, p.document_kind, p.phone_masked, p.education, p.work,
        p.extra, ARRAY(SELECT n.kind FROM person_needs n WHERE n.county_id = p.county_id AND n.person_id = p.id
          AND n.ended_at IS NULL AND n.valid_to > ${today}::date ORDER BY n.valid_from) AS needs, ${relativesSql} AS relatives, p.state, h.address
      FROM resident_persons l
      JOIN persons p ON p.county_id = l.county_id AND p.id = l.person_id
      LEFT JOIN households h ON h.county_id = p.county_id AND h.id = p.household_id
      WHERE l.county_id = ${ctx.countyId} AND l.resident_id = ${ctx.actor.id}::uuid AND ${stillLinked(today)}
        AND p.state <> 'merged'
      ORDER BY l.as_guardian, p.id`.execute(tx)
    const subjectIds = found.rows.map(({ personId }) => personId)
    await recordAccess(tx, ctx, { purpose: 'own', subjectKind: 'person', subjectIds, fieldGroup: 'basic' })
    return found.rows
  })
  return {
    items: rows.map((row) => ({
      personId: row.personId,
      asGuardian: row.asGuardian,
      name: row.name,
      fields: fields.map(({ code, names, purposes, basis, owner, retention, storage, group }): OwnField => ({
        code,
        names,
        purposes,
        basis,
        owner,
        retention,
        value: storage === 'extra' ? ownExtra(row, code) : valueOf(row, code, ctx.locale),
        sealed: storage === 'sealed' && group !== 'basic' ? group : null,
      })),
    })),
  }
}

// As the platform's catalogue has them, a name before all else; what the county added comes last.
const inOrder = standardFields().flatMap(({ subject, code }) => (subject === 'person' ? [code] : []))
const placeOf = (code: string) => (inOrder.includes(code) ? inOrder.indexOf(code) : inOrder.length)

function needsOf({ needs }: OwnRow, locale: 'zh' | 'en'): string | null {
  const words = needs.map((kind) => needNames()[kind]?.[locale] ?? kind)
  return words.length === 0 ? null : words.join(locale === 'zh' ? '、' : ', ')
}

function ownExtra({ extra }: OwnRow, code: string): string | null {
  const value = extra[code]
  return value === undefined || value === null ? null : String(value)
}

function valueOf(row: OwnRow, code: string, locale: 'zh' | 'en'): string | null {
  const values: Readonly<Record<string, string | null>> = {
    name: row.name,
    sex: row.sex,
    birth_on: row.birthOn,
    document_kind: row.documentKind,
    phone: row.phoneMasked,
    education: row.education,
    work: row.work,
    state: row.state,
    residence: row.address,
    needs: needsOf(row, locale),
    relatives: relativesText(row.relatives, locale),
  }
  return values[code] ?? null
}

/** The person's own sealed values. The vault itself finds out that the file is theirs. */
export async function revealOwnFile(ctx: Ctx, input: Input<'revealOwnFile'>): Promise<Output<'revealOwnFile'>> {
  await refuseForeign(ctx, input.personId)
  const values = await ctx.deps.db.transaction().execute(async (tx) => {
    const groups = ['identity', 'contact', 'health', 'child'] as const
    const personIds = await familyOf(tx, ctx.countyId, input.personId)
    const vault = await openVault(tx, ctx, { purpose: 'own', groups, personIds, reason: '本人查看' })
    return vault ? vault.values() : null
  })
  if (values === null) throw new Problem('register.not_found')
  await runCommand(ctx, input.commandId, async (tx) => {
    tx.subject('person', input.personId)
    return { done: true }
  })
  return { values: values.map(({ field, value }) => ({ field, value })) }
}

/** @throws Problem `register.not_found` for a file that is not this resident's, or not any more. */
export async function refuseForeign(ctx: Ctx, personId: string): Promise<void> {
  const { rows } = await sql`
    SELECT FROM resident_persons l JOIN persons p ON p.county_id = l.county_id AND p.id = l.person_id
    WHERE l.county_id = ${ctx.countyId} AND l.resident_id = ${ctx.actor.id}::uuid AND l.person_id = ${personId}
      AND ${stillLinked(await todayIn(ctx.deps, ctx.countyId))}`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('register.not_found')
}

/**
 * Who looked at the file, newest first: unit, duty and purpose, never a name, and nothing of anybody else; another phone too.
 */
export async function listOwnReadings(ctx: Ctx, input: Input<'listOwnReadings'>): Promise<Output<'listOwnReadings'>> {
  const { personId, cursor, limit } = input
  await refuseForeign(ctx, personId)
  const [before] = cursor === undefined ? [null] : decodeCursor(cursor, ['number'])
  const beyond = before === null ? sql<SqlBool>`true` : sql<SqlBool>`a.seq < ${before}`
  const files = await familyOf(ctx.db, ctx.countyId, personId)
  const { items, next } = await ctx.deps.db.transaction().execute(async (tx) => {
    const { rows } = await sql<Omit<Output<'listOwnReadings'>['items'][number], 'groups'> & { fieldGroup: string }>`
      SELECT a.seq, a.at, a.unit, a.duty, a.purpose, a.basis, a.case_kind, a.field_group,
        a.actor_kind = 'resident' AS by_resident,
        EXISTS (SELECT FROM rights_requests r WHERE r.county_id = a.county_id AND r.person_id = any(${files}::uuid[]) AND r.reading_seq = a.seq) AS disputed
      FROM access_log a
      WHERE ${await readingsOf(ctx, files)} AND (a.actor_kind <> 'resident' OR a.actor_id <> ${ctx.actor.id}::uuid) AND ${beyond}
      ORDER BY a.seq DESC LIMIT ${limit + 1}`.execute(tx)
    // Looking at who looked is a reading like others.
    const subject = { subjectKind: 'person', subjectIds: [personId] } as const
    await recordAccess(tx, ctx, { ...subject, purpose: 'own', fieldGroup: 'readings' })
    return toPage(rows, limit, (row) => [row.seq])
  })
  return { items: items.map(({ fieldGroup, ...row }) => ({ ...row, groups: fieldGroup.split(',') })), next }
}

/** Readings `a` of these files of one person, and of the household to which they belonged on that day. */
export async function readingsOf(ctx: Ctx, files: readonly string[]): Promise<RawBuilder<SqlBool>> {
  const { timeZone } = await countyOf(ctx.deps, ctx.countyId)
  const own = sql`${[...files]}::uuid[]`
  const homes = sql`ARRAY(SELECT household_id FROM residences WHERE county_id = ${ctx.countyId} AND person_id = any(${own}))`
  return sql<SqlBool>`(a.county_id = ${ctx.countyId} AND a.subject_ids && (${own} || ${homes}) AND (a.subject_kind = 'person'
    OR a.subject_kind = 'household' AND EXISTS (
      SELECT FROM residences h WHERE h.county_id = a.county_id AND h.person_id = any(${own}) AND h.household_id = any(a.subject_ids)
        AND h.valid_from <= (a.at AT TIME ZONE ${timeZone})::date
        AND (h.valid_to IS NULL OR h.valid_to >= (a.at AT TIME ZONE ${timeZone})::date))))`
}
