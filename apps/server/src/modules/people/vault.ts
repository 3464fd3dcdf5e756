import type { FieldGroup, KnownHow } from '@linli/contract/people'
import { sql } from 'kysely'
import { randomBytes } from 'node:crypto'
import { type Ctx, sessionCookie } from '../../platform/command/ctx.ts'
import { newId } from '../../platform/crypto/id.ts'
import { type IndexKind, indexKey } from '../../platform/crypto/index-keys.ts'
import { keyedHash } from '../../platform/crypto/keys.ts'
import { seal, unseal } from '../../platform/crypto/seal.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { Deps } from '../../platform/deps.ts'
import { Problem } from '../../platform/problem/problem.ts'

export interface VaultRequest {
  /** A purpose of vault.purposes; it decides the permission and the groups that may be opened. */
  readonly purpose: 'upkeep' | 'service' | 'visit' | 'merge' | 'rights' | 'export' | 'emergency' | 'own'
  readonly groups: readonly FieldGroup[]
  readonly personIds: readonly string[]
  readonly reason: string
  readonly caseId?: string | undefined
}

export interface VaultValue {
  readonly personId: string
  readonly field: string
  readonly group: FieldGroup
  readonly value: string
  readonly validFrom: string
  readonly knownHow: KnownHow
  readonly recordedAt: string
}

export interface OpenVault {
  /** Those of the persons asked for that were opened. */
  readonly personIds: readonly string[]
  /** The latest of each field, opened; of a person with several files, whichever holds it, under the file that stands. */
  values(): Promise<VaultValue[]>
}

const KEY_BYTES = 32
/** Where a wrapped key belongs: one that was copied to somebody else does not open. */
export const keyContext = (countyId: number, personId: string, keyId: string) =>
  `vault.keys:${countyId}:${personId}:${keyId}`
const factContext = (countyId: number, personId: string, field: string, id: string) =>
  `vault.facts:${countyId}:${personId}:${field}:${id}`

/**
 * Opens the vault for the rest of this transaction: the database itself finds out from the session who asks, what the
 * purpose lets them open and whom they reach, and writes it down first. Null when nothing may be opened; of whom and why
 * nothing is said.
 */
export async function openVault(tx: Tx, ctx: Ctx, request: VaultRequest): Promise<OpenVault | null> {
  const token = sessionToken(ctx)
  if (token === null || request.personIds.length === 0) return null
  const { rows } = await sql<{ opened: string[] }>`
    SELECT vault.open(${ctx.countyId}, ${token}, ${request.purpose}, ${[...request.groups]}::text[],
      ${[...request.personIds]}::uuid[], ${request.reason}, ${request.caseId ?? null}::uuid, ${ctx.requestId}) AS opened`.execute(
    tx,
  )
  const personIds = rows[0]?.opened ?? []
  return personIds.length === 0 ? null : { personIds, values: () => openedValues(tx, ctx, personIds) }
}

/** What the functions of the vault find the session by; null for work without a browser. */
export function sessionToken(ctx: Ctx): Buffer | null {
  const token = ctx.http?.cookie(sessionCookie[ctx.actor.kind === 'resident' ? 'resident' : 'staff'])
  return token === undefined ? null : Buffer.from(token)
}

interface SealedRow extends Omit<VaultValue, 'value'> {
  readonly id: string
  readonly sealed: Buffer
  readonly sealedFor: string
  readonly keyId: string
  readonly wrapped: Buffer
  readonly master: string
}

async function openedValues(tx: Tx, ctx: Ctx, personIds: readonly string[]): Promise<VaultValue[]> {
  const { rows } = await sql<SealedRow>`
    SELECT DISTINCT ON (coalesce(p.merged_into_id, p.id), f.field) coalesce(p.merged_into_id, p.id) AS person_id, f.id,
      f.person_id AS sealed_for, f.field, f.field_group AS "group", f.sealed, f.valid_from, f.known_how, f.recorded_at, f.key_id, k.wrapped, k.master
    FROM vault.facts f
    JOIN vault.keys k ON k.county_id = f.county_id AND k.id = f.key_id
    JOIN persons p ON p.county_id = f.county_id AND p.id = f.person_id
    JOIN persons h ON h.county_id = p.county_id AND h.id = coalesce(p.merged_into_id, p.id)
    LEFT JOIN person_records r ON r.county_id = f.county_id AND r.id = f.record_id
    WHERE f.county_id = ${ctx.countyId} AND f.person_id = any(${[...personIds]}::uuid[])
      AND (f.record_id IS NULL OR r.standing = 'holds')
      -- What somebody withdrew stays sealed: the file says that there is none.
      AND NOT (f.field = 'phone' AND h.phone_masked IS NULL) AND NOT (f.field = 'document' AND h.document_kind IN ('none', 'unknown'))
    ORDER BY coalesce(p.merged_into_id, p.id), f.field, coalesce(r.decided_at, f.recorded_at) DESC, f.id DESC`.execute(
    tx,
  )
  const keys = await ctx.deps.masterKeys.unwrap(
    rows.map(({ wrapped, master, sealedFor, keyId }) => ({
      wrapped,
      master,
      context: keyContext(ctx.countyId, sealedFor, keyId),
    })),
  )
  return rows.map(({ id, sealed, sealedFor, keyId: _key, wrapped: _wrapped, master: _master, ...row }, index) => {
    const value = unseal(keys[index] as Buffer, sealed, factContext(ctx.countyId, sealedFor, row.field, id))
    if (value === null) throw new Problem('vault.closed')
    return { ...row, value }
  })
}

