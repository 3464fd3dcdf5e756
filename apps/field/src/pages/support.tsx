import { Icon, localDay, useLocale } from '@linli/ui'
import { useState } from 'react'
import { useFact } from '../account/use-account.ts'
import { doorTitle, useHouseholds } from '../door/use-door.ts'
import { PageHead } from '../parts/page-head.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { useDay } from '../tasks/use-day.ts'
import { doorMessages } from '../words/door.ts'
import { maskName } from '../words/mask.ts'
import { messages } from '../words/messages.ts'
import { whyWords } from '../words/why.ts'

/** Support visits of the day. Nobody reads over a shoulder who gets help: the list opens only after its purpose was read. */
export default function SupportPage() {
  const t = messages.useMessages()
  const w = doorMessages.useMessages()
  const { locale } = useLocale()
  const day = useDay()
  const households = useHouseholds() ?? []
  const needNames = useFact('fieldBasics')?.needNames ?? {}
  const [open, setOpen] = useState(false)
  const items = day?.support ?? []
  const today = localDay()
  return (
    <>
      <PageHead title={w.supportTitle} back={paths.today()} />
      {items.length === 0 ? (
        <p className="empty">{w.supportNone}</p>
      ) : open ? (
        <ol className="tasks">
          {items.map((item) => {
            const household = households.find(({ id }) => id === item.householdId)
            const person = household?.members.find(({ id }) => id === item.subject.id)
            const needs = item.why.needKinds.map((kind) => needNames[kind]?.[locale] ?? kind)
            return (
              <li key={item.id}>
                <Link className="task" href={paths.visit('person', item.subject.id)}>
                  <span className="task-n none">
                    <Icon name="heart" />
                  </span>
                  <span className="task-words">
                    <strong>
                      {[
                        ...(household ? [doorTitle(household, w)] : [item.title]),
                        ...(person ? [maskName(person.name)] : []),
                      ].join(' · ')}
                    </strong>
                    <span className="task-facts">{[...needs, ...whyWords(item, t, locale, today)].join(' · ')}</span>
                  </span>
                </Link>
              </li>
            )
          })}
        </ol>
      ) : (
        <div className="matter">
          <p>{t.supportVisits(items.length)}</p>
          <p>{w.supportWhy}</p>
          <button type="button" className="button main" onClick={() => setOpen(true)}>
            <Icon name="lock" />
            {w.supportOpen}
          </button>
        </div>
      )}
    </>
  )
}
