import { IncidentSeverity } from '@linli/contract/incident-shapes'
import { incidentRoutes } from '@linli/contract/incidents'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { useMessages } from './messages.ts'

/** How severe it is. */
export function SeverityField({ start }: { readonly start: IncidentSeverity }) {
  const m = useMessages()
  return (
    <label>
      {m.severity}
      <select name="severity" defaultValue={start}>
        {IncidentSeverity.options.map((severity) => (
          <option key={severity} value={severity}>
            {m.severities[severity]}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Who commands; `start` is the one there is until somebody else is chosen. */
export function CommanderField({ start }: { readonly start: { readonly id: string; readonly name: string } }) {
  const m = useMessages()
  const commanders = useQuery(reading(incidentRoutes.listCommanders, {}))
  return (
    <label>
      {m.commander}
      <select name="commanderId" key={commanders.data ? 'read' : 'waiting'} defaultValue={start.id} required>
        {(commanders.data?.items ?? [{ ...start, unit: '' }]).map(({ id, name, unit }) => (
          <option key={id} value={id}>
            {[name, unit].filter(Boolean).join(' · ')}
          </option>
        ))}
      </select>
    </label>
  )
}
