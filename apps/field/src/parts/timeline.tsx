import type { MatterEntry } from '@linli/contract/matters'
import { fullText, useLocale, whenText } from '@linli/ui'
import { entryWords } from '../words/timeline.ts'

/** Newest first: what happened last decides what to do now. */
export function Timeline({ entries }: { entries: readonly MatterEntry[] }) {
  const { locale } = useLocale()
  return (
    <ol className="timeline">
      {entries
        .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
        .map((entry) => (
          <li key={entry.id}>
            <p className="timeline-head">
              <b>{entryWords(entry.kind, locale)}</b>
              <time dateTime={entry.at} title={fullText(entry.at, locale)}>
                {whenText(entry.at, locale)}
              </time>
            </p>
            <p className="hint">{[entry.by.unit, entry.by.name].filter(Boolean).join(' ')}</p>
            {entry.words && <p>{entry.words}</p>}
          </li>
        ))}
    </ol>
  )
}
