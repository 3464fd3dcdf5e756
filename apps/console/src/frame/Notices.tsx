import { newId } from '@linli/client'
import { type MyNotice, noticeRoutes } from '@linli/contract/notices'
import { Icon, useLocale, whenText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { client, queryClient, reading } from '../api.ts'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { useMessages } from './messages.ts'

const mine = reading(noticeRoutes.listMyNotices, { limit: 30 })

async function markRead(notices: readonly MyNotice[]): Promise<void> {
  const ids = notices.filter((notice) => notice.readAt === null).map((notice) => notice.id)
  if (ids.length === 0) return
  await client.call(noticeRoutes.readMyNotices, { commandId: newId(), ids })
  await queryClient.invalidateQueries({ queryKey: [noticeRoutes.listMyNotices.path] })
}

/** What I was told: limits that near or passed, matters given to me. */
export function Notices() {
  const m = useMessages()
  const { locale } = useLocale()
  const { data } = useQuery(mine)
  const items = data?.items ?? []
  const unread = data?.unread ?? 0
  return (
    <details className="notices">
      <summary className="btn txt" aria-label={m.myNotices(unread)}>
        <Icon name="speaker" />
        {unread > 0 && <span className="count">{unread}</span>}
      </summary>
      <ul>
        {items.length === 0 && <li>{m.noNotices}</li>}
        {items.map((notice) => (
          <li key={notice.id} className={notice.readAt === null && notice.counts ? 'unread' : ''}>
            {notice.subjectKind === 'matter' && notice.subjectId !== null ? (
              <Link to={paths.matter(notice.subjectId)}>{notice.body}</Link>
            ) : notice.subjectKind === 'roster' ? (
              <Link to={paths.roster}>{notice.body}</Link>
            ) : notice.subjectKind === 'incident' && notice.subjectId !== null ? (
              <Link to={paths.incident(notice.subjectId)}>{notice.body}</Link>
            ) : (
              notice.body
            )}
            <time dateTime={notice.createdAt}>{whenText(notice.createdAt, locale)}</time>
          </li>
        ))}
        <li className="foot">
          {unread > 0 && (
            <button type="button" className="btn" onClick={() => void markRead(items)}>
              {m.seen}
            </button>
          )}
          <Link to={paths.noticeRules} className="btn txt">
            {m.howTold}
          </Link>
        </li>
      </ul>
    </details>
  )
}

/** Danger to life stands above every page until somebody says that they have seen it. */
export function UrgentNotice() {
  const m = useMessages()
  const { data } = useQuery(mine)
  const urgent = data?.items.find((notice) => notice.urgent && notice.readAt === null)
  if (!urgent) return null
  return (
    <div className="urgent" role="alert">
      <Icon name="alert" />
      {urgent.body}
      {urgent.subjectId !== null && <Link to={paths.matter(urgent.subjectId)}>{m.openIt}</Link>}
      <button type="button" className="btn danger" onClick={() => void markRead([urgent])}>
        {m.seen}
      </button>
    </div>
  )
}
