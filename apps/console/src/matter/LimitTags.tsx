import type { MatterRow } from '@linli/contract/matters'
import { ClockTag, Status } from '@linli/ui'
import { useMessages } from './messages.ts'

/** What is left of the step that runs, by its name; and whether the whole case is late, which is another limit. */
export function LimitTags({ matter: { clock, overdue } }: { readonly matter: Pick<MatterRow, 'clock' | 'overdue'> }) {
  const m = useMessages()
  return (
    <>
      <ClockTag clock={clock} step={clock ? m.clockKinds[clock.kind] : undefined} />
      {overdue && clock?.kind !== 'whole' && (
        <Status tone="danger" icon="alert">
          {m.filters.overdue}
        </Status>
      )}
    </>
  )
}
