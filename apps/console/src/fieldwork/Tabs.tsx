import { filter } from '../router.tsx'

interface Props<Name extends string> {
  readonly tabs: readonly Name[]
  readonly words: Readonly<Record<Name, string>>
  readonly label: string
  readonly chosen: Name
}

/** Tabs of a page; which one stands in the address. */
export function Tabs<Name extends string>({ tabs, words, label, chosen }: Props<Name>) {
  return (
    <div className="tabs" role="tablist" aria-label={label}>
      {tabs.map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          aria-selected={chosen === one}
          className={chosen === one ? 'on' : ''}
          onClick={() => filter({ tab: one })}
        >
          {words[one]}
        </button>
      ))}
    </div>
  )
}
