import { checkDocument, earliestBirth } from '@linli/contract/identity-document'
import type { NewPerson, PersonDocumentKind, PersonSaid, Sex } from '@linli/contract/people'
import { checkName, normaliseName } from '@linli/contract/person-name'
import { isPhone, normalisePhone } from '@linli/contract/phone'
import type { Faults } from '../../platform/problem/faults.ts'

export { Faults } from '../../platform/problem/faults.ts'

export interface CheckedDocument {
  readonly kind: PersonDocumentKind
  /** Normalised; null for `none` and `unknown`. */
  readonly number: string | null
}

/** Document as typed → normalised, compared with the birthday and sex that were told beside it. */
export function checkedDocument(
  faults: Faults,
  today: string,
  document: { kind: PersonDocumentKind; number?: string | undefined } | undefined,
  told: { birthOn?: string | null | undefined; sex?: Sex | undefined },
): (CheckedDocument & { birthOn?: string | undefined; sex?: Sex | undefined }) | null {
  if (!document) return null
  const { kind } = document
  if (kind === 'none' || kind === 'unknown') return { kind, number: null }
  if (!document.number) {
    faults.add('document.number', 'document_needs_number')
    return null
  }
  const checked = checkDocument(kind, document.number, today)
  if (!checked.ok) {
    faults.add('document.number', `document_${checked.fault}`)
    return null
  }
  if (checked.birthOn && told.birthOn && checked.birthOn !== told.birthOn) faults.add('birthOn', 'birth_disagrees')
  if (checked.sex && told.sex && told.sex !== 'unknown' && checked.sex !== told.sex) faults.add('sex', 'sex_disagrees')
  return { kind, number: checked.number, birthOn: checked.birthOn, sex: checked.sex }
}

/** Digits only; null for "none". */
export function checkedPhone(faults: Faults, phone: string | null | undefined): string | null | undefined {
  if (phone === undefined || phone === null || phone === '') return phone === '' ? null : phone
  const digits = normalisePhone(phone)
  if (!isPhone(digits)) faults.add('phone', 'format_regex')
  return digits
}

/** What is said of a person, made ready to be kept. */
export function checkedSaid(faults: Faults, today: string, said: PersonSaid): PersonSaid {
  if (said.birthOn && said.birthOn > today) faults.add('birthOn', 'birth_future')
  if (said.birthOn && said.birthOn < earliestBirth(today)) faults.add('birthOn', 'birth_early')
  if (said.name === undefined) return said
  const name = normaliseName(said.name)
  const fault = checkName(name)
  if (fault) faults.add('name', fault === 'length' ? 'name_length' : 'name_characters')
  return { ...said, name }
}

/** A new person, checked as a whole. */
export function checkedPerson(faults: Faults, today: string, person: NewPerson) {
  const document = checkedDocument(faults, today, person.document, person)
  const said = checkedSaid(faults, today, {
    name: person.name,
    sex: person.sex === 'unknown' ? (document?.sex ?? 'unknown') : person.sex,
    birthOn: person.birthOn ?? document?.birthOn ?? null,
  })
  const phone = checkedPhone(faults, person.phone)
  if (person.since !== undefined && person.since > today) faults.add('since', 'day_future')
  if (person.since !== undefined && person.since < earliestBirth(today)) faults.add('since', 'date_too_early')
  else if (person.since !== undefined && said.birthOn && person.since < said.birthOn)
    faults.add('since', 'before_birth')
  // Otherwise the statistics would count a birth on a day on which nobody was born.
  else if (person.beganBy === 'born' && person.since !== undefined && said.birthOn && person.since !== said.birthOn)
    faults.add('since', 'born_that_day')
  return { said, document, phone: phone ?? null }
}
