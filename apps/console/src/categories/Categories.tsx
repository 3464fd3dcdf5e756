import { type Category, categoryRoutes } from '@linli/contract/categories'
import { useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { Heads, WideTable } from '../frame/Table.tsx'
import { useMessages as useMatterMessages } from '../matter/messages.ts'
import type { PageProps } from '../pages.ts'
import { filter } from '../router.tsx'
import { CategoryForm } from './CategoryForm.tsx'
import { useMessages } from './messages.ts'

/** The catalogue: kinds of matter with their limits, and what each asks. */
export default function Categories({ search }: PageProps) {
  const m = useMessages()
  const { locale } = useLocale()
  const list = useQuery(reading(categoryRoutes.listCategories, {}))
  if (list.error) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  if (!list.data) return <Loading />
  const { items } = list.data
  const edited = search.get('edit')
  const [q, inClass] = [search.get('q') ?? '', search.get('class') ?? '']
  const classes = new Map(items.map((one) => [one.code.slice(0, 2), one.classNames]))
  const shown = items.filter((one) => one.code.startsWith(inClass) && fits(one, q))
  const done = () => filter({ edit: undefined })
  if (edited !== null)
    return (
      <main className="scroll pad stack">
        <CategoryForm
          key={edited}
          category={items.find((one) => one.code === edited) ?? null}
          classes={classes}
          onDone={done}
        />
      </main>
    )
  return (
    <main className="scroll pad stack">
      <h1 style={{ font: 'var(--t-20)' }}>{m.title}</h1>
      <p className="mut">{m.hint}</p>
      <div className="inline" style={{ flexWrap: 'wrap' }}>
        <input
          type="search"
          className="chip"
          data-slash
          aria-label={m.find}
          placeholder={m.find}
          value={q}
          maxLength={60}
          onChange={({ target }) => filter({ q: target.value })}
        />
        <select
          className="chip"
          aria-label={m.className}
          value={inClass}
          onChange={({ target }) => filter({ class: target.value })}
        >
          <option value="">{m.allClasses}</option>
          {[...classes].map(([code, names]) => (
            <option key={code} value={code}>
              {names[locale]}
            </option>
          ))}
        </select>
        <button type="button" className="btn pri" onClick={() => filter({ edit: 'new' })}>
          {m.add}
        </button>
      </div>
      {shown.length === 0 ? <p className="blank">{m.none}</p> : <Table categories={shown} />}
    </main>
  )
}

function fits(category: Category, q: string): boolean {
  const word = q.trim().toLowerCase()
  const { code, names, keywords } = category
  return [code, names.zh, names.en, ...keywords].some((one) => one.toLowerCase().includes(word))
}

function Table({ categories }: { readonly categories: readonly Category[] }) {
  const m = useMessages()
  const { units } = useMatterMessages()
  const { locale } = useLocale()
  const heads = [m.code, m.category, m.steps.whole, m.steps.handle, m.level, m.evidence]
  return (
    <WideTable label={m.title} className="grid">
      <Heads names={heads}>
        <td />
      </Heads>
      <tbody>
        {categories.map((one) => (
          <tr key={one.id}>
            <td className="num">{one.code}</td>
            <td>
              <button type="button" className="btn txt" onClick={() => filter({ edit: one.code })}>
                {`${one.classNames[locale]} · ${one.names[locale]}`}
              </button>
            </td>
            <td>{`${one.limits.whole.amount} ${units[one.limits.whole.unit]}`}</td>
            <td>{`${one.limits.handle.amount} ${units[one.limits.handle.unit]}`}</td>
            <td>{m.levels[one.settleLevel]}</td>
            <td>{m.evidences[one.evidence]}</td>
            <td className="mut">
              {[m.version(one.version), one.questions.length > 0 ? m.asks(one.questions.length) : '']
                .filter(Boolean)
                .join(' · ')}
            </td>
          </tr>
        ))}
      </tbody>
    </WideTable>
  )
}
