import type { HouseholdOnPhone } from '@linli/contract/field-sync'
import type { Answers, FormQuestion, VisitForm } from '@linli/contract/fieldwork'
import { asksPicture, faultsOfAnswers, isAsked, UNSAID } from '@linli/contract/visit-form'

type Answer = Answers[string]

/** The one question that what was noted of each person answers by itself. */
const PEOPLE_CHANGED = 'people_changed'

/** What the register holds is not asked again; it may be looked at and changed. */
export type Held = Readonly<Record<string, string>>

export function heldOf(form: VisitForm, household: HouseholdOnPhone | null): Held {
  if (household === null || household.tenure === 'unknown') return {}
  const { tenure } = household
  return Object.fromEntries(
    form.questions.flatMap(({ key, field }) => (field === 'dwelling.tenure' ? [[key, tenure]] : [])),
  )
}

/** Questions to ask now: those that the answers so far lead to, but for what the page knows from elsewhere. */
export function asked(form: VisitForm, answers: Answers, held: Held, byPeople: boolean): FormQuestion[] {
  const known = { ...held, ...answers }
  return form.questions.filter(
    (question) => isAsked(form.questions, question, known) && !(byPeople && question.key === PEOPLE_CHANGED),
  )
}

/** What is sent: answers that still lead somewhere, and the one that the people answer. */
export function answersToSend(form: VisitForm, answers: Answers, held: Held, peopleChanged: boolean | null): Answers {
  const shown = new Set(asked(form, answers, held, false).map(({ key }) => key))
  const given = Object.entries(answers).filter(([key, answer]) => shown.has(key) && !isBlank(answer))
  if (peopleChanged !== null && shown.has(PEOPLE_CHANGED)) given.push([PEOPLE_CHANGED, peopleChanged ? 'yes' : 'no'])
  return Object.fromEntries(given)
}

/** Keys of questions with a fault, in the order of the form. */
export function questionFaults(form: VisitForm, answers: Answers, held: Held): string[] {
  const faulty = new Set(faultsOfAnswers(form.questions, { ...held, ...answers }).map(({ key }) => key))
  return form.questions.flatMap(({ key }) => (faulty.has(key) ? [key] : []))
}

/** 都没事: whatever is asked and not answered yet is fine. */
export function allFine(questions: readonly FormQuestion[], answers: Answers): Answers {
  const fine = questions.filter(({ kind, key }) => kind === 'state' && answers[key] === undefined)
  return { ...answers, ...Object.fromEntries(fine.map(({ key }) => [key, 'fine'])) }
}

/** A second touch takes the answer back; of several, one more or one less. */
export function withAnswer(answers: Answers, { key, kind }: FormQuestion, code: string): Answers {
  const before = answers[key]
  const { [key]: _gone, ...rest } = answers
  const unsaid = UNSAID.some((word) => word === code)
  if (kind !== 'choices' || unsaid) return before === code ? rest : { ...rest, [key]: code }
  const chosen = Array.isArray(before) ? before : []
  const next = chosen.includes(code) ? chosen.filter((each) => each !== code) : [...chosen, code]
  return next.length === 0 ? rest : { ...rest, [key]: next }
}

/** Whether the answer is of the kind that somebody should see to. */
export function needsSomebody({ matterCategory }: FormQuestion, answer: Answer | undefined): boolean {
  return matterCategory !== null && (answer === 'trouble' || answer === 'yes')
}

/** Questions whose answers ask for a picture. */
export function pictured(questions: readonly FormQuestion[], answers: Answers): FormQuestion[] {
  return questions.filter((question) => asksPicture(question, answers[question.key]))
}

const isBlank = (answer: Answer) => answer === '' || (Array.isArray(answer) && answer.length === 0)
