import { dutyRoutes } from '@linli/contract/duty'
import type { DutyRuleTerms } from '@linli/contract/fieldwork'
import { useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { useMessages } from './messages.ts'

/** Forms in use; changed seldom, and here. */
export function useForms() {
  return useQuery(reading(dutyRoutes.listVisitForms, {})).data?.items ?? []
}

/** A rule as one would say it to a worker. */
export function useRuleWords(): (terms: DutyRuleTerms) => string {
  const m = useMessages()
  const { locale } = useLocale()
  const forms = useForms()
  return ({ target, areaClass, mode, per, times, weekdays, months, firstWithinDays, minutes, formCode }) => {
    const form = forms.find(({ code }) => code === formCode)
    const often =
      mode === 'quota' ? m.quota(times) : target === 'grid' ? m.round(m.pers[per], times) : m.each(m.pers[per], times)
    const days = [...months.map((month) => m.month(month)), ...weekdays.map((day) => m.weekday[day] ?? '')]
    return [
      m.targets[target],
      m.areas[areaClass],
      often,
      ...(days.length > 0 ? [m.onDays(days.join('、'))] : []),
      ...(firstWithinDays === null ? [] : [m.first(firstWithinDays)]),
      m.takes(minutes),
      ...(form ? [m.by(form.names[locale])] : []),
    ].join(locale === 'zh' ? '，' : ', ')
  }
}
