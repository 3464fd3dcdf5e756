import type { ListColumn } from '@linli/contract/people-lists'
import type { ListedPerson } from './check-row.ts'
import type { Digests, KnownPerson } from './known.ts'

export interface Match {
  readonly person: KnownPerson
  readonly why: 'document' | 'name_birth_phone' | 'household'
  /** The register has two such files already: a clerk has to decide on them first. */
  readonly isDouble: boolean
}

/**
 * The file of the person that a row speaks of: by the document, else by name, birthday and phone, else by name and birthday
 * in the same household. Of files beyond the clerk's reach this list learns nothing: whoever reaches both will see them as
 * possible doubles.
 */
export function matchFor(
  row: ListedPerson,
  digests: Digests,
  householdId: string,
  persons: readonly KnownPerson[],
): Match | null {
  const byDocument = persons.filter((one) => digests.document !== null && one.document === digests.document)
  const alike = persons.filter(
    (one) => one.name === row.name && one.birthOn === row.birthOn && mayBeOne(one.document, digests.document),
  )
  const byPhone = alike.filter((one) => row.birthOn !== null && digests.phone !== null && one.phone === digests.phone)
  const byHousehold = alike.filter((one) => one.householdId === householdId)
  const best = (candidates: readonly KnownPerson[], why: Match['why']): Match | null => {
    const visible = candidates.filter((one) => one.within)
    const ranked = visible
      .map((person) => ({ person, faults: differences(row, digests, householdId, person).length }))
      .toSorted((a, b) => a.faults - b.faults)
    return ranked[0] ? { person: ranked[0].person, why, isDouble: visible.length > 1 } : null
  }
  return best(byDocument, 'document') ?? best(byPhone, 'name_birth_phone') ?? best(byHousehold, 'household')
}

/** Two documents are two persons; one that is missing says nothing. */
const mayBeOne = (one: string | null, other: string | null) => one === null || other === null || one === other

/** Columns in which the list says something that the register does not. What the list leaves empty says nothing. */
export function differences(
  row: ListedPerson,
  digests: Digests,
  householdId: string,
  person: KnownPerson,
): ListColumn[] {
  const { cells } = row
  const isAlive = row.diedOn === null
  const lives = person.state === 'present'
  const runsUntil = row.need === null ? undefined : person.needs[row.need.kind]
  const told: [ListColumn, boolean][] = [
    ['name', row.name !== person.name],
    ['sex', row.sex !== 'unknown' && row.sex !== person.sex],
    ['birthOn', row.birthOn !== null && row.birthOn !== person.birthOn],
    ['documentNumber', digests.document !== null && digests.document !== person.document],
    ['phone', digests.phone !== null && digests.phone !== person.phone],
    ['address', isAlive && householdId !== person.householdId],
    ['relation', isAlive && row.relation !== 'unknown' && row.relation !== person.relation],
    ['residenceKind', isAlive && cells.residenceKind !== undefined && row.residenceKind !== person.residenceKind],
    ['livesHere', isAlive && cells.livesHere !== undefined && row.livesHere !== lives],
    ['diedOn', !isAlive && row.diedOn !== person.diedOn],
    ['needKind', isAlive && row.need !== null && runsUntil === undefined],
    // What the list ends earlier may be an older list: the later day stays.
    ['needUntil', isAlive && row.need !== null && runsUntil !== undefined && row.need.until > runsUntil],
  ]
  return told.filter(([, differs]) => differs).map(([column]) => column)
}
