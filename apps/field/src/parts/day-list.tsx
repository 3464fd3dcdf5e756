import type { WorkItem } from '@linli/contract/work-items'
import { Icon, Status } from '@linli/ui'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import type { MyDay } from '../tasks/use-day.ts'
import { messages } from '../words/messages.ts'
import { StopRow } from './stop-row.tsx'

/** What is left of the day, in the order of the map; then what has no place there. */
export function DayList({ day }: { day: MyDay }) {
  const t = messages.useMessages()
  return (
    <ol className="tasks">
      {day.stops.map((placed) => (
        <StopRow key={placed.stop.key} placed={placed} syncedAt={day.syncedAt} today={day.today} />
      ))}
      {day.refusable.map((task) => (
        <Refusable key={task.id} task={task} />
      ))}
      {day.support.length > 0 && (
        <li>
          <Link className="task" href={paths.support()}>
            <span className="task-n none">
              <Icon name="heart" />
            </span>
            <span className="task-words">
              <strong>{t.supportVisits(day.support.length)}</strong>
              <span className="task-facts">{t.supportHidden}</span>
            </span>
            <Icon name="lock" />
          </Link>
        </li>
      )}
    </ol>
  )
}

function Refusable({ task }: { task: WorkItem }) {
  const t = messages.useMessages()
  return (
    <li className="task">
      <span className="task-n none">
        <Icon name="ban" />
      </span>
      <span className="task-words">
        <Link className="task-title" href={paths.matter(task.subjectId)}>
          {task.title}
        </Link>
        <span className="task-facts">
          <Status tone="neutral" icon="ban">
            {t.notAdmitted}
          </Status>
          {t.refuseHarmless}
        </span>
      </span>
      <Link className="button" href={paths.action(task.subjectId, 'return')}>
        {t.refuse}
      </Link>
    </li>
  )
}

/** How much is left: 还有 6 件，按行走顺序 · 约 1.8 公里 · 已办 2. */
export function DayCount({ day }: { day: MyDay }) {
  const t = messages.useMessages()
  const left = day.stops.length + day.refusable.length + day.support.length
  const walked = day.metres > 0 ? [t.about(t.metres(day.metres))] : []
  return (
    <h2 className="list-head">
      <b>{[t.todo(left), ...(day.path.length > 1 ? [t.inWalkingOrder] : [])].join(t.comma)}</b>
      <span>{[...walked, t.doneHere(day.done)].join(' · ')}</span>
    </h2>
  )
}
