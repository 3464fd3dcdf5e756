import { type ReactNode, useState } from 'react'
import { tabOf, Tabs } from '../frame/Tabs.tsx'

const tabs = ['open', 'over'] as const
export type Stage = (typeof tabs)[number]

interface Props {
  readonly search: URLSearchParams
  readonly words: {
    readonly title: string
    readonly hint: string
    readonly propose: string
    readonly tabs: Record<Stage, string>
  }
  readonly form: (onClose: () => void) => ReactNode
  readonly list: (stage: Stage) => ReactNode
}

/** A page of what one person asks for and a second one agrees to: the form that asks, what is open and what is over. */
export function Proposals({ search, words, form, list }: Props) {
  const tab = tabOf(tabs, search)
  const [proposing, propose] = useState(false)
  return (
    <main className="scroll pad stack">
      <h1 style={{ font: 'var(--t-20)' }}>{words.title}</h1>
      <p className="mut">{words.hint}</p>
      {proposing ? (
        form(() => propose(false))
      ) : (
        <div>
          <button type="button" className="btn pri" onClick={() => propose(true)}>
            {words.propose}
          </button>
        </div>
      )}
      <Tabs tabs={tabs} words={words.tabs} label={words.title} chosen={tab} />
      {list(tab)}
    </main>
  )
}
