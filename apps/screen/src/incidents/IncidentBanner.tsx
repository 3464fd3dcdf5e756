import type { ScreenIncident } from '@linli/contract/screen-incidents'
import { timeText } from '@linli/ui'
import { useIncidentWords } from './incident-words.ts'

/** Runs over the whole screen while an incident does; of several the gravest, and how many more. */
export function IncidentBanner({ incidents }: { readonly incidents: readonly ScreenIncident[] }) {
  const w = useIncidentWords()
  const [first, ...others] = incidents
  if (!first) return null
  return (
    <div className={`banner ${first.severity}`} role="status">
      {first.exercise && <b className="exercise">{w.exercise}</b>}
      <b>{w.severities[first.severity]}</b>
      <span className="title">{first.title}</span>
      <span>{w.states[first.state]}</span>
      <span>{w.extent(first.villages, first.households.toLocaleString('en'))}</span>
      <span>{w.since(timeText(first.openedAt))}</span>
      {others.length > 0 && <span className="others">{`+ ${others.length}`}</span>}
    </div>
  )
}
