import { RegisterField } from '@linli/contract/people-fields'
import type { RetentionPeriod } from '@linli/contract/retention'
import { sql } from 'kysely'
import type { Db } from '../../../platform/database/database.ts'
import { eraseAttachments } from '../../../platform/files/index.ts'
import { mask } from '../../../platform/mask.ts'
import {
  type Counts,
  eraseElsewhere,
  type Erasing,
  type RetentionRule,
  sumOf,
} from '../../../platform/retention/index.ts'
import { eraseExtra, eraseFields, familyOf, NEEDS } from './erase-parts.ts'
import { erasePersons } from './erase-persons.ts'
import { partNames } from './part-names.ts'
import { listRules } from './list-rules.ts'

/** What the register deletes by itself, as the field catalogue of the county says: parts of a file before the file. */
export async function registerRules(db: Db, countyId: number): Promise<RetentionRule[]> {
  const rows = await db.selectFrom('registerFields').select('definition').where('countyId', '=', countyId).execute()
  // A field that is filled in no more keeps its time.
  const fields = rows.map(({ definition }) => RegisterField.parse(definition))
  const ofPersons = fields.filter((field) => field.subject === 'person')
  const [sealed, extra] = [ofPersons.filter(storedAs('sealed')), ofPersons.filter(storedAs('extra'))]
  const entry = (subject: RegisterField['subject'], code: string) =>
    fields.filter((field) => field.subject === subject && field.code === code)
  return [
    ...entry('person', 'needs').map((field) => needsRule(countyId, field)),
    ...groupsOf(sealed).map((group) => sealedRule(countyId, group)),
    ...groupsOf(extra).map((group) => extraRule(countyId, group)),
    ...entry('person', 'name').map((field) => fileRule(countyId, field)),
    ...entry('organisation', 'name').map((field) => organisationRule(countyId, field)),
    ...entry('dwelling', 'address').map((field) => dwellingRule(countyId, field)),
    ...listRules(countyId),
  ]
}

type Group = readonly [RegisterField, ...RegisterField[]]

const storedAs = (storage: RegisterField['storage']) => (field: RegisterField) => field.storage === storage

/** Fields of one group that are kept equally long, for the same reason. */
function groupsOf(fields: readonly RegisterField[]): Group[] {
  const key = ({ group, basis, retention: { years, after } }: RegisterField) => `${group} ${years} ${after} ${basis}`
  // A group holds what made it.
  return [...Map.groupBy(fields, key).values()] as unknown as Group[]
}

const periodOf = ({ retention: { years, after } }: RegisterField): RetentionPeriod => ({
  amount: years,
  unit: 'year',
  after,
})

/** What every rule takes from the entries that it follows. */
function headOf(what: string, [first, ...rest]: Group) {
  const { years, after } = first.retention
  return {
    code: `${what}.${years}y.${after}`,
    names: {
      zh: shortened([first, ...rest].map(({ names }) => names.zh).join('、'), 90),
      en: shortened([first, ...rest].map(({ names }) => names.en).join(', '), 180),
    },
    fieldGroup: first.group,
    basis: first.basis,
    period: periodOf(first),
  }
}

const shortened = (words: string, most: number) => (words.length > most ? `${words.slice(0, most)}…` : words)

const fromRecording = (group: Group) => group[0].retention.after === 'recording'
/** Recorded on that day or before. */
const recordedBefore = (until: string) => `${Temporal.PlainDate.from(until).add({ days: 1 }).toString()}T00:00:00Z`

function sealedRule(countyId: number, group: Group): RetentionRule {
  const codes = group.map(({ code }) => code)
  const recording = fromRecording(group)
  return {
    ...headOf(`person.${group[0].group}`, group),
    table: 'persons',
    subject: 'person',
    due: (until, among) => sql`
      SELECT person_id AS id, person_id AS subject_id, since FROM vault.overdue(${countyId}, ${codes}::text[],
        ${recording ? null : until}::date, ${recording ? recordedBefore(until) : null}::timestamptz,
        ${among === undefined ? null : [...among]}::uuid[])`,
    erase: async (work, ids, until) =>
      eraseFields(work, await familyOf(work, ids), codes, recording ? recordedBefore(until) : null),
    titles: (db, ids) => titlesOf(db, countyId, ids),
  }
}

