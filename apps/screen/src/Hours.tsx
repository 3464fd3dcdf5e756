import type { screenRoutes } from '@linli/contract/screen'
import type { RouteOutput } from '@linli/contract/route'
import { useMessages } from './messages.ts'

const WIDTH = 860
const HEIGHT = 122
const ROOM_FOR_WORDS = 210

/** Received per hour: today's line over the range of the same weekdays. */
export function Hours({
  hours,
  weekday,
}: {
  hours: RouteOutput<typeof screenRoutes.getScreen>['hours']
  weekday: string
}) {
  const m = useMessages()
  const most = Math.max(...hours.high, ...hours.today, 1)
  const x = (hour: number) => (hour * WIDTH) / 24
  const y = (value: number) => HEIGHT - 6 - (value / most) * (HEIGHT - 20)
  const line = (values: readonly number[]) =>
    values.map((value, hour) => `${x(hour).toFixed(1)} ${y(value).toFixed(1)}`).join('L')
  const last = hours.today.length - 1
  const now = hours.today[last] ?? 0
  // In the evening there is no room to the right of the line: its words go above it.
  const late = x(last) > WIDTH - ROOM_FOR_WORDS
  return (
    <div className="hr">
      <h2>
        {m.hourly} <small>{m.hourlyBand(weekday)}</small>
      </h2>
      <svg
        viewBox={`0 0 ${WIDTH} 150`}
        preserveAspectRatio="xMidYMid meet"
        role="img"
        aria-label={`${m.hourly}: ${m.now(now)}`}
      >
        <path
          className="band"
          d={`M${line(hours.high)}L${hours.low
            .map((value, hour) => `${x(hour).toFixed(1)} ${y(value).toFixed(1)}`)
            .toReversed()
            .join('L')}Z`}
        />
        <path className="med" d={`M${line(hours.median)}`} />
        <path className="ax" d={`M0 ${HEIGHT}H${WIDTH}`} />
        <path className="td" d={`M${line(hours.today)}`} />
        <circle className="tdd" cx={x(last)} cy={y(now)} r="7" />
        <text
          className="now"
          x={late ? WIDTH : x(last) + 14}
          y={Math.min(Math.max(y(now) + (late ? -16 : 6), 22), HEIGHT - 14)}
          textAnchor={late ? 'end' : 'start'}
        >
          {m.now(now)}
        </text>
        {[0, 6, 12, 18, 24].map((hour) => (
          <text
            key={hour}
            x={x(hour)}
            y="148"
            textAnchor={hour === 0 ? 'start' : hour === 24 ? 'end' : 'middle'}
          >{`${hour}:00`}</text>
        ))}
      </svg>
    </div>
  )
}
