import type { HouseholdOnPhone, PersonOnPhone } from '@linli/contract/field-sync'
import type { Answers, DueItem, VisitForm, VisitPart } from '@linli/contract/fieldwork'
import type { HouseholdChange, KnownHow } from '@linli/contract/people'
import type { NewEntry } from '../outbox/entry.ts'
import { type DoorReport, doorReportEntry, type Where } from './door-report.ts'
import { mappedFields } from './mapped-fields.ts'
import { type NewcomerForm, newcomerFaults, personOf } from './newcomer.ts'
import { type ChangeForm, changeFaults, emptyChange, partsOf } from './person-change.ts'
import { held } from './photos.ts'
import { answersToSend, asked, heldOf, needsSomebody, pictured, questionFaults } from './questions.ts'

/** What was noted of somebody: nothing has changed, nobody could or would say, or this. */
export type PersonNote =
  | { readonly state: 'same' | 'unclear' }
  | { readonly state: 'changed'; readonly change: ChangeForm }

export interface DoorForm {
  /** Of the draft in the list of drafts. */
  readonly title: string
  readonly people: Readonly<Record<string, PersonNote>>
  readonly newcomers: readonly NewcomerForm[]
  readonly deeds: readonly string[]
  readonly answers: Answers
  /** By key of the question that asked for them. */
  readonly photos: Readonly<Record<string, readonly string[]>>
  /** By key of the question, or `more`. */
  readonly reports: Readonly<Record<string, DoorReport>>
  readonly words: string
}

export const emptyDoor = (title: string): DoorForm => ({
  title,
  people: {},
  newcomers: [],
  deeds: [],
  answers: {},
  photos: {},
  reports: {},
  words: '',
})

/** Where one calls, as far as the phone knows it. */
export interface Door extends Where {
  readonly subject: { readonly kind: 'grid' | 'household' | 'person' | 'organisation'; readonly id: string }
  /** What stays in order: the household, also for a call on one of its people. */
  readonly orderBy: string
  readonly title: string
  readonly household: HouseholdOnPhone | null
  /** Whom one asks about: of a support visit only the person it is for. */
  readonly persons: readonly PersonOnPhone[]
  readonly due: readonly DueItem[]
  readonly form: VisitForm | null
}

/** How the call ended. */
export type Ending =
  | { readonly result: 'found' | 'not_at_home' }
  | { readonly result: 'declined'; readonly forGood: boolean }
  | { readonly result: 'moved_away'; readonly on: string; readonly place: string; readonly knownHow: KnownHow }

export interface DoorFaults {
  /** Of whom nothing was noted. */
  readonly people: readonly string[]
  /** Questions without an answer that fits. */
  readonly questions: readonly string[]
  /** Reports without words or category. */
  readonly reports: readonly string[]
  /** People and newcomers of whom something is missing or wrong. */
  readonly changes: readonly string[]
}

export function doorFaults(form: DoorForm, door: Door, today: string): DoorFaults {
  const keys = door.form ? questionFaults(door.form, sentAnswers(form, door), heldOf(door.form, door.household)) : []
  const open = Object.entries(shownReports(form, door))
  return {
    people: door.persons.filter(({ id }) => form.people[id] === undefined).map(({ id }) => id),
    questions: keys,
    reports: open.filter(([, { words, categoryCode }]) => !words.trim() || !categoryCode).map(([key]) => key),
    changes: [
      ...changesOf(form, door)
        .filter(({ change }) => changeFaults(change, today).length > 0)
        .map(({ person }) => person.id),
      ...form.newcomers.filter((newcomer) => newcomerFaults(newcomer, today).length > 0).map(({ id }) => id),
    ],
  }
}

export const isFaultless = ({ people, questions, reports, changes }: DoorFaults) =>
  people.length + questions.length + reports.length + changes.length === 0

/** Whether anything was noted that another ending would throw away. */
export function isBegun(form: DoorForm): boolean {
  const { people, newcomers, answers, reports, words } = form
  return Object.keys({ ...people, ...answers, ...reports }).length + newcomers.length > 0 || words.trim() !== ''
}

interface Made {
  readonly id: string
  readonly visitId: string
}

