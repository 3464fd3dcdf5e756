import { tabOf, Tabs } from '../frame/Tabs.tsx'
import type { PageProps } from '../pages.ts'
import { Certificates } from './Certificates.tsx'
import { useMessages } from './messages.ts'
import { Rules } from './Rules.tsx'

const tabs = ['due', 'certificates'] as const

/** What is kept how long, what goes next, and what has gone: for the data-protection officer. */
export default function Retention({ search }: PageProps) {
  const m = useMessages()
  const tab = tabOf(tabs, search)
  return (
    <main className="scroll pad stack">
      <h1 style={{ font: 'var(--t-20)' }}>{m.title}</h1>
      <p className="mut">{m.hint}</p>
      <Tabs tabs={tabs} words={m.tabs} label={m.title} chosen={tab} clears={['cause', 'rule']} />
      {tab === 'due' && <Rules chosen={search.get('rule')} />}
      {tab === 'certificates' && <Certificates cause={search.get('cause')} />}
    </main>
  )
}
