import type { Relation, ResidenceKind, Sex } from '@linli/contract/people'
import type { ChangedPerson } from '@linli/contract/people-changes'

/** GB/T 2261.1. */
export const sexCode: Readonly<Record<Sex, ChangedPerson['sex']>> = { unknown: '0', male: '1', female: '2' }

/** GB/T 4761-2008, classes of its two digits; 98 for people who are no relatives is this platform's own. */
export const relationCode: Readonly<Record<Relation, string | null>> = {
  head: '02',
  spouse: '10',
  son: '20',
  daughter: '30',
  grandchild: '40',
  parent: '50',
  grandparent: '60',
  sibling: '70',
  other: '80',
  non_relative: '98',
  unknown: null,
}

export const residenceCode: Readonly<Record<ResidenceKind, '1' | '2' | '3' | '4'>> = {
  registered: '1',
  migrant: '2',
  unregistered: '3',
  overseas: '4',
}
