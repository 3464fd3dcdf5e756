import { Channel, matterFilters, matterRoutes, MatterStatus } from '@linli/contract/matters'
import { Icon, MatterStatusTag, matterStatusText, useLocale, whenText } from '@linli/ui'
import { z } from 'zod'
import { client } from '../api.ts'
import { placeText } from '../frame/place.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { Heads } from '../frame/Table.tsx'
import { saveText } from '../import/files.ts'
import { LimitTags } from '../matter/LimitTags.tsx'
import { useMessages } from '../matter/messages.ts'
import { More, usePaged } from '../paged.tsx'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { filter, go, Link } from '../router.tsx'
import { SavedViews } from '../views/SavedViews.tsx'

const Filters = z.object({ ...matterFilters, order: z.enum(['reported', 'due']).optional() })

/** Filters live in the address, so that a view can be kept and sent. */
export default function Matters({ search, me }: PageProps) {
  const m = useMessages()
  const { locale } = useLocale()
  const parsed = Filters.safeParse(Object.fromEntries(search))
  const filters = parsed.success ? parsed.data : {}
  const list = usePaged(matterRoutes.listMatters, { ...filters, limit: 50 })
  const rows = list.items
  const toggle = (key: string, value: string) => filter({ [key]: search.get(key) === value ? undefined : value })

  async function save() {
    const { order: _order, ...rest } = filters
    const file = await client.call(matterRoutes.exportMatters, rest)
    saveText(file.filename, file.csv)
  }

  return (
    <main className="scroll">
      <div className="chips" style={{ flexWrap: 'wrap', height: 'auto', padding: '8px 20px' }}>
        {(
          [
            ['open', 'true'],
            ['overdue', 'true'],
            ['danger', 'true'],
          ] as const
        ).map(([key, value]) => (
          <button
            key={key}
            type="button"
            className={search.get(key) === value ? 'chip on' : 'chip'}
            aria-pressed={search.get(key) === value}
            onClick={() => toggle(key, value)}
          >
            {m.filters[key]} {search.get(key) === value && <Icon name="close" />}
          </button>
        ))}
        <select
          className="chip"
          aria-label={m.filters.status}
          value={search.get('status') ?? ''}
          onChange={(event) => filter({ status: event.target.value })}
        >
          <option value="">{m.filters.status}</option>
          {MatterStatus.options.map((status) => (
            <option key={status} value={status}>
              {matterStatusText(status, locale)}
            </option>
          ))}
        </select>
        <select
          className="chip"
          aria-label={m.filters.channel}
          value={search.get('channel') ?? ''}
          onChange={(event) => filter({ channel: event.target.value })}
        >
          <option value="">{m.filters.channel}</option>
          {Channel.options.map((channel) => (
            <option key={channel} value={channel}>
              {m.channels[channel]}
            </option>
          ))}
        </select>
        {search.get('q') && (
          <button type="button" className="chip on" onClick={() => filter({ q: undefined })}>
            {m.searchFor(search.get('q') ?? '')} <Icon name="close" />
          </button>
        )}
        {search.size > 0 && (
          <button type="button" className="btn txt" onClick={() => go(paths.matters)}>
            {m.clear}
          </button>
        )}
        <SavedViews page={paths.matters} search={search} />
        <button
          type="button"
          className="btn txt"
          onClick={() => filter({ order: search.get('order') === 'due' ? undefined : 'due' })}
        >
          {search.get('order') === 'due' ? m.byLimit : m.byTime}
        </button>
        {me.permissions.includes('matter.import') && (
          <Link to={paths.matterImport} className="btn">
            <Icon name="up" />
            {m.importList}
          </Link>
        )}
        {me.permissions.includes('matter.export') && (
          <button type="button" className="btn" onClick={() => void save()}>
            <Icon name="dl" />
            {m.exportCsv}
          </button>
        )}
      </div>
      {list.error ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : !list.isRead ? (
        <Loading />
      ) : rows.length === 0 ? (
        <p className="blank">{m.noMatches}</p>
      ) : (
        <table className="grid">
          <Heads names={[m.remaining, m.number, m.title, m.status, m.category, m.place, m.handler, m.reported]} />
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td>
                  <LimitTags matter={row} />
                </td>
                <td className="num">
                  <Link to={paths.matter(row.id)}>{row.number}</Link>
                </td>
                <td>
                  <b>{row.title}</b>
                </td>
                <td>
                  <MatterStatusTag status={row.status} />
                </td>
                <td>{row.category.names[locale]}</td>
                <td>{placeText(row.place) || m.noPlace}</td>
                <td>{[row.leadUnit?.name, row.handler?.name].filter(Boolean).join(' · ')}</td>
                <td>{whenText(row.reportedAt, locale)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More list={list} />
    </main>
  )
}
