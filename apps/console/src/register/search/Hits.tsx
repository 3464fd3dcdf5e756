import type { SearchHit } from '@linli/contract/people'
import { Icon, type IconName } from '@linli/ui'
import type { KeyboardEvent } from 'react'
import { paths } from '../../paths.ts'
import { Link } from '../../router.tsx'
import { useMessages } from '../messages.ts'
import { useWords } from '../words.ts'

type Kind = SearchHit['kind']
/** The household first: it is what one goes to. */
const order: readonly Kind[] = ['household', 'person', 'building', 'organisation']
const icons: Record<Kind, IconName> = { household: 'people', person: 'me', building: 'apply', organisation: 'shield' }

/** As they are shown. */
export const inOrder = (hits: readonly SearchHit[]): SearchHit[] =>
  order.flatMap((kind) => hits.filter((hit) => hit.kind === kind))

/** What was found, by kind; arrows or j and k go through it, whichever the group. */
export function Hits({ hits, onLeave }: { hits: readonly SearchHit[]; onLeave: () => void }) {
  const m = useMessages()
  const groups = Map.groupBy(hits, ({ kind }) => kind)
  return (
    <div onKeyDown={(event) => walk(event, onLeave)}>
      {order.map((kind) => {
        const members = groups.get(kind)
        return members ? (
          <section key={kind} aria-labelledby={`hits-${kind}`}>
            <h2 className="grp" id={`hits-${kind}`}>
              {m.kinds[kind]}
              <span className="num">{members.length}</span>
            </h2>
            <ul>
              {members.map((hit) => (
                <li key={hit.id}>
                  <Hit hit={hit} />
                </li>
              ))}
            </ul>
          </section>
        ) : null
      })}
    </div>
  )
}

function Hit({ hit }: { hit: SearchHit }) {
  const m = useMessages()
  const words = useWords()
  const about = [
    hit.sex && hit.sex !== 'unknown' ? words.sex[hit.sex] : '',
    hit.birthYear === null ? '' : m.bornIn(hit.birthYear),
    hit.state && hit.state !== 'present' ? words.state[hit.state] : '',
  ].filter(Boolean)
  return (
    <Link to={pageOf(hit)} className="hit">
      <Icon name={icons[hit.kind]} />
      <b>{hit.title}</b>
      <span className="mut">{about.join(' · ')}</span>
      <small>
        {[hit.address ?? m.noAddress, hit.place.villageName, hit.place.gridName].filter(Boolean).join(' · ')}
      </small>
    </Link>
  )
}

/** A person is met in the household; who is in none has a page only. */
export function pageOf({ kind, id, householdId }: SearchHit): string {
  if (kind === 'person') return householdId ? `${paths.household(householdId)}?person=${id}` : paths.person(id)
  if (kind === 'household') return paths.household(id)
  return kind === 'building' ? paths.building(id) : paths.organisation(id)
}

function walk(event: KeyboardEvent<HTMLElement>, onLeave: () => void) {
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key]
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('a.hit')]
  const at = links.findIndex((link) => link === document.activeElement)
  if (at + step < 0) onLeave()
  else links[at + step]?.focus()
}
