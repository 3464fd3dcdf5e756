import { Icon } from '@linli/ui'
import { today } from '../areas/form/today.ts'
import { filter } from '../router.tsx'
import { useMessages } from './messages.ts'

/** Which day one looks at; it stands in the address, and is left by one press. */
export function DayPicker({ on }: { on: string | undefined }) {
  const m = useMessages()
  return (
    <label className="daypicker">
      {m.onDay}
      <input
        type="date"
        min="1900-01-01"
        max={today()}
        value={on ?? today()}
        onChange={({ target }) => {
          // Half-typed years are not asked for.
          if (target.value === '' || target.value < '1900') return
          filter({ on: target.value === today() ? undefined : target.value })
        }}
      />
    </label>
  )
}

/** That this is another day's state. */
export function OtherDay({ on }: { on: string }) {
  const m = useMessages()
  return (
    <p className="told warn" role="status">
      <Icon name="clock" />
      {m.asOf(on)}
      <button type="button" className="btn txt" onClick={() => filter({ on: undefined })}>
        {m.today}
      </button>
    </p>
  )
}
