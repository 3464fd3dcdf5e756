import type { RegisterExport } from '@linli/contract/people-lists'
import { useLocale, whenText } from '@linli/ui'
import { useMessages } from './messages.ts'

/** The cells that say what an export is about. */
export function ExportFacts({ one }: { one: RegisterExport }) {
  const m = useMessages()
  const { locale } = useLocale()
  const groups = one.groups.map((group) => m.groupNames[group]).join(locale === 'zh' ? '、' : ', ')
  return (
    <>
      <td>{one.number}</td>
      <td>{[one.report, one.areaName, m.persons(one.persons), groups].filter(Boolean).join(' · ')}</td>
      <td>{one.words}</td>
      <td>{[one.by?.name, whenText(one.at, locale)].filter(Boolean).join(' · ')}</td>
    </>
  )
}
