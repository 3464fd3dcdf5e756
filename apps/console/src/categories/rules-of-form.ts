import { type CategoryRules, Evidence, SettleLevel } from '@linli/contract/categories'
import { type Limit, LimitUnit } from '@linli/contract/clock'
import type { Question } from '@linli/contract/questions'
import { fieldText } from '@linli/ui'

/** What a new category begins with. */
export const blank: CategoryRules = {
  code: '',
  classNames: { zh: '', en: '' },
  names: { zh: '', en: '' },
  keywords: [],
  departmentCode: null,
  settleLevel: 'village',
  limits: {
    whole: { amount: 5, unit: 'work_day' },
    accept: { amount: 2, unit: 'work_hour' },
    dispatch: { amount: 2, unit: 'work_hour' },
    handle: { amount: 3, unit: 'work_day' },
    verify: { amount: 1, unit: 'work_day' },
  },
  acceptWhen: { zh: '', en: '' },
  closeWhen: { zh: '', en: '' },
  evidence: 'words',
  danger: false,
  childHarm: false,
  confidential: false,
  publicNearby: false,
  unsorted: false,
  questions: [],
}

/** What an administrator filled in; the server holds it to the rules of a category. */
export function rulesOf(form: FormData, questions: readonly Question[]): CategoryRules {
  const text = (name: string) => fieldText(form, name).trim()
  const both = (name: string) => ({ zh: text(`${name}.zh`), en: text(`${name}.en`) })
  const limit = (step: string): Limit => ({
    amount: Number(text(`${step}.amount`)),
    unit: LimitUnit.parse(text(`${step}.unit`)),
  })
  return {
    code: text('code'),
    classNames: both('classNames'),
    names: both('names'),
    keywords: text('keywords')
      .split(/[、,，\n]/)
      .map((word) => word.trim())
      .filter(Boolean),
    departmentCode: text('department') || null,
    settleLevel: SettleLevel.parse(text('level')),
    evidence: Evidence.parse(text('evidence')),
    limits: {
      whole: limit('whole'),
      accept: limit('accept'),
      dispatch: limit('dispatch'),
      handle: limit('handle'),
      verify: limit('verify'),
    },
    acceptWhen: both('acceptWhen'),
    closeWhen: both('closeWhen'),
    danger: form.has('danger'),
    childHarm: form.has('childHarm'),
    confidential: form.has('confidential'),
    publicNearby: form.has('publicNearby'),
    unsorted: form.has('unsorted'),
    questions: [...questions],
  }
}
