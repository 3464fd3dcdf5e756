import type { DueItem } from '@linli/contract/fieldwork'
import { Icon, Status, useLocale, dateText } from '@linli/ui'
import { Link } from '../router.tsx'
import type { Placed } from '../tasks/day.ts'
import { isLate, pathOf, titleOf } from '../tasks/use-day.ts'
import { messages } from '../words/messages.ts'
import { whyWords } from '../words/why.ts'
import { Facts, TaskFacts } from './task-row.tsx'

interface Props {
  readonly placed: Placed
  readonly syncedAt: string | undefined
  readonly today: string
}

/** One stop of the day, numbered as on the map. */
export function StopRow({ placed: { stop, number, metres }, syncedAt, today }: Props) {
  const t = messages.useMessages()
  const late = isLate(stop, new Date())
  const [first] = stop.kind === 'visit' ? stop.items : []
  const title = titleOf(stop)
  return (
    <li>
      <Link className="task" href={pathOf(stop)}>
        <span className={`task-n${number === null ? ' none' : ''}${late ? ' late' : ''}`}>
          {number ?? <Icon name={first === undefined ? 'note' : first.target === 'grid' ? 'walk' : 'people'} />}
        </span>
        <span className="task-words">
          <strong>
            {first === undefined
              ? title
              : first.target === 'grid'
                ? t.patrolOf(title)
                : first.target === 'organisation'
                  ? t.lookAt(title)
                  : t.callAt(title)}
          </strong>
          <span className="task-facts">
            {stop.kind === 'matter' ? (
              <TaskFacts task={stop.task} syncedAt={syncedAt} />
            ) : (
              <DueFacts items={stop.items} today={today} />
            )}
          </span>
        </span>
        {metres !== null && <span className="task-far">{t.metres(rounded(metres))}</span>}
      </Link>
    </li>
  )
}

function DueFacts({ items, today }: { items: readonly DueItem[]; today: string }) {
  const t = messages.useMessages()
  const { locale } = useLocale()
  const [first, ...others] = items
  if (first === undefined) return null
  const facts = [first.ruleNames[locale], ...others.map(({ ruleNames }) => ruleNames[locale])]
  return (
    <>
      {first.dueBy < today && (
        <Status tone="danger" icon="alert">
          {t.lateDay(dateText(first.dueBy, locale))}
        </Status>
      )}
      <Facts facts={[...new Set(facts), ...whyWords(first, t, locale, today)]} />
    </>
  )
}

/** Nobody counts single metres. */
const rounded = (metres: number) => (metres < 1000 ? Math.max(10, Math.round(metres / 10) * 10) : metres)
