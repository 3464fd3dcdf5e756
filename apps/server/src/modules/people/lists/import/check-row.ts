import { normaliseAddress } from '@linli/contract/address'
import { checkDocument, earliestBirth } from '@linli/contract/identity-document'
import type { PersonDocumentKind, Relation, ResidenceKind, Sex } from '@linli/contract/people'
import type { ListColumn, ListFaultReason } from '@linli/contract/people-lists'
import { checkName, normaliseName } from '@linli/contract/person-name'
import { mask } from '../../../../platform/mask.ts'
import { checkedPhone, Faults } from '../../checks.ts'
import type { ListCells } from './columns.ts'
import { readDay } from './dates.ts'
import type { FindGrid, GridFound } from './grids.ts'
import { readNeed, readWord } from './words.ts'

export interface RowFault {
  /** Null for what is wrong with the row as a whole. */
  readonly column: ListColumn | null
  readonly reason: ListFaultReason
}

/** A row that can be taken in. */
export interface ListedPerson {
  readonly line: number
  readonly cells: ListCells
  readonly grid: GridFound
  readonly address: string
  readonly householdNumber: string | null
  readonly householdKind: 'family' | 'collective'
  /** Rows with the same one are one household. */
  readonly householdKey: string
  /** The same in two rows is one person twice. */
  readonly personKey: string
  readonly name: string
  readonly sex: Sex
  readonly birthOn: string | null
  readonly document: { readonly kind: PersonDocumentKind; readonly number: string | null }
  readonly phone: string | null
  readonly relation: Relation
  readonly residenceKind: ResidenceKind
  readonly livesHere: boolean
  readonly since: string | null
  readonly otherPlace: string | null
  /** Of somebody who has died: they stand in the register, and belong to no household any more. */
  readonly diedOn: string | null
  readonly need: { readonly kind: string; readonly basis: string; readonly until: string } | null
}

export interface RowRules {
  readonly today: string
  readonly findGrid: FindGrid
}

