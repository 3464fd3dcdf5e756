import { faultText, ProblemError, problemText } from '@linli/client'
import { dutyRoutes } from '@linli/contract/duty'
import type { RulePreview } from '@linli/contract/duty-load'
import type { DutyRuleTerms } from '@linli/contract/fieldwork'
import { useLocale } from '@linli/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { client } from '../api.ts'
import type { Refused } from '../pages/use-command.ts'

/** Nobody has stopped writing yet. */
const PAUSE_MS = 500

export interface Preview {
  readonly load: RulePreview | null
  readonly busy: boolean
  /** What makes no sense so far. */
  readonly refused: Refused
  readonly retry: () => void
}

/** The load that a rule would make, and what is wrong with it, a moment after each change. */
export function usePreview(code: string, terms: DutyRuleTerms, areaId: string | null): Preview {
  const { locale } = useLocale()
  const key = JSON.stringify(terms)
  const [settled, settle] = useState(key)
  useEffect(() => {
    const timer = setTimeout(() => settle(key), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [key])
  const query = useQuery({
    queryKey: [dutyRoutes.previewDutyRule.path, code, settled, areaId],
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      client.call(
        dutyRoutes.previewDutyRule,
        // Written a moment ago by this very page.
        { code, terms: JSON.parse(settled) as DutyRuleTerms, ...(areaId === null ? {} : { areaId }) },
        { signal },
      ),
  })
  const { error } = query
  const faults = error instanceof ProblemError ? error.faults : []
  return {
    load: error ? null : (query.data ?? null),
    busy: query.isFetching || key !== settled,
    refused: {
      fault: error ? problemText(error, locale) : null,
      faults: Object.fromEntries(faults.map((fault) => [fault.path, faultText(fault, locale)])),
    },
    retry: () => void query.refetch(),
  }
}
