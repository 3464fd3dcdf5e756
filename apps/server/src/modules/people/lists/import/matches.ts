import type { ListColumn, ListMatch } from '@linli/contract/people-lists'
import { sql } from 'kysely'
import { recordAccess } from '../../../../platform/audit/access.ts'
import type { Ctx } from '../../../../platform/command/ctx.ts'
import { decodeCursor, toPage } from '../../../../platform/http/cursor.ts'
import { mask } from '../../../../platform/mask.ts'
import { needKind } from '../../fields.ts'
import { personsFor } from '../../policy.ts'
import { valueTexts } from '../export/words.ts'
import { type ListedPerson, shownValue } from './check-row.ts'
import { getImportRow } from './imports.ts'
import type { PageInput } from './report.ts'

type Values = Partial<Record<ListColumn, string>>

/** What a row says of somebody whom the register knows, as it was typed: enough to compare, no number in full. */
export function toldOf({ cells, phone }: ListedPerson, differs: readonly ListColumn[]): Values {
  const shown = (column: ListColumn) =>
    column === 'phone' && phone !== null ? mask.phone(phone) : shownValue(column, cells)
  return Object.fromEntries((['name', ...differs] as const).map((column) => [column, shown(column)]))
}

interface HeldRow {
  readonly row: number
  readonly personId: string
  readonly householdId: string | null
  readonly why: ListMatch['why']
  readonly differs: ListColumn[]
  readonly told: Values
  readonly name: string
  readonly sex: string
  readonly birthYear: number | null
  readonly documentKind: string
  readonly phoneMasked: string | null
  readonly relation: string | null
  readonly residenceKind: string | null
  readonly state: string
  readonly diedOn: string | null
  readonly address: string | null
  readonly needs: readonly { readonly kind: string; readonly until: string }[]
}

/** Rows beside the existing files. It names people: that somebody looked is written down before it leaves. */
export async function listMatches(ctx: Ctx, { importId, cursor, limit }: PageInput) {
  await getImportRow(ctx, importId)
  const [after] = cursor === undefined ? [0] : decodeCursor(cursor, ['number'])
  return ctx.db.transaction().execute(async (tx) => {
    const { rows } = await sql<HeldRow>`
      SELECT m.line AS row, m.person_id, m.why, m.differs, m.told, persons.name, persons.sex,
        extract(year FROM persons.birth_on)::int AS birth_year, persons.document_kind, persons.phone_masked, persons.relation,
        persons.residence_kind, persons.state, persons.died_on, persons.household_id, h.address,
        coalesce((SELECT json_agg(json_build_object('kind', n.kind, 'until', n.valid_to) ORDER BY n.valid_to) FROM person_needs n
          WHERE n.county_id = m.county_id AND n.person_id = m.person_id AND n.ended_at IS NULL), '[]') AS needs
      FROM register_import_matches m
      JOIN persons ON persons.county_id = m.county_id AND persons.id = m.person_id AND ${personsFor(ctx.actor, 'register.import')}
      LEFT JOIN households h ON h.county_id = persons.county_id AND h.id = persons.household_id
      WHERE m.county_id = ${ctx.countyId} AND m.import_id = ${importId} AND m.line > ${after}
      ORDER BY m.line LIMIT ${limit + 1}`.execute(tx)
    const page = toPage(rows, limit, (row) => [row.row])
    await recordAccess(tx, ctx, {
      purpose: 'register.import',
      subjectKind: 'person',
      subjectIds: page.items.map((row) => row.personId),
      fieldGroup: 'basic',
    })
    return { items: page.items.map((row) => besideHeld(row, ctx.locale)), next: page.next }
  })
}

function besideHeld(row: HeldRow, locale: Ctx['locale']): ListMatch {
  const { personId, householdId, why, differs, told, birthYear, address } = row
  const word = (code: string | null) => (code === null ? '' : (valueTexts[code]?.[locale] ?? code))
  const needs = row.needs.map(({ kind, until }) => `${needKind(kind)?.names[locale] ?? kind} ${until}`).join(' ')
  const held: Values = {
    name: mask.name(row.name),
    sex: word(row.sex),
    birthOn: birthYear === null ? '' : `${birthYear}-**-**`,
    documentNumber: row.documentKind === 'unknown' ? word('unknown') : `${word(row.documentKind)} ****`,
    phone: row.phoneMasked ?? '',
    relation: word(row.relation),
    residenceKind: word(row.residenceKind),
    livesHere: word(row.state),
    diedOn: row.diedOn ?? '',
    address: address ?? '',
    needKind: needs,
    needUntil: needs,
  }
  const compared = Object.fromEntries(differs.map((column) => [column, held[column] ?? '']))
  return {
    row: row.row,
    personId,
    householdId,
    why,
    title: mask.name(row.name),
    birthYear,
    address,
    differs,
    told,
    held: compared,
  }
}