const longest = { address: 300, householdNumber: 30, otherPlace: 200, needBasis: 200 } as const
const storable = (value: string) => !value.includes('\u0000') && value.isWellFormed()
/** What a spreadsheet shows where a formula has no value. */
const formulaFault = /^#(REF!|N\/A|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!)|^=/
/** Whether any cell may be one of those: asked once of a row, since hardly any is. */
function looksUnread(cells: ListCells): boolean {
  const row = Object.values(cells).join('\n')
  return /^[#=]/m.test(row) || !storable(row)
}
/** 4.21087195303071E+17, or three digits that became zeros behind more than a number can hold. */
const rounded = /^\d(\.\d+)?e\+?1[5-9]$|^\d{15}000$/i

/** Everything that is wrong with a row, or the row as a person in a household, by its own words alone. */
export function checkRow(line: number, cells: ListCells, rules: RowRules): ListedPerson | RowFault[] {
  const faults: RowFault[] = []
  const fault = (column: ListColumn, reason: ListFaultReason) => void faults.push({ column, reason })
  if (looksUnread(cells)) {
    for (const [column, value] of Object.entries(cells) as [ListColumn, string][]) {
      if (!storable(value)) fault(column, 'unstorable_text')
      else if (formulaFault.test(value)) fault(column, 'formula_failed')
    }
  }
  for (const [column, most] of Object.entries(longest) as [keyof typeof longest, number][]) {
    if ((cells[column] ?? '').length > most) fault(column, 'too_long')
  }
  const grid = rules.findGrid(cells)
  if (typeof grid === 'string') fault(cells.gridCode === undefined ? 'gridName' : 'gridCode', grid)
  const address = normaliseAddress(cells.address ?? '')
  if (address === '') fault('address', 'missing')
  const word = <T>(column: ListColumn, read: (word: string) => T | undefined, otherwise: T): T => {
    const said = cells[column]
    if (said === undefined) return otherwise
    const meant = read(said)
    if (meant === undefined) fault(column, 'not_in_list')
    return meant ?? otherwise
  }
  const day = (column: ListColumn): string | null => {
    const said = cells[column]
    const found = said === undefined ? undefined : readDay(said)
    if (said !== undefined && found === undefined) fault(column, 'date_form')
    return found ?? null
  }
  const name = nameOf(cells, fault)
  const toldSex = word('sex', readWord.sex, 'unknown')
  const toldBirth = day('birthOn')
  const { document, birthOn = toldBirth, sex = toldSex } = documentOf(cells, rules.today, { toldBirth, toldSex }, fault)
  if (birthOn !== null && birthOn > rules.today) fault('birthOn', 'birth_future')
  if (birthOn !== null && birthOn < earliestBirth(rules.today)) fault('birthOn', 'birth_early')
  const since = day('since')
  if (since !== null && since > rules.today) fault('since', 'day_future')
  if (since !== null && since < earliestBirth(rules.today)) fault('since', 'date_too_early')
  else if (since !== null && birthOn !== null && since < birthOn) fault('since', 'before_birth')
  const diedOn = day('diedOn')
  if (diedOn !== null && diedOn > rules.today) fault('diedOn', 'day_future')
  if (diedOn !== null && birthOn !== null && diedOn < birthOn) fault('diedOn', 'before_birth')
  else if (diedOn !== null && since !== null && since > diedOn) fault('since', 'after_death')
  const householdNumber = cells.householdNumber === undefined ? null : compact(cells.householdNumber)
  const row = {
    line,
    cells,
    address,
    householdNumber,
    householdKind: word('householdKind', readWord.householdKind, 'family'),
    name,
    sex,
    birthOn,
    document,
    phone: phoneOf(cells, fault),
    relation: word('relation', readWord.relation, 'unknown'),
    residenceKind: word('residenceKind', readWord.residenceKind, 'registered'),
    livesHere: word('livesHere', readWord.livesHere, 'yes') === 'yes' && diedOn === null,
    since,
    otherPlace: cells.otherPlace ?? null,
    diedOn,
    need: needOf(cells, rules.today, day('needUntil'), fault),
  }
  if (faults.length > 0 || typeof grid === 'string') return faults.filter(saysMore)
  const householdKey = householdNumber === null ? `${grid.gridId}|${address}` : `#${householdNumber}`
  const personKey =
    document.number === null ? `${householdKey}|${name}|${birthOn ?? ''}` : `${document.kind}:${document.number}`
  return { ...row, grid, householdKey, personKey }
}

const unread: ReadonlySet<ListFaultReason> = new Set(['unstorable_text', 'formula_failed'])
/** Of a cell that could not be read nothing else need be said. */
const saysMore = ({ column, reason }: RowFault, _index: number, all: readonly RowFault[]) =>
  unread.has(reason) || !all.some((other) => other.column === column && unread.has(other.reason))

type Fault = (column: ListColumn, reason: ListFaultReason) => void
const compact = (value: string) => value.normalize('NFKC').replaceAll(/\s/g, '')

function nameOf(cells: ListCells, fault: Fault): string {
  if (cells.name === undefined) {
    fault('name', 'missing')
    return ''
  }
  const name = normaliseName(cells.name)
  const wrong = checkName(name)
  if (wrong) fault('name', wrong === 'length' ? 'name_length' : 'name_characters')
  return name
}

interface Told {
  readonly toldBirth: string | null
  readonly toldSex: Sex
}

interface DocumentRead {
  readonly document: ListedPerson['document']
  readonly birthOn?: string
  readonly sex?: Sex
}

/** Document as typed; without a kind it is a resident ID where it looks like one. What the number says fills what is missing. */
function documentOf(cells: ListCells, today: string, { toldBirth, toldSex }: Told, fault: Fault): DocumentRead {
  const said = cells.documentKind
  const number = cells.documentNumber
  const kind = said === undefined ? (number === undefined ? 'unknown' : 'resident_id') : readWord.documentKind(said)
  const nothing = { document: { kind: kind ?? 'unknown', number: null } } as const
  if (kind === undefined) {
    fault('documentKind', 'not_in_list')
    return nothing
  }
  if (kind === 'none' || kind === 'unknown') return nothing
  if (number === undefined) {
    fault('documentNumber', 'document_needs_number')
    return nothing
  }
  const checked = checkDocument(kind, number, today)
  if (!checked.ok) {
    if (rounded.test(compact(number))) fault('documentNumber', 'document_rounded')
    else if (said === undefined && !/^\d{10,}x?$/i.test(compact(number))) fault('documentKind', 'document_kind_missing')
    else fault('documentNumber', `document_${checked.fault}`)
    return nothing
  }
  if (checked.birthOn && toldBirth && checked.birthOn !== toldBirth) fault('birthOn', 'birth_disagrees')
  if (checked.sex && toldSex !== 'unknown' && checked.sex !== toldSex) fault('sex', 'sex_disagrees')
  return {
    document: { kind, number: checked.number },
    ...(checked.birthOn ? { birthOn: checked.birthOn } : {}),
    ...(checked.sex ? { sex: checked.sex } : {}),
  }
}

function phoneOf(cells: ListCells, fault: Fault): string | null {
  const faults = new Faults()
  const phone = checkedPhone(faults, cells.phone)
  if (!faults.isEmpty) fault('phone', 'phone_form')
  return phone ?? null
}

function needOf(cells: ListCells, today: string, until: string | null, fault: Fault): ListedPerson['need'] {
  if (cells.needKind === undefined) return null
  const kind = readNeed(cells.needKind)
  if (!kind) fault('needKind', 'need_kind')
  if (cells.needBasis === undefined) fault('needBasis', 'need_basis_missing')
  if (cells.needUntil === undefined) fault('needUntil', 'need_until_missing')
  if (until !== null && until <= today) fault('needUntil', 'need_over')
  const latest = Temporal.PlainDate.from(today)
    .add({ months: kind?.mostMonths ?? 0 })
    .toString()
  if (kind && until !== null && until > latest) fault('needUntil', 'need_too_long')
  return kind && until !== null ? { kind: kind.code, basis: cells.needBasis ?? '', until } : null
}

const hidden = new Set<ListColumn>(['documentNumber', 'phone', 'birthOn'])

/** The value at fault as a report shows it: enough to find it, numbers masked. */
export function shownValue(column: ListColumn | null, cells: ListCells): string {
  if (column === null) return ''
  const value = (cells[column] ?? '').toWellFormed().replaceAll('\u0000', '\ufffd')
  if (column === 'documentNumber') return value.length <= 8 ? '****' : `${value.slice(0, 3)}****${value.slice(-2)}`
  return hidden.has(column) ? mask.numbers(value).slice(0, 40) : mask.numbers(value.slice(0, 60))
}
