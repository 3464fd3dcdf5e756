import '../register/register.css'
import './statistics.css'
import { type AreaMonth, statisticsRoutes } from '@linli/contract/people-statistics'
import { fullText, Icon, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { useAreaOrCounty } from '../frame/area.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { saveText } from '../import/files.ts'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { AreaFilter } from '../register/AreaFilter.tsx'
import { useWords } from '../register/words.ts'
import { filter, Link } from '../router.tsx'
import { FigureTable } from './FigureTable.tsx'
import { useMessages } from './messages.ts'
import { columns, csvOf, type Line } from './rows.ts'

/** What a frozen month says of an area and of those below it; to be printed or taken into a spreadsheet. */
export default function Statistics({ search, me }: PageProps) {
  const m = useMessages()
  const months = useQuery(reading(statisticsRoutes.listStatisticsMonths, {}))
  const areaId = useAreaOrCounty({ search, me })
  const month = search.get('month') ?? months.data?.items[0]?.month ?? null
  if (months.error) return <ErrorState error={months.error} onRetry={() => void months.refetch()} />
  if (!months.data) return <Loading />
  return (
    <main className="scroll register">
      <div className="head find">
        <AreaFilter areaId={areaId} />
      </div>
      <div className="pad stack">
        {month === null ? (
          <p className="blank">{m.none}</p>
        ) : (
          areaId !== null && (
            <MonthOfArea month={month} areaId={areaId} months={months.data.items.map((one) => one.month)} />
          )
        )}
      </div>
    </main>
  )
}

interface Props {
  readonly month: string
  readonly areaId: string
  readonly months: readonly string[]
}

function MonthOfArea({ month, areaId, months }: Props) {
  const m = useMessages()
  const words = useWords()
  const { locale } = useLocale()
  const read = useQuery({ ...reading(statisticsRoutes.getStatistics, { month, areaId }), staleTime: 600_000 })
  if (read.error) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />
  if (!read.data) return <Loading />
  const { area, below, base, frozenAt } = read.data
  const title = m.title(area.name, month)
  const total = lineOf(area)
  const kinds = area.byKind.map(({ kind, figures }) => ({
    key: kind,
    name: words.residence[kind],
    households: null,
    figures,
  }))

  function download() {
    const head = [m.area, m.households, ...columns.map((column) => m.figures[column])]
    const lines: Line[] = [...below.map(lineOf), ...kinds, { ...total, name: `${area.name} ${m.total}` }]
    saveText(`${m.file}-${area.name}-${month}.csv`, csvOf(head, lines, m.few))
  }

  return (
    <>
      <div className="monthhead">
        <h1>{title}</h1>
        <label>
          <span className="sr">{m.month}</span>
          <select className="chip" value={month} onChange={({ target }) => filter({ month: target.value })}>
            {months.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <button type="button" className="btn" onClick={download}>
          <Icon name="dl" />
          {m.csv}
        </button>
        <button type="button" className="btn" onClick={() => print()}>
          {m.print}
        </button>
      </div>
      <section className="panel" aria-labelledby="below">
        <h2 id="below">{m.below}</h2>
        {below.length === 0 ? (
          <p className="monthnote">{m.noneBelow}</p>
        ) : (
          <FigureTable
            caption={m.below}
            first={m.area}
            total={total}
            rows={below.map((one) => ({
              ...lineOf(one),
              key: one.id,
              label: <Link to={paths.areaStatistics(one.id, month)}>{one.name}</Link>,
            }))}
          />
        )}
      </section>
      <section className="panel" aria-labelledby="kinds">
        <h2 id="kinds">{m.byKind}</h2>
        <FigureTable caption={m.byKind} first={m.kind} rows={kinds} total={total} />
        <p className="monthnote">
          {m.frozenAt(fullText(frozenAt, locale))} {base && m.base} {area.level !== 'grid' && m.fewHint}
        </p>
      </section>
    </>
  )
}

const lineOf = ({ name, households, all }: AreaMonth): Line => ({ name, households, figures: all })
