import { peopleRoutes } from '@linli/contract/people'
import { Status, useLocale } from '@linli/ui'
import { When } from '../../frame/When.tsx'
import { PagedList, usePaged } from '../../paged.tsx'
import { paths } from '../../paths.ts'
import { Link } from '../../router.tsx'
import { useMessages } from '../messages.ts'
import { useNeedKinds } from '../queries.ts'
import { useWords } from '../words.ts'

interface Props {
  readonly areaId: string
  readonly need: string | null
  readonly onNeed: (kind: string | undefined) => void
}

/** The households of an area, door by door. */
export function Households({ areaId, need, onNeed }: Props) {
  const m = useMessages()
  const words = useWords()
  const { locale } = useLocale()
  const kinds = useNeedKinds()
  const list = usePaged(peopleRoutes.listHouseholds, { areaId, limit: 50, ...(need ? { need } : {}) })
  return (
    <section className="panel" aria-labelledby="households">
      <div className="panelhead">
        <h2 id="households">{m.households}</h2>
        <label className="inline">
          {m.withNeed}
          <select className="chip" value={need ?? ''} onChange={({ target }) => onNeed(target.value || undefined)}>
            <option value="">{m.anyNeed}</option>
            {kinds.map(({ code, names }) => (
              <option key={code} value={code}>
                {names[locale]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <PagedList list={list} none={m.noHouseholds}>
        <ul>
          {list.items.map((row) => (
            <li key={row.id}>
              <Link to={paths.household(row.id)} className="hrow">
                <b>{row.address}</b>
                <span className="tags">
                  {row.visitsDeclined && (
                    <Status tone="warn" icon="ban">
                      {m.visitsDeclined}
                    </Status>
                  )}
                </span>
                <small>
                  {[row.title, m.people(row.members), row.kind === 'collective' ? words.householdKind.collective : '']
                    .filter(Boolean)
                    .join(' · ')}
                </small>
                <small className="limit">
                  {`${row.place.gridName ?? ''} · ${m.updated} `}
                  <When at={row.updatedAt} />
                </small>
              </Link>
            </li>
          ))}
        </ul>
      </PagedList>
    </section>
  )
}
