import { holdRoutes } from '@linli/contract/legal-holds'
import { useState } from 'react'
import { tabOf, Tabs } from '../frame/Tabs.tsx'
import { PagedList, usePaged } from '../paged.tsx'
import type { PageProps } from '../pages.ts'
import { Hold } from './Hold.tsx'
import { ProposeHold } from './ProposeHold.tsx'
import { useMessages } from './messages.ts'

const tabs = ['open', 'over'] as const

/** What must not be deleted: asked for by one person, in force when a second one agrees, and ended the same way. */
export default function Holds({ search }: PageProps) {
  const m = useMessages()
  const tab = tabOf(tabs, search)
  const [proposing, propose] = useState(false)
  return (
    <main className="scroll pad stack">
      <h1 style={{ font: 'var(--t-20)' }}>{m.title}</h1>
      <p className="mut">{m.hint}</p>
      {proposing ? (
        <ProposeHold onClose={() => propose(false)} />
      ) : (
        <div>
          <button type="button" className="btn pri" onClick={() => propose(true)}>
            {m.propose}
          </button>
        </div>
      )}
      <Tabs tabs={tabs} words={m.tabs} label={m.title} chosen={tab} />
      <List key={tab} state={tab} />
    </main>
  )
}

function List({ state }: { readonly state: (typeof tabs)[number] }) {
  const m = useMessages()
  const list = usePaged(holdRoutes.listHolds, { state, limit: 30 })
  return (
    <PagedList list={list} none={m.none}>
      {list.items.map((hold) => (
        <Hold key={hold.id} hold={hold} />
      ))}
    </PagedList>
  )
}
