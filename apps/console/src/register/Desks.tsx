import '../areas/areas.css'
import './register.css'
import type { PageProps } from '../pages.ts'
import { filter } from '../router.tsx'
import { useDeskMessages } from './desk-messages.ts'
import { Contested } from './desks/Contested.tsx'
import { Duplicates } from './desks/Duplicates.tsx'

const tabs = ['contested', 'duplicates', 'merged'] as const

/** What a person has to decide: between two accounts, and between two files. */
export default function Desks({ search }: PageProps) {
  const m = useDeskMessages()
  const tab = tabs.find((one) => one === search.get('tab')) ?? 'contested'
  return (
    <main className="scroll register">
      <div className="head">
        <div className="tabs" role="tablist" aria-label={m.lists}>
          {tabs.map((one) => (
            <button
              key={one}
              type="button"
              role="tab"
              aria-selected={tab === one}
              className={tab === one ? 'on' : ''}
              onClick={() => filter({ tab: one })}
            >
              {m.tabs[one]}
            </button>
          ))}
        </div>
      </div>
      <div className="pad stack">
        {tab === 'contested' ? <Contested /> : <Duplicates key={tab} state={tab === 'merged' ? 'merged' : 'open'} />}
      </div>
    </main>
  )
}
