import type { DutyPeriod, DutyRuleTerms } from '@linli/contract/fieldwork-shapes'
import { Faults } from '../../../platform/problem/faults.ts'
import { needKinds, organisationKinds } from '../../people/index.ts'

const DAYS: Readonly<Record<DutyPeriod, number>> = {
  day: 1,
  week: 7,
  month: 28,
  quarter: 90,
  half_year: 181,
  year: 365,
}
const MINUTES_OF_A_DAY = 480

const needCodes = new Set(needKinds.map(({ code }) => code))
const placeCodes = new Set(organisationKinds.kinds.map(({ code }) => code))

/** @throws Problem `input.invalid` with everything in the terms that makes no sense. */
export function refuseNonsense(terms: DutyRuleTerms, forms: ReadonlySet<string>): void {
  const faults = new Faults('terms.')
  const { target, mode, per, times, weekdays, minutes } = terms
  if (mode === 'quota') {
    if (per !== 'day') faults.add('per', 'quota_is_daily')
    if (target === 'grid' || target === 'need') faults.add('mode', 'quota_target')
  } else if (per !== 'day' && times > daysFor(per, weekdays)) faults.add('times', 'more_than_days')
  if (per === 'day' && times * minutes > MINUTES_OF_A_DAY) faults.add('minutes', 'minutes_of_day')
  if (target === 'need') {
    if (terms.needKinds.length === 0) faults.add('needKinds', 'required')
    if (terms.needKinds.some((code) => !needCodes.has(code))) faults.add('needKinds', 'need_kind')
  } else if (terms.needKinds.length > 0) faults.add('needKinds', 'need_kinds_unused')
  if (target === 'organisation') {
    if (terms.organisationKinds.length === 0) faults.add('organisationKinds', 'required')
    if (terms.organisationKinds.some((code) => !placeCodes.has(code)))
      faults.add('organisationKinds', 'organisation_kind')
  } else if (terms.organisationKinds.length > 0) faults.add('organisationKinds', 'kinds_unused')
  if (target === 'grid' && terms.firstWithinDays !== null) faults.add('firstWithinDays', 'grid_has_no_first')
  if (per !== 'day' && terms.retryAfterDays > DAYS[per]) faults.add('retryAfterDays', 'retry_beyond_period')
  if (terms.formCode !== null && !forms.has(terms.formCode)) faults.add('formCode', 'form_unknown')
  faults.refuse()
}

/** Days of a period on which it can be done. */
const daysFor = (per: DutyPeriod, weekdays: readonly number[]) =>
  weekdays.length === 0 ? DAYS[per] : Math.max(1, Math.floor((DAYS[per] / 7) * new Set(weekdays).size))
