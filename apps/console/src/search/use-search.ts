import type { Me } from '@linli/contract/sign-in'
import { searchRoutes } from '@linli/contract/search'
import { useLocale } from '@linli/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { reading } from '../api.ts'
import { paths } from '../paths.ts'
import { useMessages } from './messages.ts'
import { findPages } from './page-words.ts'
import { recentOf } from './recent.ts'
import { hitRow, pageRow, recentRow, type Row } from './rows.ts'

const REST_MS = 120
export const ASK_REGISTER = 'ask the register'

/** The lines of the panel for what is typed. The register is asked only once somebody has chosen to (`inRegister`). */
export function useSearch(me: Me, typed: string, inRegister: string | null, isOpen: boolean) {
  const m = useMessages()
  const { locale } = useLocale()
  const rested = useRested(typed)
  const some = useQuery({
    ...reading(searchRoutes.searchAll, { q: rested }),
    enabled: isOpen && rested !== '',
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })
  const people = useQuery({
    ...reading(searchRoutes.searchAll, { q: typed, groups: ['register'], limit: 10 }),
    enabled: isOpen && typed !== '' && inRegister === typed,
    staleTime: 60_000,
  })
  if (typed === '') {
    const rows = recentOf(me.id).map((one) => recentRow(one, m.recent))
    return { rows, settled: true, failed: false, isRegister: false }
  }
  if (inRegister === typed) {
    const hits = people.data?.groups.flatMap(({ items }) => items) ?? []
    const group = m.groups['register'] ?? ''
    const rows = hits.map((hit) => hitRow(hit, group, locale))
    return { rows, settled: people.data !== undefined, failed: people.isError, isRegister: true }
  }
  const groups = some.data?.groups ?? []
  const rows: Row[] = [
    ...findPages(me, typed, locale).map((page) => pageRow(page, m.pages)),
    ...groups.flatMap(({ group, items }) => items.map((hit) => hitRow(hit, m.groups[group] ?? '', locale))),
  ]
  if (groups.some(({ group, more }) => group === 'matters' && more))
    rows.push(action('all matters', m.inMatters(typed), 'list', `${paths.matters}?q=${encodeURIComponent(typed)}`))
  if (me.permissions.includes('register.read'))
    rows.push({ ...action(ASK_REGISTER, m.inRegister(typed), 'me', null), detail: m.inRegisterHint })
  return {
    rows,
    settled: rested === typed && !some.isPlaceholderData && some.data !== undefined,
    failed: some.isError,
    isRegister: false,
  }
}

const action = (id: string, title: string, icon: Row['icon'], to: string | null): Row => ({
  id,
  group: '',
  title,
  detail: '',
  icon,
  to,
})

function useRested(typed: string): string {
  const [rested, rest] = useState(typed)
  useEffect(() => {
    const timer = setTimeout(() => rest(typed), REST_MS)
    return () => clearTimeout(timer)
  }, [typed])
  return rested
}
