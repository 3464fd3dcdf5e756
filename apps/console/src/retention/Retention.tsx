import type { PageProps } from '../pages.ts'
import { filter } from '../router.tsx'
import { Certificates } from './Certificates.tsx'
import { useMessages } from './messages.ts'
import { Rules } from './Rules.tsx'

const tabs = ['due', 'certificates'] as const

/** What is kept how long, what goes next, and what has gone: for the data-protection officer. */
export default function Retention({ search }: PageProps) {
  const m = useMessages()
  const tab = tabs.find((one) => one === search.get('tab')) ?? 'due'
  return (
    <main className="scroll pad stack">
      <h1 style={{ font: 'var(--t-20)' }}>{m.title}</h1>
      <p className="mut">{m.hint}</p>
      <div className="tabs" role="tablist">
        {tabs.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            aria-selected={tab === one}
            className={tab === one ? 'on' : ''}
            onClick={() => filter({ tab: one, cause: undefined, rule: undefined })}
          >
            {m.tabs[one]}
          </button>
        ))}
      </div>
      {tab === 'due' && <Rules chosen={search.get('rule')} />}
      {tab === 'certificates' && <Certificates cause={search.get('cause')} />}
    </main>
  )
}
