import { categoryRoutes } from '@linli/contract/categories'
import type { MatterEntry } from '@linli/contract/matters'
import { useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { useMessages } from './messages.ts'

/** Reasons from which a person picks, kept: they change with a version of the platform. */
export const useReasons = () => useQuery({ ...reading(categoryRoutes.listReasons, {}), staleTime: 600_000 })

type Words = Readonly<Record<string, string>>

/** What an entry says that changed, in words: names stand for themselves, of codes everything has its own list. */
export function useChangeWords(): (entry: MatterEntry) => string {
  const m = useMessages()
  const { locale } = useLocale()
  const reasons = useReasons()
  const lists: Readonly<Record<string, Words>> = {
    clock: m.clockKinds,
    supervision: m.levels,
    extension: m.extensionAnswers,
    result: { passed: m.passed, failed: m.failed },
    answer: m.answers,
    desk: m.desks,
  }
  const reasonOf = (kind: string, code: string) =>
    kind === 'decline' || kind === 'return' || kind === 'pause'
      ? reasons.data?.[kind].find((reason) => reason.code === code)?.names[locale]
      : undefined
  const limitOf = (limit: string) => {
    const [amount, unit = ''] = limit.split(' ')
    return `${amount} ${m.units[unit] ?? unit}`
  }
  const wordOf = (kind: string, key: string, value: string) => {
    if (key === 'reason') return reasonOf(kind, value) ?? value
    return key === 'limit' ? limitOf(value) : (lists[key]?.[value] ?? value)
  }
  return ({ kind, changes }) =>
    Object.entries(changes)
      .map(([key, [was, is]]) => {
        // That nobody supervised it before goes without saying.
        const told = [key === 'supervision' && was === 'none' ? null : was, is]
        return told.flatMap((value) => (value === null ? [] : [wordOf(kind, key, value)])).join(' → ')
      })
      .filter(Boolean)
      .join(locale === 'zh' ? '；' : '; ')
}
