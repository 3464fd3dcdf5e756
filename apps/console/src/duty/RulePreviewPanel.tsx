import type { RulePreview } from '@linli/contract/duty-load'
import { dateText, useLocale } from '@linli/ui'
import { useDayText } from '../fieldwork/day-text.ts'
import { Heads } from '../frame/Table.tsx'
import { AreaFilter } from '../register/AreaFilter.tsx'
import { filter } from '../router.tsx'
import { useMessages } from './messages.ts'
import type { Preview } from './use-preview.ts'

interface Props {
  readonly preview: Preview
  readonly areaId: string | null
  /** The rule in words. */
  readonly sentence: string
}

/** What the rule makes of an average worker's day: beside what it is now, week by week. */
export function RulePreviewPanel({ preview, areaId, sentence }: Props) {
  const m = useMessages()
  const { load, busy, refused } = preview
  return (
    <section className="panel preview" aria-labelledby="preview" aria-busy={busy}>
      <h2 id="preview">{m.preview}</h2>
      <div className="line2">
        <AreaFilter areaId={areaId} />
        {areaId !== null && (
          <button type="button" className="btn txt" onClick={() => filter({ area: undefined })}>
            {m.county}
          </button>
        )}
        <p>{sentence}</p>
        {load === null && (
          <p className={refused.fault === null ? 'mut' : 'bad'} role="status">
            {refused.fault === null ? m.checking : `${refused.fault} ${m.fix}`}
          </p>
        )}
      </div>
      {load && <Figures load={load} />}
    </section>
  )
}

function Figures({ load }: { readonly load: RulePreview }) {
  const m = useMessages()
  const dayText = useDayText()
  const { locale } = useLocale()
  const { before, after, all } = load
  const weeks = [...new Set([...before.weeks, ...after.weeks].map(({ from }) => from))].toSorted()
  const most = Math.max(1, ...[...before.weeks, ...after.weeks].map(({ items }) => items))
  const itemsOf = (list: RulePreview['after'], week: string) => list.weeks.find(({ from }) => from === week)?.items ?? 0
  const rows = [
    [m.perWorker, dayText(before.day), dayText(after.day)],
    [m.allRules, dayText(all.before), dayText(all.after)],
    [m.items, before.items, after.items],
    [m.busiest, busiestOf(before), busiestOf(after)],
  ] as const
  function busiestOf({ busiest }: RulePreview['after']) {
    return busiest === null ? m.nothing : m.busiestWeek(dateText(busiest.from, locale), busiest.items)
  }
  return (
    <>
      <p className="saysit" role="status">
        {m.says(dayText(after.day))}
      </p>
      <table className="grid">
        <Heads names={[m.subjects(load.subjects, load.concerned), m.before, m.after]} />
        <tbody>
          {rows.map(([name, one, other]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{one}</td>
              <td>
                <b>{other}</b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {weeks.length > 0 && (
        <table className="weeks">
          <thead>
            <tr>
              <th scope="col">{m.week}</th>
              <th scope="col" className="key missed">
                {m.before}
              </th>
              <th scope="col" className="key done">
                {m.after}
              </th>
              <th aria-hidden="true" />
            </tr>
          </thead>
          <tbody>
            {weeks.map((week) => (
              <tr key={week}>
                <th scope="row">{dateText(week, locale)}</th>
                <td>{itemsOf(before, week)}</td>
                <td>{itemsOf(after, week)}</td>
                <td className="bars two" aria-hidden="true">
                  <i className="missed" style={{ width: `${(itemsOf(before, week) / most) * 100}%` }} />
                  <i className="deed" style={{ width: `${(itemsOf(after, week) / most) * 100}%` }} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="monthnote">
        {m.span(dateText(load.from, locale), dateText(load.to, locale))}{' '}
        {load.drawn < load.beats && m.drawn(load.drawn, load.beats)}
      </p>
    </>
  )
}
