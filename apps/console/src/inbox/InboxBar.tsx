import { areaReadRoutes } from '@linli/contract/areas'
import { Channel } from '@linli/contract/matters'
import { Icon } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { reading } from '../api.ts'
import { useMessages as useMatterMessages } from '../matter/messages.ts'
import { filter, go } from '../router.tsx'
import { paths } from '../paths.ts'
import { SavedViews } from '../views/SavedViews.tsx'
import { useMessages } from './messages.ts'

const Filters = z.object({
  kind: z.string().optional(),
  mine: z.literal('true').optional(),
  due: z.literal('today').optional(),
  areaId: z.uuid().optional(),
  channel: Channel.optional(),
})

/** The filters that stand in the address; what cannot be one is left out. */
export function filtersIn(search: URLSearchParams) {
  const parsed = Filters.safeParse(Object.fromEntries(search))
  if (!parsed.success) return {}
  const { kind, channel, ...rest } = parsed.data
  return { ...rest, ...(kind ? { kind: [kind] } : {}), ...(channel ? { channel: [channel] } : {}) }
}

/** Tabs by kind of work, filter chips, and the views kept under a name. */
export function InboxBar({ counts, search }: { counts: Readonly<Record<string, number>>; search: URLSearchParams }) {
  const m = useMessages()
  const words = useMatterMessages()
  const areas = useQuery({ ...reading(areaReadRoutes.listAreaChildren, {}), staleTime: 600_000 })
  const county = areas.data?.items[0]
  const towns = useQuery({
    ...reading(areaReadRoutes.listAreaChildren, { parentId: county?.id ?? '' }),
    enabled: county !== undefined,
    staleTime: 600_000,
  })
  const kind = search.get('kind') ?? undefined
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const kinds = Object.keys(m.kinds).filter((one) => counts[one])
  return (
    <>
      <div className="tabs">
        <div role="tablist" aria-label={m.kindTabs}>
          {[undefined, ...kinds].map((one) => (
            <button
              key={one ?? 'all'}
              type="button"
              role="tab"
              aria-selected={one === kind}
              className={one === kind ? 'on' : ''}
              onClick={() => filter({ kind: one })}
            >
              {one === undefined ? m.all : m.kinds[one]} <em>{one === undefined ? all : counts[one]}</em>
            </button>
          ))}
        </div>
        <SavedViews page={paths.inbox} search={search} />
      </div>
      <div className="chips">
        {(
          [
            ['due', 'today', m.today],
            ['mine', 'true', m.mine],
          ] as const
        ).map(([key, value, name]) => {
          const on = search.get(key) === value
          return (
            <button
              key={key}
              type="button"
              className={on ? 'chip on' : 'chip'}
              aria-pressed={on}
              onClick={() => filter({ [key]: on ? undefined : value })}
            >
              {name} {on && <Icon name="close" />}
            </button>
          )
        })}
        {(towns.data?.items.length ?? 0) > 0 && (
          <select
            className={search.get('areaId') ? 'chip on' : 'chip'}
            aria-label={m.area}
            value={search.get('areaId') ?? ''}
            onChange={(event) => filter({ areaId: event.target.value })}
          >
            <option value="">{m.area}</option>
            {towns.data?.items.map((town) => (
              <option key={town.id} value={town.id}>
                {town.name}
              </option>
            ))}
          </select>
        )}
        <select
          className={search.get('channel') ? 'chip on' : 'chip'}
          aria-label={m.channel}
          value={search.get('channel') ?? ''}
          onChange={(event) => filter({ channel: event.target.value })}
        >
          <option value="">{m.channel}</option>
          {Channel.options.map((channel) => (
            <option key={channel} value={channel}>
              {words.channels[channel]}
            </option>
          ))}
        </select>
        {search.size > 0 && (
          <button type="button" className="btn txt" onClick={() => go(paths.inbox)}>
            {m.clear}
          </button>
        )}
      </div>
    </>
  )
}
