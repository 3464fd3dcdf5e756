import type { Point } from '@linli/contract/common'
import type { NewEntry } from '../outbox/entry.ts'
import { type NewcomerForm, newcomerFaults, personOf } from './newcomer.ts'

export const tenures = ['owned', 'rented', 'empty', 'other', 'unknown'] as const

/** A door that the register does not know, with who lives there. */
export interface HouseholdForm {
  readonly address: string
  readonly gridId: string | null
  readonly point: Point | null
  readonly tenure: (typeof tenures)[number]
  readonly members: readonly NewcomerForm[]
}

export const emptyHousehold = (gridId: string | null): HouseholdForm => ({
  address: '',
  gridId,
  point: null,
  tenure: 'unknown',
  members: [],
})

export type HouseholdFault = 'address_missing' | 'grid_missing' | 'members_missing' | 'members_not_empty'

/** What is missing; of members, who is incomplete, by id. */
export function householdFaults(form: HouseholdForm, today: string): { own: HouseholdFault[]; members: string[] } {
  const checks: readonly (readonly [boolean, HouseholdFault])[] = [
    [form.address.trim() === '', 'address_missing'],
    [form.gridId === null, 'grid_missing'],
    // Where nobody lives there is nobody to write down.
    [form.members.length === 0 && form.tenure !== 'empty', 'members_missing'],
    [form.members.length > 0 && form.tenure === 'empty', 'members_not_empty'],
  ]
  return {
    own: checks.flatMap(([wrong, fault]) => (wrong ? [fault] : [])),
    members: form.members.filter((member) => newcomerFaults(member, today).length > 0).map(({ id }) => id),
  }
}

export function householdEntry(
  form: HouseholdForm,
  ids: { id: string; householdId: string },
  now = new Date(),
): NewEntry {
  const capturedAt = now.toISOString()
  return {
    id: ids.id,
    subject: ids.householdId,
    command: form.tenure === 'empty' ? 'addDwelling' : 'addHousehold',
    title: form.address.trim(),
    input: {
      knownHow: 'person',
      gridId: form.gridId,
      address: form.address.trim(),
      tenure: form.tenure,
      ...(form.point ? { point: form.point } : {}),
      ...(form.tenure === 'empty'
        ? { dwellingId: ids.householdId }
        : { householdId: ids.householdId, members: form.members.map(personOf) }),
    },
    photos: [],
    form,
    capturedAt,
    seenVersion: null,
  }
}
