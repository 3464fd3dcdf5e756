import type { ScreenSnapshot } from '@linli/contract/screen-shapes'
import { dateFormat, useLocale } from '@linli/ui'
import { memo } from 'react'
import { useFigureWords } from '../figure-words.ts'
import { useMessages } from '../messages.ts'
import { Head } from './Head.tsx'
import { useBox } from './use-box.ts'

const FOOT = 32
const HEAD = 16
const WEEK = 7
const DAY_MS = 86_400_000

/** Eight weeks day by day: what came in as a line, what was settled as an area behind it. */
export const Trend = memo(function Trend({ data }: { data: ScreenSnapshot }) {
  const m = useMessages()
  const words = useFigureWords()
  const { locale } = useLocale()
  const { box, width, height } = useBox()
  const { from, received, settled } = data.trend
  const floor = Math.max(height - FOOT, 1)
  // The last day is not over: it would always look like a fall.
  const days = received.length - 1
  const most = Math.max(...received, ...settled, 1)
  const x = (day: number) => 4 + (day * (width - 8)) / Math.max(days - 1, 1)
  const y = (value: number) => floor - (value / most) * Math.max(floor - HEAD, 1)
  const line = (values: readonly number[]) =>
    values
      .slice(0, days)
      .map((value, day) => `${x(day).toFixed(1)} ${y(value).toFixed(1)}`)
      .join('L')
  const dayName = (day: number) =>
    dateFormat(locale, { month: 'numeric', day: 'numeric', timeZone: 'UTC' }).format(
      new Date(Date.parse(`${from}T00:00:00Z`) + day * DAY_MS),
    )
  const ticks = Array.from({ length: Math.ceil(days / WEEK) }, (_, week) => week * WEEK).filter(
    (_, index) => index % (width > 640 ? 1 : 2) === 0,
  )
  const sum = (values: readonly number[]) => values.slice(-WEEK - 1, -1).reduce((all, value) => all + value, 0)
  return (
    <>
      <Head
        info={{
          title: m.trend,
          value: `${m.trendReceived} ${sum(received)}　${m.trendSettled} ${sum(settled)}`,
          how: words.howTrend,
          at: data.at,
          rows: null,
        }}
      >
        <small className="pair">
          <i className="line" />
          {m.trendReceived}
          <i className="area" />
          {m.trendSettled}
        </small>
      </Head>
      <div className="plot" ref={box}>
        <svg
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={`${m.trend}: ${m.trendReceived} ${sum(received)}`}
        >
          <path className="band" d={`M${x(0)} ${floor}L${line(settled)}L${x(days - 1)} ${floor}Z`} />
          <path className="ax" d={`M0 ${floor}H${width}`} />
          <path className="td thin" d={`M${line(received)}`} />
          {ticks.map((day) => (
            <text key={day} x={x(day)} y={height - 6} textAnchor={day === 0 ? 'start' : 'middle'}>
              {dayName(day)}
            </text>
          ))}
        </svg>
      </div>
    </>
  )
})
