import type { Answers, VisitForm } from '@linli/contract/fieldwork-shapes'
import { isAsked } from '@linli/contract/visit-form'
import type { Dice } from './random.ts'

/** Share of the questions that need no answer and get one, and of the doors where somebody wants something. */
const ANSWERED = 0.7
const WANTS = 0.08

/** Answers of a day on which nothing is wrong; what is wrong becomes a report, which the demo tells elsewhere. */
export function calmAnswers({ questions }: VisitForm, yes: ReadonlySet<string>, dice: Dice): Answers {
  const answers: Record<string, Answers[string]> = {}
  for (const question of questions) {
    const { key, kind, choices, required } = question
    if (!isAsked(questions, question, answers) || !(required || dice.chance(ANSWERED))) continue
    if (kind === 'state') answers[key] = 'fine'
    if (kind === 'yes_no') answers[key] = yes.has(key) ? 'yes' : 'no'
    if (kind === 'choices' && dice.chance(WANTS)) answers[key] = [dice.pick(choices).code]
  }
  return answers
}
