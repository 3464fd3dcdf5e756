import '../areas/areas.css'
import './register.css'
import { tabOf, Tabs } from '../frame/Tabs.tsx'
import type { PageProps } from '../pages.ts'
import { useDeskMessages } from './desk-messages.ts'
import { Contested } from './desks/Contested.tsx'
import { Duplicates } from './desks/Duplicates.tsx'
import { Grids } from './desks/Grids.tsx'

const tabs = ['contested', 'duplicates', 'merged', 'grids'] as const

/** What a person has to decide: between two accounts, and between two files. */
export default function Desks({ search }: PageProps) {
  const m = useDeskMessages()
  const tab = tabOf(tabs, search)
  return (
    <main className="scroll register">
      <div className="head">
        <Tabs tabs={tabs} words={m.tabs} label={m.lists} chosen={tab} />
      </div>
      <div className="pad stack">
        {tab === 'contested' && <Contested />}
        {tab === 'grids' && <Grids />}
        {(tab === 'duplicates' || tab === 'merged') && (
          <Duplicates key={tab} state={tab === 'merged' ? 'merged' : 'open'} />
        )}
      </div>
    </main>
  )
}
