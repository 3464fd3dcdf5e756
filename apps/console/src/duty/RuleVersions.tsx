import { dutyRoutes } from '@linli/contract/duty'
import { dateText, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { useMessages } from './messages.ts'
import { useRuleWords } from './rule-words.ts'

/** What the rule was, since when, and who changed it. */
export function RuleVersions({ code }: { readonly code: string }) {
  const m = useMessages()
  const words = useRuleWords()
  const { locale } = useLocale()
  const versions = useQuery(reading(dutyRoutes.listDutyRuleVersions, { code }))
  if (versions.error) return <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />
  if (!versions.data) return <Loading />
  return (
    <ol className="versions">
      {versions.data.items.map((rule) => (
        <li key={rule.id}>
          <b>{`${m.version(rule.version)} · ${m.states[rule.state]}`}</b>{' '}
          {[
            rule.ends ? m.ended : words(rule),
            m.since(dateText(rule.validFrom, locale), rule.validTo === null ? null : dateText(rule.validTo, locale)),
            rule.changedBy === null ? m.standard : m.changedBy(rule.changedBy),
            ...(rule.decidedBy === null ? [] : [m.decidedBy(rule.decidedBy)]),
            ...(rule.words === '' ? [] : [rule.words]),
          ].join(' · ')}
        </li>
      ))}
    </ol>
  )
}
