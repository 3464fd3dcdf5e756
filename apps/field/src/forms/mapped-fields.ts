import type { Answers, VisitForm } from '@linli/contract/fieldwork'
import type { HouseholdChange, PersonSaid } from '@linli/contract/people'

/** What the answers say of the register itself: questions name the field that they fill. */
export interface Mapped {
  readonly household: HouseholdChange
  /** Of the one person it is about. */
  readonly person: PersonSaid
}

/** Fields that a form may fill by itself. The register checks each value again, and refuses what is none of its own. */
const household = { 'dwelling.tenure': 'tenure' } as const
const person = { 'person.education': 'education', 'person.work': 'work' } as const

/** Answers to questions that fill a field; "unknown" and "declined" say nothing of a dwelling, and are values of a person's. */
export function mappedFields(form: VisitForm, answers: Answers): Mapped {
  const filled = form.questions.flatMap(({ key, field }) => {
    const answer = answers[key]
    return field !== null && typeof answer === 'string' ? [{ field, answer }] : []
  })
  const of = <T extends Record<string, string>>(names: T, unsaid: boolean) =>
    Object.fromEntries(
      filled
        .filter(({ answer }) => unsaid || (answer !== 'unknown' && answer !== 'declined'))
        .flatMap(({ field, answer }) => (field in names ? [[names[field] ?? '', answer]] : [])),
    )
  return { household: of(household, false), person: of(person, true) }
}
