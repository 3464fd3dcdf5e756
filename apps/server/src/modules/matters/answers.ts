import type { CategoryRules } from '@linli/contract/categories'
import type { Answer, Question, ShownAnswer } from '@linli/contract/questions'
import type { Fault } from '../../platform/problem/problem.ts'

/**
 * What is wrong with answers to these questions. Answers to none of them are let be: a phone with yesterday's catalogue,
 * or a system with a form of its own, knows more than we asked.
 */
export function faultsOfAnswers(questions: readonly Question[], answers: readonly Answer[]): Fault[] {
  return answers.flatMap(({ code, values }, index) => {
    const question = questions.find((one) => one.code === code)
    const rule = question && ruleBroken(question, values)
    return rule ? [{ path: `answers.${index}`, rule, limit: code }] : []
  })
}

function ruleBroken({ kind, values: offered }: Question, values: readonly string[]): string | null {
  if (kind !== 'multivaluelist' && values.length > 1) return 'answer_single'
  const [value = ''] = values
  switch (kind) {
    case 'string':
      return /[\r\n]/.test(value) ? 'answer_one_line' : null
    case 'text':
      return null
    case 'number':
      return Number.isFinite(Number(value)) ? null : 'answer_number'
    case 'datetime':
      return /^\d{4}-\d\d-\d\d([T ]|$)/.test(value) && !Number.isNaN(Date.parse(value)) ? null : 'answer_datetime'
    case 'singlevaluelist':
    case 'multivaluelist':
      return values.every((one) => offered.some(({ key }) => key === one)) ? null : 'answer_choice'
  }
}

/** The required questions that nothing was answered to. */
export function unanswered(questions: readonly Question[], answers: readonly Answer[]): Question[] {
  return questions.filter(({ required, code }) => required && !answers.some((answer) => answer.code === code))
}

/** Answers in the order of the questions, what nobody asked last. */
export function shownAnswers({ questions }: CategoryRules, answers: readonly Answer[]): ShownAnswer[] {
  const place = ({ code }: Answer) => {
    const index = questions.findIndex((question) => question.code === code)
    return index === -1 ? questions.length : index
  }
  return answers
    .toSorted((one, other) => place(one) - place(other))
    .map(({ code, values }) => {
      const question = questions.find((one) => one.code === code)
      const named = (value: string) => question?.values.find(({ key }) => key === value)?.names
      return {
        code,
        names: question?.names ?? null,
        values: values.map((value) => named(value) ?? { zh: value, en: value }),
      }
    })
}
