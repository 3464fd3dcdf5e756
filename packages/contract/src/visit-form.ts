import type { Answer, Answers, FormQuestion } from './fieldwork-shapes.ts'

/** Valid for every question: nobody is made to answer. */
export const UNSAID = ['unknown', 'declined'] as const
export const STATES = ['fine', 'trouble', 'unclear'] as const
export const YES_NO = ['yes', 'no'] as const

type Asked = Pick<FormQuestion, 'key' | 'kind' | 'choices' | 'required' | 'least' | 'most' | 'askedIf'>
type Json = Record<string, unknown>

/** Codes that an answer may be; null where it is a number, a day or words. */
export function codesOf({ kind, choices }: Pick<FormQuestion, 'kind' | 'choices'>): readonly string[] | null {
  switch (kind) {
    case 'state':
      return STATES
    case 'yes_no':
      return YES_NO
    case 'choice':
    case 'choices':
      return choices.map(({ code }) => code)
    case 'number':
    case 'date':
    case 'text':
      return null
  }
}

/** JSON Schema of the answers to a form; a question that is skipped need not be answered. */
export function answersSchema(questions: readonly Asked[]): Json {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(questions.map((question) => [question.key, answerSchema(question)])),
    required: questions.filter(({ required, askedIf }) => required && askedIf === null).map(({ key }) => key),
    allOf: questions.flatMap(({ key, required, askedIf }) =>
      required && askedIf !== null ? [{ anyOf: [{ not: condition(askedIf) }, { required: [key] }] }] : [],
    ),
  }
}

const condition = ({ key, anyOf }: NonNullable<FormQuestion['askedIf']>): Json => ({
  required: [key],
  properties: { [key]: { anyOf: [{ enum: anyOf }, { type: 'array', contains: { enum: anyOf } }] } },
})

function answerSchema(question: Asked): Json {
  const unsaid = { enum: UNSAID }
  const codes = codesOf(question)
  if (question.kind === 'choices')
    return { anyOf: [{ type: 'array', items: { enum: codes }, uniqueItems: true, maxItems: 30 }, unsaid] }
  if (codes !== null) return { enum: [...codes, ...UNSAID] }
  if (question.kind === 'number') {
    const { least, most } = question
    const range = {
      ...(least === undefined ? {} : { minimum: least }),
      ...(most === undefined ? {} : { maximum: most }),
    }
    return { anyOf: [{ type: 'number', ...range }, unsaid] }
  }
  if (question.kind === 'date') return { anyOf: [{ type: 'string', format: 'date' }, unsaid] }
  return { type: 'string', maxLength: 1000 }
}

/** Whether these answers lead to the question (skip logic); one that is asked of nobody leads nowhere either. */
export function isAsked(questions: readonly Asked[], question: Asked, answers: Answers): boolean {
  const { askedIf } = question
  if (askedIf === null) return true
  const before = questions.find(({ key }) => key === askedIf.key)
  return before !== undefined && isAsked(questions, before, answers) && isOneOf(answers[askedIf.key], askedIf.anyOf)
}

/** Whether this answer asks for a picture. */
export const asksPicture = ({ photoIf }: Pick<FormQuestion, 'photoIf'>, answer: Answer | undefined): boolean =>
  isOneOf(answer, photoIf)

function isOneOf(answer: Answer | undefined, codes: readonly string[]): boolean {
  return [answer].flat().some((one) => typeof one === 'string' && codes.includes(one))
}

/** What is wrong with the answers, by key: what the JSON Schema of the form says, for server and phone alike. */
export function faultsOfAnswers(questions: readonly Asked[], answers: Answers): { key: string; rule: string }[] {
  const known = new Map(questions.map((question) => [question.key, question]))
  const faults: { key: string; rule: string }[] = []
  for (const [key, answer] of Object.entries(answers)) {
    const question = known.get(key)
    if (!question) faults.push({ key, rule: 'unknown_field' })
    else if (!fits(question, answer)) faults.push({ key, rule: 'not_in_list' })
  }
  for (const question of questions) {
    const missing = question.required && answers[question.key] === undefined
    if (missing && isAsked(questions, question, answers)) faults.push({ key: question.key, rule: 'required' })
  }
  return faults
}

function fits(question: Asked, answer: Answer): boolean {
  if (typeof answer === 'string' && UNSAID.some((word) => word === answer)) return true
  const codes = codesOf(question)
  switch (question.kind) {
    case 'state':
    case 'yes_no':
    case 'choice':
      return typeof answer === 'string' && codes !== null && codes.includes(answer)
    case 'choices':
      return (
        Array.isArray(answer) &&
        new Set(answer).size === answer.length &&
        answer.every((code) => codes !== null && codes.includes(code))
      )
    case 'number':
      return (
        typeof answer === 'number' && answer >= (question.least ?? -Infinity) && answer <= (question.most ?? Infinity)
      )
    case 'date':
      return typeof answer === 'string' && isDay(answer)
    case 'text':
      return typeof answer === 'string'
  }
}

const isDay = (day: string) =>
  /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day)
