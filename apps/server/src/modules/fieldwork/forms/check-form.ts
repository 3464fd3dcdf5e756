import type { VisitFormText } from '@linli/contract/duty'
import type { FormQuestion } from '@linli/contract/fieldwork-shapes'
import type { CatalogueField } from '@linli/contract/people-fields'
import { codesOf, UNSAID } from '@linli/contract/visit-form'
import { Faults } from '../../../platform/problem/faults.ts'

export interface Catalogues {
  readonly fields: readonly CatalogueField[]
  readonly categories: ReadonlySet<string>
}

/** Kinds of question by the type of the field that the answer goes to. */
const kindsFor: Readonly<Record<CatalogueField['shape']['type'], readonly FormQuestion['kind'][]>> = {
  text: ['text'],
  choice: ['choice'],
  date: ['date'],
  number: ['number'],
  flag: ['yes_no'],
}

/** @throws Problem `input.invalid` with everything in the form that cannot be asked. */
export function refuseUnaskable({ deeds, questions }: VisitFormText, catalogues: Catalogues): void {
  const faults = new Faults('form.')
  for (const [at, { code }] of deeds.entries())
    if (deeds.findIndex((other) => other.code === code) < at) faults.add(`deeds.${at}.code`, 'key_taken')
  for (const [at, question] of questions.entries()) {
    const add = (path: string, rule: string) => faults.add(`questions.${at}.${path}`, rule)
    if (questions.findIndex(({ key }) => key === question.key) < at) add('key', 'key_taken')
    checkChoices(question, add)
    checkLinks(question, questions.slice(0, at), add)
    checkTargets(question, catalogues, add)
  }
  faults.refuse()
}

type Add = (path: string, rule: string) => void

function checkChoices({ kind, choices, least, most }: FormQuestion, add: Add): void {
  const codes = choices.map(({ code }) => code)
  if (kind === 'choice' || kind === 'choices') {
    if (codes.length < 2) add('choices', 'choices_missing')
    if (new Set(codes).size < codes.length || codes.includes('')) add('choices', 'key_taken')
    if (codes.some((code) => UNSAID.some((word) => word === code))) add('choices', 'code_reserved')
  } else if (codes.length > 0) add('choices', 'choices_unused')
  if (least !== undefined && most !== undefined && least > most) add('most', 'least_above_most')
}

function checkLinks(question: FormQuestion, before: readonly FormQuestion[], add: Add): void {
  const { askedIf, photoIf } = question
  const answers = (one: FormQuestion) => [...(codesOf(one) ?? []), ...UNSAID]
  if (askedIf !== null) {
    const asked = before.find(({ key }) => key === askedIf.key)
    if (!asked) add('askedIf.key', 'asked_after')
    else if (askedIf.anyOf.some((code) => !answers(asked).includes(code))) add('askedIf.anyOf', 'not_an_answer')
  }
  if (photoIf.some((code) => !answers(question).includes(code))) add('photoIf', 'not_an_answer')
}

function checkTargets({ field, matterCategory, kind, choices }: FormQuestion, known: Catalogues, add: Add): void {
  if (matterCategory !== null && !known.categories.has(matterCategory)) add('matterCategory', 'category_unknown')
  if (field === null) return
  const entry = known.fields.find(({ subject, code }) => `${subject}.${code}` === field)
  if (!entry) return add('field', 'field_unknown')
  // What is sealed is said to the register itself, never carried around in answers.
  if (entry.storage === 'sealed') return add('field', 'field_sealed')
  const options = entry.shape.options?.map(({ code }) => code)
  const outside = options !== undefined && choices.some(({ code }) => !options.includes(code))
  if (!kindsFor[entry.shape.type].includes(kind) || outside) add('field', 'field_shape')
}
