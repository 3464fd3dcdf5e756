import type { HouseholdOnPhone, OrganisationOnPhone } from '@linli/contract/field-sync'
import type { DueItem, VisitForm } from '@linli/contract/fieldwork'
import { localDay } from '@linli/ui'
import { useMemo } from 'react'
import { useFact, useKept } from '../account/use-account.ts'
import type { Door } from '../forms/door-form.ts'
import type { VisitKind } from '../paths.ts'
import { readDue, readHouseholds, readOrganisations } from '../store/register.ts'
import { type DoorWords, doorMessages } from '../words/door.ts'

/** A door as it is called: building, unit and room where there are such, else the address. */
export function doorTitle({ building, address }: HouseholdOnPhone, w: DoorWords): string {
  return building?.room == null ? address : w.door(building.name, building.unitNo, building.room)
}

export function useHouseholds(): readonly HouseholdOnPhone[] | undefined {
  return useKept('register', 'households', readHouseholds)
}

/** Where one calls, as far as the phone knows; undefined until it has been asked, null when it does not know the place. */
export function useDoor(kind: VisitKind, id: string): Door | null | undefined {
  const w = doorMessages.useMessages()
  const households = useHouseholds()
  const organisations = useKept('register', 'organisations', readOrganisations)
  const due = useKept('register', 'due', readDue)
  const forms = useFact('fieldBasics')?.forms
  return useMemo(() => {
    if (households === undefined || organisations === undefined || due === undefined) return undefined
    const known = { due, forms: forms ?? [], today: localDay() }
    if (kind === 'organisation') {
      const place = organisations.find((each) => each.id === id)
      return place ? placeDoor(place, known) : null
    }
    const household = households.find((each) =>
      kind === 'household' ? each.id === id : each.members.some((member) => member.id === id),
    )
    return household ? homeDoor(household, kind, id, known, doorTitle(household, w)) : null
  }, [kind, id, households, organisations, due, forms, w])
}

interface Known {
  readonly due: readonly DueItem[]
  readonly forms: readonly VisitForm[]
  readonly today: string
}

function homeDoor(
  household: HouseholdOnPhone,
  kind: 'household' | 'person',
  id: string,
  known: Known,
  title: string,
): Door {
  // Opening a support visit opens that one person and nobody else of the household; an ordinary visit settles no support.
  const due = known.due.filter((item) =>
    kind === 'person' ? item.subject.id === id : item.householdId === id && !item.sensitive,
  )
  return {
    subject: { kind, id },
    orderBy: household.id,
    title,
    gridId: household.gridId,
    address: household.address,
    point: household.point,
    household,
    persons: kind === 'person' ? household.members.filter((member) => member.id === id) : household.members,
    due: begun(due, known),
    form: formFor(kind === 'person' ? 'need' : 'household', due, known),
  }
}

function placeDoor(place: OrganisationOnPhone, known: Known): Door {
  const due = known.due.filter((item) => item.subject.id === place.id)
  return {
    subject: { kind: 'organisation', id: place.id },
    orderBy: place.id,
    title: place.name,
    gridId: place.gridId,
    address: place.address,
    point: place.point,
    household: null,
    persons: [],
    due: begun(due, known),
    form: formFor('organisation', due, known),
  }
}

/** The round through a grid, with what is due of it. */
export function gridDoor(gridId: string, name: string, due: readonly DueItem[], forms: readonly VisitForm[]): Door {
  const known = { due, forms, today: localDay() }
  const own = due.filter((item) => item.target === 'grid' && item.subject.id === gridId)
  return {
    subject: { kind: 'grid', id: gridId },
    orderBy: gridId,
    title: name,
    gridId,
    address: '',
    point: null,
    household: null,
    persons: [],
    due: begun(own, known),
    form: formFor('grid', own, known),
  }
}

/** A call before its time settles nothing: the rule wants a later one too. */
const begun = (due: readonly DueItem[], { today }: Known) => due.filter(({ dueFrom }) => dueFrom <= today)

/** The form of what is due here; with nothing due, the one that such doors of the grid have most often. */
function formFor(target: DueItem['target'], own: readonly DueItem[], { due, forms }: Known): VisitForm | null {
  const named = (code: string | null) => forms.find((form) => form.code === code) ?? null
  const first = own.map(({ formCode }) => named(formCode)).find((form) => form !== null)
  if (first) return first
  const others = Map.groupBy(
    due.filter((item) => item.target === target && named(item.formCode) !== null),
    ({ formCode }) => formCode,
  )
  const [most] = [...others].toSorted(([, a], [, b]) => b.length - a.length)
  return named(most?.[0] ?? null)
}
