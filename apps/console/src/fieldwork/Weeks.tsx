import type { DutyLoad } from '@linli/contract/duty-load'
import { dateText, useLocale } from '@linli/ui'
import { usePlanMessages } from './plan-messages.ts'

interface Props {
  readonly weeks: DutyLoad['weeks']
  readonly today: string
}

const parts = ['done', 'missed', 'planned'] as const

/** An area's weeks beside each other: what was done and missed, and what is planned. A table whose cells are bars. */
export function Weeks({ weeks, today }: Props) {
  const m = usePlanMessages()
  const { locale } = useLocale()
  const most = Math.max(1, ...weeks.map((week) => week.done + week.missed + week.planned))
  const now = weeks.findLast(({ from }) => from <= today)?.from
  return (
    <section className="panel" aria-labelledby="weeks">
      <h2 id="weeks">
        {m.weeks} <small>{m.weeksHint}</small>
      </h2>
      <table className="weeks">
        <thead>
          <tr>
            <th scope="col">{m.week}</th>
            {parts.map((part) => (
              <th key={part} scope="col" className={`key ${part}`}>
                {m[part]}
              </th>
            ))}
            <th aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week.from} className={week.from === now ? 'now' : ''}>
              <th scope="row">{week.from === now ? m.thisWeek : m.weekOf(dateText(week.from, locale))}</th>
              {parts.map((part) => (
                <td key={part} className={week[part] === 0 ? 'zero' : ''}>
                  {week[part]}
                </td>
              ))}
              <td className="bars" aria-hidden="true">
                {parts.map((part) => (
                  <i key={part} className={part} style={{ width: `${(week[part] / most) * 100}%` }} />
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
