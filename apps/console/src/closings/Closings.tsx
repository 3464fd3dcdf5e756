import { closingRoutes } from '@linli/contract/file-closings'
import { useState } from 'react'
import { tabOf, Tabs } from '../frame/Tabs.tsx'
import { PagedList, usePaged } from '../paged.tsx'
import type { PageProps } from '../pages.ts'
import { Closing } from './Closing.tsx'
import { ProposeClosing } from './ProposeClosing.tsx'
import { useMessages } from './messages.ts'

const tabs = ['open', 'over'] as const

/** Files that nobody reads but who was named: asked for by one person, closed when a second one agrees. */
export default function Closings({ search }: PageProps) {
  const m = useMessages()
  const tab = tabOf(tabs, search)
  const [proposing, propose] = useState(false)
  return (
    <main className="scroll pad stack">
      <h1 style={{ font: 'var(--t-20)' }}>{m.title}</h1>
      <p className="mut">{m.hint}</p>
      {proposing ? (
        <ProposeClosing onClose={() => propose(false)} />
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
  const list = usePaged(closingRoutes.listClosings, { state, limit: 30 })
  return (
    <PagedList list={list} none={m.none}>
      {list.items.map((closing) => (
        <Closing key={closing.id} closing={closing} />
      ))}
    </PagedList>
  )
}
