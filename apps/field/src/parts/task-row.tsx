import type { WorkItem } from '@linli/contract/work-items'
import { ClockTag, Icon, Status, useLocale, whenText } from '@linli/ui'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { clockSaid } from '../tasks/clock.ts'
import { messages, type Words } from '../words/messages.ts'

interface Props {
  readonly task: WorkItem
  readonly syncedAt: string | undefined
}

/** A matter that is done here and waits to be sent. */
export function TaskRow({ task, syncedAt }: Props) {
  return (
    <li>
      <Link className="task" href={paths.matter(task.subjectId)}>
        <span className="task-n none">
          <Icon name="up" />
        </span>
        <span className="task-words">
          <strong>{task.title}</strong>
          <span className="task-facts">
            <TaskFacts task={task} syncedAt={syncedAt} />
          </span>
        </span>
      </Link>
    </li>
  )
}

export function TaskFacts({ task, syncedAt }: Props) {
  const t = messages.useMessages()
  return (
    <>
      {task.danger && (
        <Status tone="danger" icon="alert">
          {t.danger}
        </Status>
      )}
      <TaskClock task={task} syncedAt={syncedAt} />
      <Facts facts={factsOf(task, t)} />
    </>
  )
}

/** One after the other; a line breaks between them and not within. */
export function Facts({ facts }: { facts: readonly string[] }) {
  return (
    <span>
      {facts.map((fact, index) => (
        <span key={fact} className="task-fact">
          {index < facts.length - 1 ? `${fact} · ` : fact}
        </span>
      ))}
    </span>
  )
}

export function TaskClock({ task, syncedAt }: Props) {
  const t = messages.useMessages()
  const { locale } = useLocale()
  const said = clockSaid(task, syncedAt, Date.now())
  switch (said.kind) {
    case 'none':
      return null
    case 'paused':
      return (
        <Status tone="neutral" icon="pause">
          {t.paused}
        </Status>
      )
    case 'remaining':
      return <ClockTag clock={{ remainingMinutes: said.minutes, limit: { unit: task.dueUnit } }} />
    case 'due':
      return (
        <Status tone="info" icon="clock">
          {t.dueBy(whenText(said.at, locale))}
        </Status>
      )
    case 'overdue':
      return (
        <Status tone="danger" icon="alert">
          {t.overdueSince(whenText(said.at, locale))}
        </Status>
      )
  }
}

const kindWords: Readonly<Record<string, 'kindHandle' | 'kindAssist' | 'kindVerify'>> = {
  handle: 'kindHandle',
  assist: 'kindAssist',
  verify: 'kindVerify',
}

/** The inbox's facts are free-form by contract, since any module may write them: each is taken only if it is as expected. */
function factsOf(task: WorkItem, t: Words): string[] {
  const { reporter, followers, address } = task.facts
  const kind = kindWords[task.kind]
  const name = isRecord(reporter) && typeof reporter['name'] === 'string' ? reporter['name'] : null
  return [
    ...(kind === undefined ? [] : [t[kind]]),
    ...(typeof address === 'string' && address !== '' && !task.title.includes(address) ? [address] : []),
    ...(name ? [t.reportedBy(name)] : []),
    ...(typeof followers === 'number' && followers > 1 ? [t.followers(followers)] : []),
  ]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
