import { peopleRoutes } from '@linli/contract/people'
import { useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../../api.ts'
import { useMessages } from '../messages.ts'
import { useNeedKinds } from '../queries.ts'
import { useWords } from '../words.ts'

/** What the register holds of an area, in figures. */
export function Summary({ areaId, onNeed }: { areaId: string; onNeed: (kind: string) => void }) {
  const m = useMessages()
  const words = useWords()
  const { locale } = useLocale()
  const kinds = useNeedKinds()
  const summary = useQuery(reading(peopleRoutes.getRegisterSummary, { areaId }))
  if (!summary.data) return null
  const { data } = summary
  const figures: readonly (readonly [string, number | null])[] = [
    [m.households, data.households],
    [m.persons, data.persons],
    [m.livesHere, data.livesHere],
    ...data.byKind.map(({ kind, persons }) => [words.residence[kind], persons] as const),
    [m.children, data.children],
    [m.elders, data.elders],
    [m.withoutDocument, data.withoutDocument],
    [m.buildings, data.buildings],
    [m.dwellings, data.dwellings],
    [m.organisations, data.organisations],
  ]
  return (
    <section className="panel" aria-labelledby="figures">
      <h2 id="figures">{m.figures}</h2>
      <dl className="figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="num">{value === null ? m.few : m.count(value)}</dd>
          </div>
        ))}
      </dl>
      {data.needs.length > 0 && (
        <ul className="needlist" aria-label={m.needs}>
          {data.needs.map(({ kind, persons }) => (
            <li key={kind}>
              <button type="button" className="chip" onClick={() => onNeed(kind)}>
                {kinds.find(({ code }) => code === kind)?.names[locale] ?? kind}
                <b className="num">{persons === null ? m.few : persons}</b>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
