import './incidents.css'
import './plans.css'
import { incidentPlanRoutes } from '@linli/contract/incident-plans'
import { Icon, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../api.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import type { PageProps } from '../pages.ts'
import { filter } from '../router.tsx'
import { useMessages } from './messages.ts'
import { PlanEditor } from './PlanEditor.tsx'
import { usePlanWords } from './plan-messages.ts'

const NEW = 'new'

/** The county's plans (预案): what a room may begin. */
export default function IncidentPlans({ search }: PageProps) {
  const m = useMessages()
  const p = usePlanWords()
  const { locale } = useLocale()
  const [fresh, setFresh] = useState<string | null>(null)
  const list = useQuery(reading(incidentPlanRoutes.listIncidentPlans, {}))
  if (list.error) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  if (!list.data) return <Loading />
  const { items, mayChange } = list.data
  const created = (code: string) => {
    setFresh(code)
    filter({ plan: code })
  }
  const chosen = search.get('plan')
  return (
    <main className="scroll pad stack plans">
      <div className="inline">
        <h1 style={{ font: 'var(--t-20)' }}>{p.title}</h1>
        {mayChange && (
          <button type="button" className="btn pri" onClick={() => filter({ plan: NEW })}>
            <Icon name="plus" />
            {p.add}
          </button>
        )}
      </div>
      <p className="mut">{p.hint}</p>
      <div className="planpage">
        <ul className="panel planlist">
          {items.map((plan) => (
            <li key={plan.code}>
              <button
                type="button"
                aria-current={plan.code === chosen}
                className={plan.code === chosen ? 'on' : ''}
                onClick={() => filter({ plan: plan.code })}
              >
                <b>{plan.names[locale]}</b>
                <small>
                  {[
                    p.version(plan.version),
                    p.lines(plan.lines),
                    plan.retired ? p.retired : plan.kinds.map((kind) => m.kinds[kind]).join('、'),
                  ].join(' · ')}
                </small>
              </button>
            </li>
          ))}
        </ul>
        {chosen === null && <p className="blank">{p.choose}</p>}
        {chosen === NEW && <PlanEditor plan={null} mayChange={mayChange} onSaved={created} />}
        {chosen !== null && chosen !== NEW && (
          <Chosen key={chosen} code={chosen} mayChange={mayChange} isFresh={chosen === fresh} />
        )}
      </div>
    </main>
  )
}

interface ChosenProps {
  readonly code: string
  readonly mayChange: boolean
  readonly isFresh: boolean
}

function Chosen({ code, ...more }: ChosenProps) {
  // Read once: what somebody is typing over is not replaced by what another has saved; saving tells.
  const plan = useQuery({ ...reading(incidentPlanRoutes.getIncidentPlan, { planCode: code }), staleTime: Infinity })
  if (plan.error) return <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />
  if (!plan.data) return <Loading />
  return <PlanEditor plan={plan.data} {...more} onSaved={() => undefined} />
}
