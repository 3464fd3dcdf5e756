import type { ScreenSnapshot } from '@linli/contract/screen-shapes'
import { memo } from 'react'
import { useFigureWords } from '../figure-words.ts'
import { useMessages } from '../messages.ts'
import { rowsOf } from '../rows.ts'
import { Head } from './Head.tsx'
import { useBox } from './use-box.ts'

const FOOT = 32
const HEAD = 22

/** Received per hour: today's line over the range of the same weekdays. */
export const Hours = memo(function Hours({ data, weekday }: { data: ScreenSnapshot; weekday: string }) {
  const m = useMessages()
  const words = useFigureWords()
  const { box, width, height } = useBox()
  const { hours } = data
  const floor = Math.max(height - FOOT, 1)
  const most = Math.max(...hours.high, ...hours.today, 1)
  const x = (hour: number) => 2 + (hour * (width - 4)) / 24
  const y = (value: number) => floor - (value / most) * Math.max(floor - HEAD, 1)
  const line = (values: readonly number[]) =>
    (values.length === 0 ? [0] : values).map((value, hour) => `${x(hour).toFixed(1)} ${y(value).toFixed(1)}`).join('L')
  const last = hours.today.length - 1
  const now = hours.today[last] ?? 0
  return (
    <>
      <Head
        info={{
          title: m.hourly,
          value: m.now(now),
          how: words.howHourly,
          at: data.at,
          rows: rowsOf(data, { figure: 'received' }),
        }}
      >
        <small>{m.hourlyBand(weekday)}</small>
      </Head>
      <div className="plot" ref={box}>
        <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${m.hourly}: ${m.now(now)}`}>
          <path className="band" d={`M${line(hours.high)}L${reversed(hours.low, x, y)}Z`} />
          <path className="med" d={`M${line(hours.median)}`} />
          <path className="ax" d={`M0 ${floor}H${width}`} />
          {/* The present hour is not over: joined to the line it would always look like a fall. */}
          <path className="td" d={`M${line(hours.today.slice(0, -1))}`} />
          <circle className="tdd" cx={x(last)} cy={y(now)} r="7" />
          <NowWords words={m.now(now)} x={x(last)} y={y(now)} width={width} floor={floor} />
          {[0, 6, 12, 18, 24].map((hour) => (
            <text
              key={hour}
              x={x(hour)}
              y={height - 6}
              textAnchor={hour === 0 ? 'start' : hour === 24 ? 'end' : 'middle'}
            >{`${hour}:00`}</text>
          ))}
        </svg>
      </div>
    </>
  )
})

function reversed(values: readonly number[], x: (hour: number) => number, y: (value: number) => number): string {
  return values
    .map((value, hour) => `${x(hour).toFixed(1)} ${y(value).toFixed(1)}`)
    .toReversed()
    .join('L')
}

const LETTER = 22

/** Beside the last point, or before it where there is no room. */
function NowWords({
  words,
  x,
  y,
  width,
  floor,
}: {
  words: string
  x: number
  y: number
  width: number
  floor: number
}) {
  const needed = [...words].length * LETTER
  const late = x + needed + 14 > width
  return (
    <text
      className="now"
      x={late ? x - 14 : x + 14}
      y={Math.min(Math.max(y + 6, HEAD), floor - 10)}
      textAnchor={late ? 'end' : 'start'}
    >
      {words}
    </text>
  )
}
