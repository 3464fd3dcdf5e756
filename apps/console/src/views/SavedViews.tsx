import './views.css'
import { viewRoutes } from '@linli/contract/work-items'
import { fieldText, Icon } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useRef } from 'react'
import { reading } from '../api.ts'
import { FormFault } from '../frame/FormFault.tsx'
import { useCommand } from '../pages/use-command.ts'
import { go, Link } from '../router.tsx'
import { useMessages } from './messages.ts'

/** Filters of a list under names: each person's own, kept by the server, so that they are there on every machine. */
export function SavedViews({ page, search }: { page: string; search: URLSearchParams }) {
  const m = useMessages()
  const menu = useRef<HTMLDetailsElement>(null)
  const views = useQuery({ ...reading(viewRoutes.listViews, {}), staleTime: 60_000 })
  const save = useCommand(viewRoutes.saveView, ['/my/views'])
  const forget = useCommand(viewRoutes.deleteView, ['/my/views'])
  const own = views.data?.items.filter((view) => view.page === page) ?? []
  const query = search.toString()

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const element = event.currentTarget
    if (await save.run({ page, name: fieldText(new FormData(element), 'name'), query })) element.reset()
  }
  function close() {
    if (menu.current) menu.current.open = false
  }

  return (
    <details
      ref={menu}
      className="views"
      onKeyDown={(event) => {
        if (event.key === 'Escape') close()
      }}
    >
      <summary className="btn txt">
        {own.find((view) => view.query === query && query !== '')?.name ?? m.views}
        <Icon name="down" />
      </summary>
      <div className="viewmenu">
        {own.length === 0 && <p className="mut">{m.none}</p>}
        <ul>
          {own.map((view) => (
            <li key={view.id} onClick={close}>
              <Link to={`${page}?${view.query}`} current={view.query === query}>
                {view.name}
              </Link>
              <button
                type="button"
                className="btn txt"
                aria-label={m.forget(view.name)}
                onClick={(event) => {
                  event.stopPropagation()
                  void forget.run({ viewId: view.id })
                  if (view.query === query) go(page)
                }}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
        <form onSubmit={(event) => void submit(event)}>
          <label className="field">
            {m.name}
            <input
              name="name"
              maxLength={40}
              required
              disabled={query === ''}
              placeholder={query === '' ? m.nothingToSave : ''}
            />
          </label>
          <FormFault text={save.fault} />
          <button type="submit" className="btn" disabled={query === '' || save.busy}>
            {m.save}
          </button>
        </form>
      </div>
    </details>
  )
}
