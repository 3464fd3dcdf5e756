import { problemText, ProblemError } from '@linli/client'
import { type SeveralAction, severalRoutes } from '@linli/contract/matter-several'
import { problemStatus } from '@linli/contract/problems'
import type { WorkItem } from '@linli/contract/work-items'
import { useLocale } from '@linli/ui'
import { useState } from 'react'
import { refreshMatters } from '../api.ts'
import { say } from '../frame/said.ts'
import { useCommand } from '../pages/use-command.ts'
import { DispatchSeveral } from './DispatchSeveral.tsx'
import { type Several, severalFor } from './entries.ts'
import { useMessages } from './messages.ts'

/** What may be done to all that are selected. Each stays a decision of its own; what could not be done is said of each. */
export function SeveralBar({ items, onDone }: { items: readonly WorkItem[]; onDone: () => void }) {
  const m = useMessages()
  const { locale } = useLocale()
  const [dispatching, dispatch] = useState(false)
  const [refused, refuse] = useState<readonly string[]>([])
  const several = useCommand(severalRoutes.actOnSeveral, [])

  async function run(what: SeveralAction) {
    const answer = await several.run({ what })
    if (!answer) return
    dispatch(false)
    refreshMatters()
    const titles = new Map(items.map(({ subjectId, title }) => [subjectId, title]))
    refuse(
      answer.refused.map(({ matterId, code, details }) => {
        const problem = new ProblemError({
          type: '',
          title: '',
          status: problemStatus[code],
          code,
          details,
          requestId: '',
        })
        return `${titles.get(matterId) ?? ''}：${problemText(problem, locale)}`
      }),
    )
    say({ words: `${m.severalDone[what.action]} ${m.done(answer.done.length)}` })
    if (answer.refused.length === 0) onDone()
  }

  function choose(action: Several) {
    const each = items.map(({ subjectId: matterId }) => ({ matterId }))
    if (action === 'dispatch') dispatch(true)
    else void run({ action, items: each })
  }

  return (
    <div className="severalbar">
      {(refused.length > 0 || several.fault) && (
        <div className="bad" role="alert">
          {several.fault ?? m.refused(refused.length)}
          <ul>
            {refused.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      )}
      <div className="doing">
        <b role="status">{m.picked(items.length)}</b>
        {severalFor(items).map((action, index) => (
          <button
            key={action}
            type="button"
            className={index === 0 ? 'btn pri' : 'btn'}
            disabled={several.busy}
            onClick={() => choose(action)}
          >
            {m.several[action]}
          </button>
        ))}
        <button type="button" className="btn txt" onClick={onDone}>
          {m.unpick}
          <kbd>Esc</kbd>
        </button>
      </div>
      {dispatching && (
        <DispatchSeveral
          items={items}
          busy={several.busy}
          onClose={() => dispatch(false)}
          onDispatch={(chosen) => void run({ action: 'dispatch', items: chosen })}
        />
      )}
    </div>
  )
}
