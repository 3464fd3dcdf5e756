import { dutyRoutes } from '@linli/contract/duty'
import { type Answers, fieldworkRoutes, type Visit } from '@linli/contract/fieldwork'
import type { RouteOutput } from '@linli/contract/route'
import { Status, useLocale, whenText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { When } from '../frame/When.tsx'
import { PagedList, usePaged } from '../paged.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { useMessages } from './messages.ts'

type Row = RouteOutput<typeof fieldworkRoutes.listVisits>['items'][number]

interface Props {
  readonly within: { readonly areaId?: string; readonly householdId?: string }
  /** What to say when there is none. */
  readonly nothing: string
}

const LATE_MS = 3_600_000

/** Visits newest first: what came of each, what was seen, what it changed. */
export function VisitList({ within, nothing }: Props) {
  const list = usePaged(fieldworkRoutes.listVisits, { limit: 20, ...within })
  const forms = useQuery({ ...reading(dutyRoutes.listVisitForms, {}), staleTime: 600_000 })
  return (
    <PagedList list={list} none={nothing}>
      <ul>
        {list.items.map((visit) => (
          <One key={visit.id} visit={visit} forms={forms.data?.items ?? []} titled={within.householdId === undefined} />
        ))}
      </ul>
    </PagedList>
  )
}

type Forms = RouteOutput<typeof dutyRoutes.listVisitForms>['items']

function One({ visit, forms, titled }: { readonly visit: Row; readonly forms: Forms; readonly titled: boolean }) {
  const m = useMessages()
  const { locale } = useLocale()
  const late = Date.parse(visit.recordedAt) - Date.parse(visit.capturedAt) > LATE_MS
  const where = visit.where === '' ? `${visit.gridName} ${m.wholeGrid}` : visit.where
  const waits = visit.parts.filter(({ state }) => state === 'contested' || state === 'refused')
  const said = useSeen(visit, forms)
  const decided = visit.parts.flatMap(({ id, state, kind, decided: one }) =>
    one === null
      ? []
      : [
          {
            id,
            words: m.decidedBy(m.parts[kind] ?? kind, m.partsDone[state], one.by, whenText(one.at, locale), one.words),
          },
        ],
  )
  return (
    <li className="deed">
      <b>
        {titled && visit.householdId !== null ? (
          <Link to={paths.forWork(paths.household(visit.householdId), visit.id)}>{where}</Link>
        ) : (
          titled && where
        )}{' '}
        <Status tone={visit.result === 'found' ? 'ok' : 'neutral'} icon={visit.result === 'found' ? 'check' : 'close'}>
          {m.results[visit.result]}
        </Status>
      </b>
      <When at={visit.capturedAt} className="limit" />
      <p>
        {[
          visit.by?.name ?? '',
          ...(titled ? [visit.gridName] : []),
          ...(visit.ruleNames.length > 0 ? [m.rules(visit.ruleNames.map((names) => names[locale]).join('、'))] : []),
          ...(late ? [m.recordedLate(whenText(visit.recordedAt, locale))] : []),
          ...(visit.clockOff ? [m.clockWrong] : []),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {said.length > 0 && <p>{said.join('；')}</p>}
      {visit.words !== '' && <p className="said">{visit.words}</p>}
      {decided.map(({ id, words }) => (
        <p key={id}>{words}</p>
      ))}
      {visit.pictures.length + visit.matterIds.length + waits.length > 0 && (
        <p className="inline">
          {visit.pictures.map(({ id }, at) => (
            <a key={id} href={`/api/attachments/${id}`} target="_blank" rel="noreferrer" className="ph">
              <img src={`/api/attachments/${id}?size=thumb`} alt={m.picture(at + 1)} loading="lazy" />
            </a>
          ))}
          {visit.matterIds.length > 0 && m.matters(visit.matterIds.length)}
          {waits.map(({ id, state }) => (
            <Status key={id} tone="warn" icon="talk">
              {m.partsDone[state]}
            </Status>
          ))}
        </p>
      )}
    </li>
  )
}

/** What was ticked and answered, by the words of the form. */
function useSeen({ deeds, form }: Visit, forms: Forms): readonly string[] {
  const m = useMessages()
  const { locale } = useLocale()
  const known = forms.find(({ code }) => code === form?.code)
  if (form === null || known === undefined) return []
  const plain: Readonly<Record<string, string>> = { ...m.answers, ...m.unsaid }
  const wordsOf = (key: string, answer: Answers[string]): string => {
    if (Array.isArray(answer)) return answer.map((one) => wordsOf(key, one)).join('、')
    const choice = known.questions.find((question) => question.key === key)?.choices.find(({ code }) => code === answer)
    return choice?.names[locale] ?? plain[String(answer)] ?? String(answer)
  }
  return [
    ...deeds.map((code) => known.deeds.find((deed) => deed.code === code)?.names[locale] ?? code),
    // As they were asked.
    ...known.questions.flatMap(({ key, names }) => {
      const answer = form.answers[key]
      return answer === undefined ? [] : [`${names[locale]}：${wordsOf(key, answer)}`]
    }),
  ]
}
