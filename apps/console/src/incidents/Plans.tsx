import type { Incident, PlanCheck } from '@linli/contract/incident-shapes'
import { incidentRoutes } from '@linli/contract/incidents'
import { timeText, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { useCommand } from '../pages/use-command.ts'
import { roomChanges } from './changes.ts'
import { useMessages } from './messages.ts'
import { Options } from '../frame/Options.tsx'

/** Check-lists of the plans that were begun, each line with who answers for it. */
export function Plans({ incident }: { readonly incident: Incident }) {
  const m = useMessages()
  const { locale } = useLocale()
  const templates = useQuery({ ...reading(incidentRoutes.listPlanTemplates, {}), staleTime: 600_000 })
  const begin = useCommand(incidentRoutes.beginIncidentPlan, roomChanges)
  const begun = new Set(incident.plans.map(({ code }) => code))
  const offered =
    templates.data?.items.filter(({ kinds, code }) => kinds.includes(incident.kind) && !begun.has(code)) ?? []
  return (
    <>
      <h2>
        {m.tabs.plans}
        {incident.available.includes('plan') && offered.length > 0 && (
          <select
            className="chip"
            style={{ marginLeft: 'auto', maxWidth: '60%' }}
            aria-label={m.choosePlan}
            value=""
            disabled={begin.busy}
            onChange={({ target }) => void begin.run({ incidentId: incident.id, planCode: target.value })}
          >
            <option value="">{m.begin}</option>
            {offered.map(({ code, names }) => (
              <option key={code} value={code}>
                {names[locale]}
              </option>
            ))}
          </select>
        )}
      </h2>
      {begin.fault && <p className="bad">{begin.fault}</p>}
      {incident.plans.length === 0 && <p className="blank">{m.noPlans}</p>}
      {incident.plans.map(({ id, names, version, checks }) => (
        <section key={id} aria-label={names[locale]}>
          <h2>
            {names[locale]}
            <small>{`${m.version(version)} · ${m.done(checks.filter(({ doneAt }) => doneAt !== null).length, checks.length)}`}</small>
          </h2>
          {checks.map((check) => (
            <Check key={check.id} incident={incident} check={check} />
          ))}
        </section>
      ))}
    </>
  )
}

function Check({ incident, check }: { readonly incident: Incident; readonly check: PlanCheck }) {
  const m = useMessages()
  const { locale } = useLocale()
  const tick = useCommand(incidentRoutes.tickIncidentCheck, roomChanges)
  const own = useCommand(incidentRoutes.ownIncidentCheck, roomChanges)
  const isDone = check.doneAt !== null
  const fault = tick.fault ?? own.fault
  return (
    <div className={isDone ? 'checkrow done' : 'checkrow'}>
      <input
        type="checkbox"
        id={check.id}
        checked={isDone}
        disabled={tick.busy || !incident.available.includes('tick')}
        onChange={() => void tick.run({ incidentId: incident.id, checkId: check.id, done: !isDone })}
      />
      <div>
        <label htmlFor={check.id}>{check.names[locale]}</label>
        <small>
          {[
            check.duty[locale],
            check.withinMinutes !== null && !isDone && m.withinMinutes(check.withinMinutes),
            check.doneAt !== null && m.tickedBy(check.doneBy ?? '', timeText(check.doneAt)),
          ]
            .filter(Boolean)
            .join(' · ')}
        </small>
        {fault && <span className="bad">{fault}</span>}
      </div>
      {incident.available.includes('plan') && !isDone ? (
        <select
          className="chip"
          aria-label={`${m.owner} ${check.names[locale]}`}
          value={check.unit?.id ?? ''}
          onChange={({ target }) =>
            target.value !== '' && void own.run({ incidentId: incident.id, checkId: check.id, unitId: target.value })
          }
        >
          <option value="">{m.nobody}</option>
          <Options of={incident.units} />
        </select>
      ) : (
        <small>{check.unit?.name ?? ''}</small>
      )}
    </div>
  )
}
