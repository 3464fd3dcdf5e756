import type { Names } from '@linli/contract/common'
import { dateText, Icon, localDay, timeText, useLocale } from '@linli/ui'
import { useEntries } from '../account/use-account.ts'
import type { Door } from '../forms/door-form.ts'
import { PageHead } from '../parts/page-head.tsx'
import { paths } from '../paths.ts'
import { pendingVisits } from '../tasks/day.ts'
import { doorMessages } from '../words/door.ts'
import { messages } from '../words/messages.ts'
import { ruleWords, whyWords } from '../words/why.ts'

interface Props {
  readonly door: Door
  readonly named: boolean
  readonly onNames: (named: boolean) => void
  readonly needNames: Readonly<Record<string, Names>>
}

/** Which door it is, when somebody was here last, and why one comes today. */
export function DoorHead({ door, named, onNames, needNames }: Props) {
  const t = messages.useMessages()
  const w = doorMessages.useMessages()
  const { locale } = useLocale()
  const entries = useEntries() ?? []
  const today = localDay()
  const { household, subject } = door
  const waiting = pendingVisits(entries, door.orderBy).at(-1)
  const last = household?.lastVisitOn
  const support = subject.kind === 'person'
  return (
    <>
      <PageHead
        title={door.title}
        back={support ? paths.support() : paths.today()}
        under={
          household === null
            ? door.address
            : [
                ...(support ? [t.supportVisits(1)] : [w.onFile(household.members.length)]),
                last ? w.lastVisit(dateText(last, locale)) : w.noVisitYet,
              ].join(' · ')
        }
        beside={
          door.persons.length > 0 && (
            <button type="button" className="button quiet" aria-pressed={named} onClick={() => onNames(!named)}>
              <Icon name={named ? 'eyeoff' : 'eye'} />
              {named ? w.hideNames : w.showNames}
            </button>
          )
        }
      />
      <div className="door-notes">
        {named && <p className="hint">{support ? w.supportPurpose : w.namesRecorded}</p>}
        {waiting && <p className="note">{w.visitWaits(timeText(waiting.capturedAt))}</p>}
        {household?.visitsDeclined && <p className="note warn">{w.declinedBefore}</p>}
        {door.due.length > 0 && (
          <details className="why">
            <summary>
              <b>{w.whyDue}</b>
              <span>
                {door.due.flatMap((item) => [item.ruleNames[locale], ...whyWords(item, t, locale, today)]).join(' · ')}
              </span>
            </summary>
            {door.due.map((item) => (
              <div key={item.id}>
                <p>{ruleWords(item, t, locale)}</p>
                {item.why.needKinds.length > 0 && (
                  <p>{item.why.needKinds.map((kind) => needNames[kind]?.[locale] ?? kind).join('、')}</p>
                )}
                {item.lookAt && <p>{`${w.lookAtHere}：${item.lookAt}`}</p>}
              </div>
            ))}
          </details>
        )}
      </div>
    </>
  )
}
