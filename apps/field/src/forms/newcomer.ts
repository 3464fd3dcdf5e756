import { checkDocument, type DocumentFault, earliestBirth } from '@linli/contract/identity-document'
import type { NewPerson, PersonDocumentKind, Relation, ResidenceKind, Sex } from '@linli/contract/people'
import { digits, isPhone } from './person-change.ts'

/** How somebody came who was not in the file: the commonest at the door first. */
export const arrivals = ['moved_in', 'born', 'married', 'known'] as const
export type Arrival = (typeof arrivals)[number]

export interface NewcomerForm {
  readonly id: string
  readonly arrival: Arrival
  readonly name: string
  readonly sex: Sex
  readonly birthOn: string
  readonly relation: Relation
  readonly residenceKind: ResidenceKind
  readonly since: string
  /** Where from. */
  readonly place: string
  readonly phone: string
  readonly documentKind: PersonDocumentKind
  readonly number: string
}

export function newcomer(id: string, today: string, more: Partial<NewcomerForm> = {}): NewcomerForm {
  return {
    id,
    arrival: 'moved_in',
    name: '',
    sex: 'unknown',
    birthOn: '',
    relation: 'unknown',
    residenceKind: 'migrant',
    since: today,
    place: '',
    phone: '',
    documentKind: 'unknown',
    number: '',
    ...more,
  }
}

/** A child that is born here belongs here; who moves in most often does not, and it can be changed. */
export function arriving(form: NewcomerForm, arrival: Arrival): NewcomerForm {
  const residenceKind = arrival === 'moved_in' ? 'migrant' : 'registered'
  return { ...form, arrival, residenceKind, ...(arrival === 'born' ? { birthOn: form.since } : {}) }
}

export type NewcomerFault =
  | 'name_missing'
  | 'birth_future'
  | 'birth_early'
  | 'since_future'
  | 'phone_wrong'
  | 'number_missing'
  | `document_${DocumentFault}`

const numbered = (kind: PersonDocumentKind) => kind !== 'none' && kind !== 'unknown'

export function newcomerFaults(form: NewcomerForm, today: string): NewcomerFault[] {
  const checks: readonly (readonly [boolean, NewcomerFault])[] = [
    [form.name.trim() === '', 'name_missing'],
    [form.birthOn > today, 'birth_future'],
    [form.birthOn !== '' && form.birthOn < earliestBirth(today), 'birth_early'],
    [form.since > today, 'since_future'],
    [form.phone.trim() !== '' && !isPhone(form.phone), 'phone_wrong'],
    [numbered(form.documentKind) && form.number.trim() === '', 'number_missing'],
  ]
  const faults = checks.flatMap(([wrong, fault]) => (wrong ? [fault] : []))
  if (!numbered(form.documentKind) || form.number.trim() === '') return faults
  const checked = checkDocument(form.documentKind, form.number, today)
  return checked.ok ? faults : [...faults, `document_${checked.fault}`]
}

/** What stands in the number of the document need not be asked: birthday and sex. */
export function withNumber(form: NewcomerForm, number: string, today: string): NewcomerForm {
  const checked = checkDocument(form.documentKind, number, today)
  if (!checked.ok) return { ...form, number }
  return { ...form, number, birthOn: checked.birthOn ?? form.birthOn, sex: checked.sex ?? form.sex }
}

export function personOf(form: NewcomerForm): NewPerson {
  const place = form.place.trim()
  const phone = digits(form.phone)
  const number = form.number.trim()
  // A birth has one day, and the certificate knows it.
  const since = form.arrival === 'born' && form.birthOn ? form.birthOn : form.since
  return {
    personId: form.id,
    name: form.name.trim(),
    sex: form.sex,
    birthOn: form.birthOn === '' ? null : form.birthOn,
    relation: form.relation,
    residenceKind: form.residenceKind,
    livesHere: true,
    beganBy: form.arrival,
    ...(since ? { since } : {}),
    ...(place ? { otherPlace: place } : {}),
    ...(phone ? { phone } : {}),
    document: numbered(form.documentKind) ? { kind: form.documentKind, number } : { kind: form.documentKind },
  }
}
