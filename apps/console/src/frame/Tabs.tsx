import { filter } from '../router.tsx'

interface Props<Name extends string> {
  readonly tabs: readonly Name[]
  readonly words: Readonly<Record<Name, string>>
  readonly label?: string
  readonly chosen: Name
  /** Filters in the address that mean nothing on another tab. */
  readonly clears?: readonly string[]
}

/** Tabs of a page; which one stands in the address. */
export function Tabs<Name extends string>({ tabs, words, label, chosen, clears = [] }: Props<Name>) {
  const cleared = Object.fromEntries(clears.map((name) => [name, undefined]))
  return (
    <div className="tabs" role="tablist" aria-label={label}>
      {tabs.map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          aria-selected={chosen === one}
          className={chosen === one ? 'on' : ''}
          onClick={() => filter({ ...cleared, tab: one })}
        >
          {words[one]}
        </button>
      ))}
    </div>
  )
}

/** The tab that the address names, else the first. */
export function tabOf<Name extends string>(tabs: readonly [Name, ...Name[]], search: URLSearchParams): Name {
  return tabs.find((one) => one === search.get('tab')) ?? tabs[0]
}