/** Fields of the county's own that are not sealed: a key of `extra`, and of every record that said it. */
function extraRule(countyId: number, group: Group): RetentionRule {
  const codes = group.map(({ code }) => code)
  const recording = fromRecording(group)
  const said = (before: string) => sql`
    FROM person_records r WHERE r.county_id = p.county_id AND r.person_id = p.id
      AND jsonb_exists_any(r.said->'extra', ${codes}::text[]) AND r.recorded_at < ${before}::timestamptz`
  return {
    ...headOf(`person.extra_${group[0].group}`, group),
    table: 'persons',
    subject: 'person',
    due: (until) =>
      recording
        ? sql`
          SELECT p.id, p.id AS subject_id, (SELECT min(r.recorded_at)::date ${said(recordedBefore(until))}) AS since FROM persons p
          WHERE p.county_id = ${countyId} AND jsonb_exists_any(p.extra, ${codes}::text[])
            AND EXISTS (SELECT ${said(recordedBefore(until))})`
        : sql`
          SELECT id, id AS subject_id, left_on AS since FROM persons
          WHERE county_id = ${countyId} AND left_on <= ${until}::date AND state IN ('left', 'died')
            AND jsonb_exists_any(extra, ${codes}::text[])`,
    erase: (work, ids, until) => eraseExtra(work, ids, codes, recording ? recordedBefore(until) : null),
    titles: (db, ids) => titlesOf(db, countyId, ids),
  }
}

function needsRule(countyId: number, field: RegisterField): RetentionRule {
  return {
    ...headOf('person.needs', [field]),
    fieldGroup: NEEDS,
    table: 'person_needs',
    subject: 'person',
    // Ended by somebody, or run out.
    due: (until) => sql`
      SELECT id, person_id AS subject_id, least(valid_to, ended_at::date) AS since FROM person_needs
      WHERE county_id = ${countyId} AND least(valid_to, ended_at::date) <= ${until}::date`,
    erase: async ({ tx }, ids) => {
      const gone = await sql`
        DELETE FROM person_needs WHERE county_id = ${countyId} AND id = any(${[...ids]}::uuid[])`.execute(tx.db)
      return { needs: Number(gone.numAffectedRows ?? 0n) }
    },
    titles: (db, ids) => titlesOf(db, countyId, ids),
  }
}

/** The file goes by the time of the name, with whatever no shorter time has taken before. */
function fileRule(countyId: number, field: RegisterField): RetentionRule {
  return {
    ...headOf('person.file', [field]),
    names: partNames.file,
    table: 'persons',
    subject: 'person',
    // Whoever has asked about their data gets an answer first.
    due: (until) => sql`
      SELECT id, id AS subject_id, left_on AS since FROM persons
      WHERE county_id = ${countyId} AND left_on <= ${until}::date AND state IN ('left', 'died') AND NOT EXISTS (
        SELECT FROM rights_requests q
        WHERE q.county_id = persons.county_id AND q.person_id = persons.id AND q.state = 'open')`,
    erase: erasePersons,
    titles: (db, ids) => titlesOf(db, countyId, ids),
  }
}

function organisationRule(countyId: number, field: RegisterField): RetentionRule {
  return {
    ...headOf('organisation', [field]),
    names: { zh: '已关闭的单位、场所', en: 'organisations and places that closed' },
    table: 'organisations',
    subject: null,
    due: (until) => sql`
      SELECT id, NULL::uuid AS subject_id, valid_to AS since FROM organisations
      WHERE county_id = ${countyId} AND valid_to <= ${until}::date`,
    erase: (work, ids) => eraseRows(work, 'organisation', 'organisations', ids),
  }
}

function dwellingRule(countyId: number, field: RegisterField): RetentionRule {
  return {
    ...headOf('dwelling', [field]),
    names: { zh: '已拆除的房屋', en: 'dwellings that are no more' },
    table: 'dwellings',
    subject: null,
    due: (until) => sql`
      SELECT d.id, NULL::uuid AS subject_id, d.closed_at::date AS since FROM dwellings d
      WHERE d.county_id = ${countyId} AND d.closed_at::date <= ${until}::date
        AND NOT EXISTS (SELECT FROM households h WHERE h.county_id = d.county_id AND h.dwelling_id = d.id)`,
    erase: (work, ids) => eraseRows(work, 'dwelling', 'dwellings', ids),
  }
}

async function eraseRows(work: Erasing, kind: string, table: string, ids: readonly string[]): Promise<Counts> {
  const elsewhere = await eraseElsewhere(kind, work, ids)
  const pictures = await eraseAttachments(work, kind, ids)
  const gone = await sql`
    DELETE FROM ${sql.table(table)} WHERE county_id = ${work.countyId} AND id = any(${[...ids]}::uuid[])`.execute(
    work.tx.db,
  )
  return sumOf({ [table]: Number(gone.numAffectedRows ?? 0n), pictures }, elsewhere)
}

async function titlesOf(db: Db, countyId: number, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT id, name FROM persons WHERE county_id = ${countyId} AND id = any(${[...ids]}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, name }) => [id, mask.name(name)]))
}
