import { Icon, timeText } from '@linli/ui'
import type { Entry } from '../outbox/entry.ts'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { messages } from '../words/messages.ts'

/** Visits that are done here and wait to be sent; the outbox is where they can still be changed. */
export function VisitsPending({ entries }: { entries: readonly Entry[] }) {
  const t = messages.useMessages()
  return entries.map((entry) => (
    <li key={entry.id}>
      <Link className="task" href={paths.outbox()}>
        <span className="task-n none">
          <Icon name="up" />
        </span>
        <span className="task-words">
          <strong>{t.callAt(entry.title)}</strong>
          <span className="task-facts">{timeText(entry.capturedAt)}</span>
        </span>
      </Link>
    </li>
  ))
}
