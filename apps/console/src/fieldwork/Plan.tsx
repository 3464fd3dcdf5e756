import '../areas/areas.css'
import '../register/register.css'
import '../register-statistics/statistics.css'
import './fieldwork.css'
import { dutyRoutes } from '@linli/contract/duty'
import { useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { areaOf } from '../frame/area.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import type { PageProps } from '../pages.ts'
import { AreaFilter } from '../register/AreaFilter.tsx'
import { filter } from '../router.tsx'
import { DueList } from './DueList.tsx'
import { LoadTable } from './LoadTable.tsx'
import { usePlanMessages } from './plan-messages.ts'
import { useDayText } from './day-text.ts'
import { Weeks } from './Weeks.tsx'

const figures = ['due', 'ahead', 'done', 'missed'] as const

/** What is due in an area and what became of it, beside its own past; down to the grid, never to a worker. */
export default function Plan({ search, me }: PageProps) {
  const m = usePlanMessages()
  const dayText = useDayText()
  const { locale } = useLocale()
  const areaId = areaOf({ search, me })
  const load = useQuery(reading(dutyRoutes.getDutyLoad, areaId === null ? {} : { areaId }))
  return (
    <main className="scroll register">
      <div className="head find">
        <AreaFilter areaId={load.data?.area?.id ?? areaId} />
      </div>
      <div className="pad stack" aria-busy={load.isFetching}>
        {load.error ? (
          <ErrorState error={load.error} onRetry={() => void load.refetch()} />
        ) : !load.data ? (
          <Loading />
        ) : (
          <>
            <section className="panel" aria-labelledby="load">
              <h2 id="load">
                {load.data.area?.name ?? m.plan} <small>{m.grids(load.data.grids)}</small>
              </h2>
              <dl className="figures loads">
                {figures.map((figure) => (
                  <div key={figure} title={m.hints[figure]}>
                    <dt>{m.figures[figure]}</dt>
                    <dd>{load.data[figure]}</dd>
                  </div>
                ))}
                <div>
                  <dt>{m.day}</dt>
                  <dd>{dayText(load.data.day)}</dd>
                </div>
              </dl>
            </section>
            <Weeks weeks={load.data.weeks} today={load.data.today} />
            <LoadTable
              title={m.below}
              hint={m.belowHint}
              nothing={m.noneBelow}
              first={m.area}
              rows={load.data.below.map((one) => ({
                ...one,
                key: one.id,
                label: (
                  <button type="button" className="btn txt" onClick={() => filter({ area: one.id })}>
                    {one.name}
                  </button>
                ),
                day: dayText(one.day),
              }))}
            />
            <LoadTable
              title={m.byRule}
              nothing={m.noRules}
              first={m.rule}
              rows={load.data.rules.map((rule) => ({ ...rule, key: rule.code, label: rule.names[locale] }))}
            />
            <DueList areaId={areaId} today={load.data.today} />
          </>
        )}
      </div>
    </main>
  )
}
