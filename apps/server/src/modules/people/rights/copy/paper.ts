import { documentWords, relationWords, residenceWords } from '@linli/client/register-words'
import type { Departure } from '@linli/contract/people'
import type { CatalogueField } from '@linli/contract/people-fields'
import type { PrintDocument, PrintTable, PrintValue } from '../../../../platform/print/index.ts'
import { needKind } from '../../fields.ts'
import { numberOf } from '../../lists/export/lines.ts'
import { valueTexts } from '../../lists/export/words.ts'
import { relativesText } from '../../relations/own-relatives.ts'
import { educationTexts, workTexts, yesNo } from '../../reports/words.ts'
import { MOST_READINGS, type WholeFile } from './read-file.ts'
import { copyWords } from './words.ts'

type Locale = 'zh' | 'en'
type Said = string | number | boolean | null | undefined
interface Setting {
  readonly locale: Locale
  readonly timeZone: string
  readonly now: Date
}

/** Columns of `persons` that are said under another name. */
const saidAs: Readonly<Record<string, string>> = { birth_on: 'birthOn' }

/** A whole file in plain words, for the person whose it is. */
export function copyPaper(file: WholeFile, { locale, timeZone, now }: Setting): PrintDocument {
  const words = copyWords[locale]
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  const time = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  const on = (instant: string) => day.format(new Date(instant))
  const { person, fields } = file
  const listed = (parts: readonly string[]) => parts.join(words.between)
  const byCode = new Map(fields.map((field) => [saidAs[field.code] ?? field.code, field]))
  const saidText = (key: string, value: unknown): string => {
    const extra = key === 'extra' && typeof value === 'object' && value !== null ? Object.entries(value) : null
    if (extra) return listed(extra.map(([code, one]) => saidText(code, one)))
    if (key === 'gone') return goneText(value as Departure)
    const field = byCode.get(key)
    return `${field?.names[locale] ?? key}：${valueText(field, key, value as Said, locale) ?? words.nothing}`
  }
  const goneText = ({ how, on: day, toPlace }: Departure) =>
    [words.live[how === 'died' ? 'died' : 'left'], day, toPlace].filter(Boolean).join(' ')
  const known = (how: keyof typeof words.knownHow) => words.knownHow[how]
  return {
    locale,
    title: words.title,
    subtitle: words.of(person.name, time.format(now)),
    foot: words.foot,
    parts: [
      { kind: 'text', paragraphs: words.intro },
      table(words.held, words.heldColumns, [2, 4, 2, 2], heldRows(file, locale, on)),
      table(
        words.residences,
        words.residenceColumns,
        [4, 2, 2, 2, 2, 3, 2],
        file.residences.map((one) => [
          one.address,
          one.validFrom,
          one.validTo,
          residenceWords[locale][one.kind],
          relationWords[locale][one.relation],
          listed([one.otherPlace, one.toPlace].filter((place) => place !== null)),
          known(one.knownHow),
        ]),
      ),
      table(
        words.needs,
        words.needColumns,
        [3, 5, 2, 2],
        file.needs.map(({ kind, basis, validFrom, validTo }) => [
          needKind(kind)?.names[locale] ?? kind,
          basis,
          validFrom,
          validTo,
        ]),
      ),
      table(
        words.records,
        words.recordColumns,
        [2, 5, 2, 2, 2],
        file.records.map(({ said, sealed, validFrom, knownHow, standing, recordedAt }) => [
          validFrom,
          listed([
            ...Object.entries(said).map(([key, value]) => saidText(key, value)),
            ...sealed.map((code) => byCode.get(code)?.names[locale] ?? code),
          ]),
          known(knownHow),
          on(recordedAt),
          words.standing[standing] ?? standing,
        ]),
      ),
      table(
        words.why,
        words.whyColumns,
        [2, 3, 4, 2, 3],
        fields.map(({ names, purposes, basis, owner, retention }) => [
          names[locale],
          listed(purposes.map((purpose) => words.purposes[purpose] ?? purpose)),
          basis,
          owner,
          words.kept(retention.years),
        ]),
      ),
      table(
        words.readings,
        words.readingColumns,
        [3, 3, 3, 3, 4],
        file.readings.map(({ at, duty, purpose, fieldGroup, basis }) => [
          time.format(new Date(at)),
          duty,
          words.purposes[purpose] ?? purpose,
          listed(fieldGroup.split(',').map((group) => words.groups[group] ?? group)),
          basis,
        ]),
      ),
      ...(file.readings.length < MOST_READINGS
        ? []
        : [{ kind: 'text' as const, small: true, paragraphs: [words.moreReadings(MOST_READINGS)] }]),
      table(
        words.requests,
        words.requestColumns,
        [2, 2, 2, 6],
        file.requests.map(({ kind, askedAt, state, answer }) => [
          words.kinds[kind],
          on(askedAt),
          words.states[state],
          answer,
        ]),
      ),
    ],
  }
}

/** Item by item as the catalogue has them: what is held now, how it is known, and since when. */
function heldRows(file: WholeFile, locale: Locale, on: (instant: string) => string): PrintValue[][] {
  const words = copyWords[locale]
  const { person } = file
  const sealed = new Map(file.sealed.map((value) => [value.field, value]))
  const plain: Readonly<Record<string, Said>> = {
    ...person.extra,
    name: person.name,
    sex: person.sex,
    birth_on: person.birthOn,
    document_kind: person.documentKind,
    education: person.education,
    work: person.work,
    state: words.live[person.state] ?? person.state,
    residence: person.address,
    needs: file.needs.map(({ kind }) => needKind(kind)?.names[locale] ?? kind).join(words.between) || null,
    relatives: relativesText(person.relatives, locale),
  }
  return file.fields.map((field) => {
    const { code, names } = field
    const kept = sealed.get(code)
    if (kept)
      return [
        names[locale],
        code === 'document' ? numberOf(kept.value) : kept.value,
        words.knownHow[kept.knownHow],
        on(kept.recordedAt),
      ]
    const key = saidAs[code] ?? code
    const last = file.records.findLast(
      ({ said, standing }) => standing === 'holds' && (key in said || (said.extra !== undefined && code in said.extra)),
    )
    return [
      names[locale],
      valueText(field, code, plain[code], locale) ?? words.nothing,
      last ? words.knownHow[last.knownHow] : null,
      last ? on(last.recordedAt) : null,
    ]
  })
}

function valueText(field: CatalogueField | undefined, key: string, value: Said, locale: Locale): string | null {
  if (value === undefined || value === null || value === '') return null
  if (typeof value === 'boolean') return yesNo[value ? 'yes' : 'no'][locale]
  const code = String(value)
  const option = field?.shape.options?.find((one) => one.code === code)
  if (option) return option.names[locale]
  const texts: Readonly<Record<string, Readonly<Record<string, { readonly zh: string; readonly en: string }>>>> = {
    education: educationTexts,
    work: workTexts,
  }
  if (key === 'document_kind')
    return (documentWords[locale] as Readonly<Record<string, string>>)[code] ?? valueTexts[code]?.[locale] ?? code
  return (texts[key] ?? (key === 'sex' ? valueTexts : {}))[code]?.[locale] ?? code
}

function table(title: string, columns: readonly string[], widths: readonly number[], rows: PrintValue[][]): PrintTable {
  return { kind: 'table', title, columns: columns.map((words, index) => ({ words, width: widths[index] ?? 1 })), rows }
}
