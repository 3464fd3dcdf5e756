import type { ScreenSnapshot } from '@linli/contract/screen-shapes'
import { dateFormat, useLocale } from '@linli/ui'
import { memo } from 'react'
import { useFigureWords } from '../figure-words.ts'
import { useMessages } from '../messages.ts'
import { Head } from './Head.tsx'
import { useBox } from './use-box.ts'

const NAMES = 34
const FOOT = 28
const GAP = 2

/** The hours of a week, Monday first: darker is more. */
export const Week = memo(function Week({ data }: { data: ScreenSnapshot }) {
  const m = useMessages()
  const words = useFigureWords()
  const { locale } = useLocale()
  const { box, width, height } = useBox()
  const most = Math.max(...data.week.flat(), 0.1)
  const [wide, high] = [(width - NAMES) / 24, (height - FOOT) / 7]
  const busiest = busiestOf(data.week)
  const dayName = (day: number, form: 'narrow' | 'long') =>
    dateFormat(locale, { weekday: form, timeZone: 'UTC' }).format(
      // 5 January 2026 was a Monday.
      new Date(Date.UTC(2026, 0, 5 + day)),
    )
  return (
    <>
      <Head
        info={{
          title: m.week,
          value: m.weekCell(dayName(busiest.day, 'long'), busiest.hour, String(busiest.value)),
          how: words.howWeek,
          at: data.at,
          rows: null,
        }}
      >
        <small>{m.weekAside}</small>
      </Head>
      <div className="plot" ref={box}>
        <svg
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={`${m.week}: ${m.weekCell(dayName(busiest.day, 'long'), busiest.hour, String(busiest.value))}`}
        >
          {data.week.map((hours, day) => (
            <g key={day} transform={`translate(0 ${day * high})`}>
              <text className="wd" x="0" y={high / 2} dominantBaseline="central">
                {dayName(day, 'narrow')}
              </text>
              {hours.map((value, hour) => (
                <rect
                  key={hour}
                  x={NAMES + hour * wide}
                  y={GAP / 2}
                  width={Math.max(wide - GAP, 1)}
                  height={Math.max(high - GAP, 1)}
                  rx="2"
                  className="heat"
                  style={{ opacity: 0.08 + (0.92 * value) / most }}
                />
              ))}
            </g>
          ))}
          {[0, 6, 12, 18, 24].map((hour) => (
            <text
              key={hour}
              x={NAMES + hour * wide}
              y={height - 5}
              textAnchor={hour === 0 ? 'start' : hour === 24 ? 'end' : 'middle'}
            >
              {hour}
            </text>
          ))}
        </svg>
      </div>
    </>
  )
})

function busiestOf(week: readonly (readonly number[])[]): { day: number; hour: number; value: number } {
  let busiest = { day: 0, hour: 0, value: 0 }
  week.forEach((hours, day) =>
    hours.forEach((value, hour) => {
      if (value > busiest.value) busiest = { day, hour, value }
    }),
  )
  return busiest
}