/** One call, with all that it changes; and the reports made at this door. */
export function doorEntries(form: DoorForm, door: Door, ending: Ending, made: Made, now = new Date()): NewEntry[] {
  const capturedAt = now.toISOString()
  const found = ending.result === 'found'
  const reports = found ? shownReports(form, door) : {}
  const definition = found ? door.form : null
  const visit: NewEntry = {
    id: made.id,
    subject: door.orderBy,
    command: 'recordVisit',
    title: door.title,
    input: {
      visitId: made.visitId,
      subject: door.subject,
      dueItemIds: door.due.map(({ id }) => id),
      result: ending.result,
      deeds: found ? form.deeds : [],
      ...(definition
        ? { form: { code: definition.code, version: definition.version, answers: sentAnswers(form, door) } }
        : {}),
      words: form.words.trim(),
      matterIds: Object.values(reports).map(({ matterId }) => matterId),
      parts: partsBy(form, door, ending),
      capturedAt,
    },
    photos: held(found ? visitPhotos(form, door) : [], 'photos'),
    form,
    capturedAt,
    seenVersion: null,
  }
  return [visit, ...Object.values(reports).map((report) => doorReportEntry(report, door, now))]
}

function partsBy(form: DoorForm, door: Door, ending: Ending): VisitPart[] {
  const { household, persons } = door
  switch (ending.result) {
    case 'not_at_home':
      return []
    case 'declined':
      return ending.forGood ? householdParts(household, { visitsDeclined: true }) : []
    case 'moved_away': {
      const { on, knownHow, place } = ending
      const move = { on, how: 'moved_out', relation: 'unknown', livesHere: true } as const
      const to = place.trim() ? { otherPlace: place.trim() } : {}
      return persons.map(({ id, version }) => {
        return { kind: 'person_moved', personId: id, seenVersion: version, knownHow, move: { ...move, ...to } }
      })
    }
    case 'found':
      return partsFound(form, door)
  }
}

function partsFound(form: DoorForm, door: Door): VisitPart[] {
  const mapped = door.form ? mappedFields(door.form, sentAnswers(form, door)) : { household: {}, person: {} }
  const changed = changesOf(form, door)
  const head = changed.find(({ change }) => change.kinds.includes('head'))
  // Of a household with several people no answer tells whom it means.
  const [only] = door.persons.length === 1 ? door.persons : []
  const said = (person: PersonOnPhone) => (person === only ? mapped.person : {})
  const untold = only && !changed.some(({ person }) => person === only) ? partsOf(only, noChange, mapped.person) : []
  const household = { ...mapped.household, ...(head ? { headId: head.person.id } : {}) }
  return [
    ...changed.flatMap(({ person, change }) => partsOf(person, change, said(person))),
    ...untold,
    ...form.newcomers.map((newcomer): VisitPart => {
      return { kind: 'person_added', knownHow: 'person', person: personOf(newcomer) }
    }),
    ...(Object.keys(household).length > 0 ? householdParts(door.household, household) : []),
  ]
}

const noChange: ChangeForm = { ...emptyChange(''), knownHow: 'person' }

function householdParts(household: HouseholdOnPhone | null, change: HouseholdChange): VisitPart[] {
  if (household === null) return []
  return [{ kind: 'household_changed', seenVersion: household.version, knownHow: 'person', change }]
}

function changesOf(form: DoorForm, { persons }: Door): { person: PersonOnPhone; change: ChangeForm }[] {
  return persons.flatMap((person) => {
    const note = form.people[person.id]
    return note?.state === 'changed' ? [{ person, change: note.change }] : []
  })
}

function sentAnswers(form: DoorForm, door: Door): Answers {
  if (door.form === null) return {}
  const changed = changesOf(form, door).length + form.newcomers.length > 0
  return answersToSend(
    door.form,
    form.answers,
    heldOf(door.form, door.household),
    door.persons.length > 0 ? changed : null,
  )
}

/** Reports of questions that are still asked and still in trouble; with them go the pictures of that question. */
function shownReports(form: DoorForm, door: Door): Record<string, DoorReport> {
  const answers = sentAnswers(form, door)
  const troubled = (door.form?.questions ?? []).filter((question) => needsSomebody(question, answers[question.key]))
  const keys = new Set(['more', ...troubled.map(({ key }) => key)])
  return Object.fromEntries(
    Object.entries(form.reports)
      .filter(([key]) => keys.has(key))
      .map(([key, report]) => [key, { ...report, photos: [...report.photos, ...(form.photos[key] ?? [])] }]),
  )
}

function visitPhotos(form: DoorForm, door: Door): string[] {
  if (door.form === null) return []
  const shown = asked(door.form, form.answers, heldOf(door.form, door.household), door.persons.length > 0)
  const reported = shownReports(form, door)
  return pictured(shown, form.answers).flatMap(({ key }) => (key in reported ? [] : (form.photos[key] ?? [])))
}