export interface NewFact {
  readonly field: string
  readonly group: FieldGroup
  readonly value: string
  readonly validFrom: string
  readonly knownHow: KnownHow
}

export interface FactsOf {
  readonly personId: string
  readonly facts: readonly NewFact[]
}

export interface SealedRows {
  readonly keys: { id: string; personId: string; master: string; wrapped: Buffer }[]
  readonly facts: {
    id: string
    personId: string
    field: string
    fieldGroup: FieldGroup
    keyId: string
    sealed: Buffer
    validFrom: string
    knownHow: KnownHow
  }[]
}

/**
 * Seals what was told of each person under a key of their own, wrapped under the master key. A new key each time: whoever
 * writes need not be able to read what is there.
 */
export async function sealFacts(deps: Deps, countyId: number, told: readonly FactsOf[]): Promise<SealedRows> {
  const { masterKeys } = deps
  const fresh = told
    .filter(({ facts }) => facts.length > 0)
    .map(({ personId, facts }) => ({ id: newId(), personId, facts, key: randomBytes(KEY_BYTES) }))
  const { master, wrapped } = await masterKeys.wrap(
    fresh.map(({ id, personId, key }) => ({ key, context: keyContext(countyId, personId, id) })),
  )
  return {
    keys: fresh.map(({ id, personId }, index) => ({
      id,
      personId,
      master,
      wrapped: wrapped[index] as Buffer,
    })),
    facts: fresh.flatMap(({ id: keyId, personId, facts, key }) =>
      facts.map(({ field, group, value, validFrom, knownHow }) => {
        const id = newId()
        const sealed = seal(key, value, factContext(countyId, personId, field, id), masterKeys.suite)
        return { id, personId, field, fieldGroup: group, keyId, sealed, validFrom, knownHow }
      }),
    ),
  }
}

/** Puts sealed rows into the vault; reading them back is another matter. */
export async function insertSealed(
  tx: Tx,
  ctx: Ctx,
  rows: SealedRows,
  importId: string | null = null,
  recordId: string | null = null,
): Promise<void> {
  if (rows.keys.length === 0) return
  const { keys, facts } = rows
  await sql`
    INSERT INTO vault.keys (county_id, id, person_id, master, wrapped)
    SELECT ${ctx.countyId}, * FROM unnest(${keys.map((k) => k.id)}::uuid[], ${keys.map((k) => k.personId)}::uuid[],
      ${keys.map((k) => k.master)}::text[], ${keys.map((k) => k.wrapped)}::bytea[])`.execute(tx)
  await sql`
    INSERT INTO vault.facts (county_id, id, person_id, field, field_group, key_id, sealed, valid_from, known_how, recorded_at, by_kind, by_id, import_id, record_id)
    SELECT ${ctx.countyId}, f.*, clock_timestamp(), ${ctx.actor.kind}, ${ctx.actor.id}::uuid, ${importId}::uuid, ${recordId}::uuid
    FROM unnest(${facts.map((f) => f.id)}::uuid[], ${facts.map((f) => f.personId)}::uuid[], ${facts.map((f) => f.field)}::text[],
      ${facts.map((f) => f.fieldGroup)}::text[], ${facts.map((f) => f.keyId)}::uuid[], ${facts.map((f) => f.sealed)}::bytea[],
      ${facts.map((f) => f.validFrom)}::date[], ${facts.map((f) => f.knownHow)}::text[]) f`.execute(tx)
}

/** What finds a file by a whole number without holding the number. The key never stands in the database. */
export function blindIndex(deps: Deps, kind: IndexKind, normalised: string): Buffer {
  return keyedHash(indexKey(deps.config, kind), normalised)
}
