import type { Figure, FigureCode, ScreenSnapshot } from '@linli/contract/screen-shapes'
import { localDay } from '@linli/ui'
import { memo } from 'react'
import { figureCodes, useFigureWords } from '../figure-words.ts'
import { useInfo } from '../frame/info.tsx'
import { useMessages } from '../messages.ts'
import { rowsOf } from '../rows.ts'
import { Strip } from './Strip.tsx'

type Words = ReturnType<typeof useMessages>

/** Today against the county's own past: value, difference in words, and the eight same weekdays as ticks. */
export const Figures = memo(function Figures({ data, weekday }: { data: ScreenSnapshot; weekday: string }) {
  const m = useMessages()
  return (
    <>
      <h2>
        {m.today} <small>{m.sameWeekdays(weekday)}</small>
      </h2>
      <ul className="figs">
        {figureCodes.map((code) => (
          <OneFigure key={code} code={code} figure={data.figures[code]} data={data} />
        ))}
        <Stock data={data} />
      </ul>
      <p className="key" aria-hidden="true">
        <span>
          <svg viewBox="0 0 18 24">
            <circle className="nw" cx="9" cy="12" r="8" />
          </svg>
          {m.keyToday}
        </span>
        <span>
          <svg viewBox="0 0 18 24">
            <path className="pt" d="M9 6v12" />
          </svg>
          {m.keyPast}
        </span>
        <span>
          <svg viewBox="0 0 18 24">
            <path className="md" d="M9 1v22" />
          </svg>
          {m.keyMedian}
        </span>
      </p>
    </>
  )
})

function OneFigure({ code, figure, data }: { code: FigureCode; figure: Figure; data: ScreenSnapshot }) {
  const m = useMessages()
  const words = useFigureWords()
  const explain = useInfo()
  const unit = words.units[code]
  const withUnit = (value: number | null) => (value === null ? '—' : `${value}${unit && ` ${unit}`}`)
  const today = figure.today ?? '—'
  const compared = figure.few ? m.fewPeople : difference(code, figure, m)
  function open() {
    explain({
      title: words.names[code],
      value: `${withUnit(figure.today)}　${compared}`,
      how: words.how[code],
      at: data.at,
      past: figure.past
        .map((value, week) => ({ day: weeksBefore(data.at, week + 1), value: withUnit(value) }))
        .toReversed(),
      median: withUnit(figure.median),
      rows: rowsOf(data, { figure: code }),
    })
  }
  return (
    <li>
      <button type="button" className="fig" onClick={open}>
        <span className="nm">{words.names[code]}</span>
        <span className="cmp">{compared}</span>
        <span className="val">
          {today}
          {figure.today !== null && <small>{unit}</small>}
        </span>
        <Strip figure={figure} />
      </button>
    </li>
  )
}

/** What is open now, which has no past: the day's figures say how it moves. */
function Stock({ data }: { data: ScreenSnapshot }) {
  const m = useMessages()
  const words = useFigureWords()
  const explain = useInfo()
  const { open, overdue, danger } = data.now
  return (
    <li className="stock">
      <button
        type="button"
        className="fig"
        onClick={() =>
          explain({
            title: m.stock,
            value: `${open} ${m.pieces}　${m.ofThemOverdue(overdue)}　${m.ofThemDanger(danger)}`,
            how: words.howStock,
            at: data.at,
            rows: rowsOf(data, { stock: 'open' }),
          })
        }
      >
        <span className="nm">{m.stock}</span>
        <span className="cmp">{m.ofThemDanger(danger)}</span>
        <span className="val">
          {open}
          <small>{m.pieces}</small>
        </span>
        <span className="aside">{m.ofThemOverdue(overdue)}</span>
      </button>
    </li>
  )
}

/** Told in hundredths: what lies between two of them are points. */
const isShare: ReadonlySet<FigureCode> = new Set(['onTime', 'satisfied'])

function difference(code: FigureCode, { today, median }: Figure, m: Words): string {
  if (today === null) return m.nothingYet
  if (median === null) return m.noPast
  const isTime = code === 'medianHours'
  const by = Math.abs(today - median)
  // Half a matter is nothing that anybody can see.
  const said = isTime ? Math.round(by * 10) / 10 : Math.round(by)
  if (said === 0) return m.usual
  if (isTime) return today > median ? m.longer(String(said)) : m.shorter(String(said))
  const words = isShare.has(code) ? m.points(String(said)) : String(said)
  return today > median ? m.more(words) : m.fewer(words)
}

const weeksBefore = (at: string, weeks: number) => localDay(Date.parse(at) - weeks * 7 * 86_400_000)
