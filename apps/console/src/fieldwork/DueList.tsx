import { dutyRoutes } from '@linli/contract/duty'
import type { DueItem } from '@linli/contract/fieldwork'
import { dateText, Status, useLocale } from '@linli/ui'
import { PagedList, usePaged } from '../paged.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { usePlanMessages } from './plan-messages.ts'

interface Props {
  readonly areaId: string | null
  readonly today: string
}

const DAY_MS = 86_400_000

/** What is open until Sunday, the earliest day first; of a support visit neither name nor place. */
export function DueList({ areaId, today }: Props) {
  const m = usePlanMessages()
  const list = usePaged(dutyRoutes.listDue, {
    limit: 30,
    until: sundayOf(today),
    ...(areaId === null ? {} : { areaId }),
  })
  return (
    <section className="panel" aria-labelledby="items">
      <h2 id="items">{m.items}</h2>
      <PagedList list={list} none={m.noItems}>
        <ul>
          {list.items.map((item) => (
            <One key={item.id} item={item} today={today} />
          ))}
        </ul>
      </PagedList>
    </section>
  )
}

function One({ item, today }: { readonly item: DueItem; readonly today: string }) {
  const m = usePlanMessages()
  const { locale } = useLocale()
  const { why, title, sensitive, householdId, tries } = item
  const before = why.isFirst ? m.whyFirst : why.lastOn === null ? m.whyNever : m.whyLast(dateText(why.lastOn, locale))
  return (
    <li className="deed">
      <b>
        {sensitive ? (
          <span title={m.supportHint}>{m.support}</span>
        ) : householdId === null ? (
          title
        ) : (
          <Link to={paths.forWork(paths.household(householdId), item.id)}>{title}</Link>
        )}
      </b>
      <span className="limit">
        {item.plannedOn < today && (
          <Status tone="warn" icon="clock">
            {m.late}
          </Status>
        )}
      </span>
      <p>
        {[
          item.ruleNames[locale],
          m.when(dateText(item.plannedOn, locale), dateText(item.dueBy, locale)),
          ...(item.target === 'grid' ? [] : [before]),
          ...(tries > 0 ? [m.tries(tries)] : []),
        ].join(' · ')}
      </p>
    </li>
  )
}

/** The last day of its week. */
function sundayOf(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`)
  const weekday = new Date(at).getUTCDay()
  return new Date(at + ((7 - weekday) % 7) * DAY_MS).toISOString().slice(0, 10)
}
