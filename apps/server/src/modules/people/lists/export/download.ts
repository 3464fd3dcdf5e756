import type { ExportGroup, registerExportRoutes } from '@linli/contract/people-lists'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import { recordAccess } from '../../../../platform/audit/access.ts'
import type { Ctx } from '../../../../platform/command/ctx.ts'
import { recordWork } from '../../../../platform/command/run-command.ts'
import { countyOf } from '../../../../platform/county/county.ts'
import { csvRow } from '../../../../platform/csv.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { Problem } from '../../../../platform/problem/problem.ts'
import { areaNames } from '../../../areas/index.ts'
import { personsFor } from '../../policy.ts'
import { openVault } from '../../vault.ts'
import { exportReach, lockExport } from './exports.ts'
import { columnTexts, marks, valueTexts } from './words.ts'

type Input = RouteParsed<typeof registerExportRoutes.downloadExport>

/** Persons whose sealed values are opened at once: what the vault has opened, it looks up again for every value. */
const OPENED_AT_ONCE = 200

interface Line {
  readonly id: string
  readonly name: string
  readonly sex: 'male' | 'female' | 'unknown'
  readonly birthOn: string | null
  readonly villageId: string | null
  readonly gridId: string | null
  readonly address: string | null
  readonly householdNumber: string | null
  readonly relation: string | null
  readonly residenceKind: string | null
  readonly documentKind: string
  readonly phoneMasked: string | null
}

/**
 * Makes the list anew at each download, of those persons who were asked for and are still within reach. Each is written
 * down, with the persons, before the list leaves. No command: its answer would be kept, and the list with it.
 */
export async function downloadExport(ctx: Ctx, { exportId }: Input) {
  if (exportReach(ctx.actor) === null) throw new Problem('export.not_found')
  return ctx.db.transaction().execute(async (tx) => {
    const wanted = await lockExport(tx, ctx, exportId, 'own')
    const now = ctx.deps.now()
    const open = wanted.state === 'ready' && wanted.expiresAt !== null && wanted.expiresAt > now.toISOString()
    if (!open) throw new Problem('export.wrong_state', { state: wanted.state })
    const lines = await linesOf(tx, ctx, exportId)
    const reason = `${wanted.number} ${wanted.words}`
    await recordAccess(tx, ctx, {
      purpose: 'register.export',
      reason,
      subjectKind: 'person',
      subjectIds: lines.map((line) => line.id),
      fieldGroup: wanted.groups.join(','),
    })
    const sealed = await sealedValues(tx, ctx, wanted.groups, lines, reason)
    await sql`
      UPDATE register_exports SET downloads = downloads + 1 WHERE county_id = ${ctx.countyId} AND id = ${exportId}`.execute(
      tx,
    )
    await recordWork(tx, ctx, async (work) => work.subject('register_export', exportId))
    const { timeZone, name } = await countyOf(ctx.deps, ctx.countyId)
    const at = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(now)
    const mark = marks[ctx.locale]({
      number: wanted.number,
      by: ctx.actor.name,
      at,
      words: wanted.words,
      persons: lines.length,
    })
    return {
      filename: `${name}-${wanted.number}.csv`,
      csv: `\ufeff${csvRow([mark])}${await tableOf(ctx, wanted.groups, lines, sealed)}`,
      persons: lines.length,
    }
  })
}

/** In the order in which they were found: by grid and household. */
async function linesOf(tx: Tx, ctx: Ctx, exportId: string): Promise<Line[]> {
  const { rows } = await sql<Line>`
    SELECT persons.id, persons.name, persons.sex, persons.birth_on, persons.village_id, persons.grid_id, h.address,
      h.number AS household_number, persons.relation, persons.residence_kind, persons.document_kind, persons.phone_masked
    FROM register_exports e
    CROSS JOIN LATERAL unnest(e.person_ids) WITH ORDINALITY w(id, place)
    JOIN persons ON persons.county_id = e.county_id AND persons.id = w.id AND persons.state <> 'merged'
      AND ${personsFor(ctx.actor, 'register.export')}
    LEFT JOIN households h ON h.county_id = e.county_id AND h.id = persons.household_id
    WHERE e.county_id = ${ctx.countyId} AND e.id = ${exportId}
    ORDER BY w.place`.execute(tx)
  return rows
}

/** Document and phone of each, where their groups were asked for and agreed to. */
async function sealedValues(
  tx: Tx,
  ctx: Ctx,
  groups: readonly ExportGroup[],
  lines: readonly Line[],
  reason: string,
): Promise<ReadonlyMap<string, string>> {
  const wanted = groups.filter((group) => group !== 'basic')
  const values = new Map<string, string>()
  if (wanted.length === 0) return values
  for (let at = 0; at < lines.length; at += OPENED_AT_ONCE) {
    const personIds = lines.slice(at, at + OPENED_AT_ONCE).map((line) => line.id)
    const vault = await openVault(tx, ctx, { purpose: 'export', groups: wanted, personIds, reason })
    if (!vault) throw new Problem('vault.closed')
    for (const { personId, field, value } of await vault.values()) values.set(`${personId} ${field}`, value)
  }
  return values
}

async function tableOf(
  ctx: Ctx,
  groups: readonly ExportGroup[],
  lines: readonly Line[],
  sealed: ReadonlyMap<string, string>,
): Promise<string> {
  const { locale } = ctx
  const areas = await areaNames(
    ctx.deps,
    ctx.countyId,
    lines.flatMap((line) => [line.villageId ?? [], line.gridId ?? []].flat()),
  )
  const named = (id: string | null) => (id === null ? null : (areas.get(id) ?? null))
  const word = (code: string | null) => (code === null ? null : (valueTexts[code]?.[locale] ?? code))
  const has = (group: ExportGroup) => groups.includes(group)
  const head = [
    ...columnTexts.basic,
    ...(has('identity') ? columnTexts.identity : []),
    ...(has('contact') ? columnTexts.contact : []),
  ].map((text) => text[locale])
  const rows = lines.map((line) => [
    named(line.villageId),
    named(line.gridId),
    line.address,
    line.householdNumber,
    line.name,
    word(line.sex),
    line.birthOn,
    word(line.relation),
    word(line.residenceKind),
    ...(has('identity') ? [word(line.documentKind), numberOf(sealed.get(`${line.id} document`))] : []),
    ...(has('contact') ? [sealed.get(`${line.id} phone`) ?? null] : []),
  ])
  return [head, ...rows].map(csvRow).join('')
}

/** Sealed is kind:number. */
const numberOf = (document: string | undefined) => document?.slice(document.indexOf(':') + 1) ?? null
