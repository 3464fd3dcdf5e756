import '../areas/areas.css'
import '../register/register.css'
import './organisations.css'
import { organisationRoutes } from '@linli/contract/people-organisations'
import { Icon } from '@linli/ui'
import { useDeferredValue, useState } from 'react'
import { areaOf } from '../frame/area.ts'
import { gridText } from '../frame/place.ts'
import { PagedList, usePaged } from '../paged.tsx'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { AreaFilter } from '../register/AreaFilter.tsx'
import { filter, Link } from '../router.tsx'
import { useMessages } from './messages.ts'
import { OrganisationForm } from './OrganisationForm.tsx'
import { useKinds } from './queries.ts'

/** Organisations and places of an area, by kind and by what one looks at there. */
export default function Organisations({ search, me }: PageProps) {
  const m = useMessages()
  const { kinds, hazards } = useKinds()
  const [adding, add] = useState(false)
  const areaId = areaOf({ search, me })
  const q = search.get('q') ?? ''
  const selects = [
    { name: 'kind', all: m.allKinds, label: m.kind, options: kinds },
    { name: 'hazard', all: m.allHazards, label: m.hazards, options: hazards },
  ]
  return (
    <main className="scroll register">
      <div className="head find">
        <AreaFilter areaId={areaId} />
        <div className="findfoot">
          <div className="narrow">
            <input
              type="search"
              className="chip"
              data-slash
              aria-label={m.find}
              placeholder={m.find}
              value={q}
              maxLength={60}
              onChange={({ target }) => filter({ q: target.value })}
            />
            {selects.map(({ name, all, label, options }) => (
              <select
                key={name}
                className="chip"
                aria-label={label}
                value={search.get(name) ?? ''}
                onChange={({ target }) => filter({ [name]: target.value })}
              >
                <option value="">{all}</option>
                {options.map((option) => (
                  <option key={option.code} value={option.code}>
                    {option.name}
                  </option>
                ))}
              </select>
            ))}
          </div>
        </div>
      </div>
      <div className="pad stack">
        <section className="panel" aria-labelledby="organisations">
          <div className="panelhead">
            <h2 id="organisations">{m.organisations}</h2>
            {me.permissions.includes('register.change') && areaId !== null && (
              <button type="button" className="btn" onClick={() => add(true)}>
                <Icon name="plus" />
                {m.add}
              </button>
            )}
          </div>
          <List areaId={areaId} q={q} kind={search.get('kind')} hazard={search.get('hazard')} />
        </section>
      </div>
      {adding && areaId !== null && <OrganisationForm areaId={areaId} onClose={() => add(false)} />}
    </main>
  )
}

interface ListProps {
  readonly areaId: string | null
  readonly q: string
  readonly kind: string | null
  readonly hazard: string | null
}

function List({ areaId, q, kind, hazard }: ListProps) {
  const m = useMessages()
  const { kindName, hazardName } = useKinds()
  const words = useDeferredValue(q)
  const list = usePaged(organisationRoutes.listOrganisations, {
    limit: 50,
    ...(areaId === null ? {} : { areaId }),
    ...(words === '' ? {} : { q: words }),
    ...(kind === null ? {} : { kinds: [kind] }),
    ...(hazard === null ? {} : { hazard }),
  })
  return (
    <PagedList list={list} none={m.none}>
      <ul>
        {list.items.map((row) => (
          <li key={row.id}>
            <Link to={paths.organisation(row.id)} className="hrow">
              <b>{row.name}</b>
              <small className="limit">{kindName(row.kind)}</small>
              <small>{[row.address, row.hazards.map(hazardName).join(' · ')].filter(Boolean).join(' · ')}</small>
              <small className="limit">{gridText(row.place)}</small>
            </Link>
          </li>
        ))}
      </ul>
    </PagedList>
  )
}
