import { newId, problemText } from '@linli/client'
import { type MyNotice, noticeRoutes } from '@linli/contract/notices'
import { type MyNoticeRules, noticeRuleRoutes } from '@linli/contract/notice-rules'
import { useLocale, whenText } from '@linli/ui'
import { useCallback, useEffect, useState } from 'react'
import { client } from '../api.ts'
import { NoticeWays } from '../parts/notice-ways.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { PushHere } from '../parts/push-here.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { messages } from '../words/messages.ts'
import { noticeMessages } from '../words/notices.ts'

/** What I was told, and how I want to be told. Rules are the platform's to keep: this page needs a network. */
export default function NoticesPage() {
  const t = messages.useMessages()
  const n = noticeMessages.useMessages()
  const { locale } = useLocale()
  const [rules, setRules] = useState<MyNoticeRules | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const load = useCallback(() => {
    client.call(noticeRuleRoutes.getMyNoticeRules, {}).then(
      (read) => {
        setRules(read)
        setFault(null)
      },
      (error: unknown) => setFault(problemText(error, locale)),
    )
  }, [locale])
  useEffect(load, [load])
  return (
    <>
      <PageHead title={n.title} back={paths.me()} />
      <div className="matter">
        {fault !== null && (
          <div role="alert">
            <p className="fault">{fault}</p>
            <p className="hint">{n.needsNetwork}</p>
            <p className="card-actions">
              <button type="button" className="button" onClick={load}>
                {n.again}
              </button>
            </p>
          </div>
        )}
        {rules === null && fault === null && <p className="empty">{t.opening}</p>}
        {rules !== null && (
          <>
            <Latest />
            <PushHere rules={rules} onChange={load} />
            <NoticeWays rules={rules} onSaved={load} />
          </>
        )}
      </div>
    </>
  )
}

const SHOWN = 20

function Latest() {
  const n = noticeMessages.useMessages()
  const { locale } = useLocale()
  const [items, setItems] = useState<readonly MyNotice[] | null>(null)
  const load = useCallback(() => {
    // What the page above has read already says when there is no network.
    client.call(noticeRoutes.listMyNotices, { limit: SHOWN }).then(
      (page) => setItems(page.items),
      () => undefined,
    )
  }, [])
  useEffect(load, [load])
  const unread = (items ?? []).filter(({ readAt, counts }) => readAt === null && counts)
  const markRead = async () => {
    await client
      .call(noticeRoutes.readMyNotices, { commandId: newId(), ids: unread.map(({ id }) => id) })
      .catch(() => undefined)
    load()
  }
  return (
    <section>
      <h2>{n.latest}</h2>
      {items?.length === 0 && <p className="hint">{n.nothing}</p>}
      <ul className="told">
        {items?.map((notice) => (
          <li key={notice.id} className={unread.includes(notice) ? 'unread' : ''}>
            {notice.subjectKind === 'matter' && notice.subjectId !== null ? (
              <Link href={paths.matter(notice.subjectId)}>{notice.body}</Link>
            ) : notice.subjectKind === 'roster' ? (
              <Link href={paths.duty()}>{notice.body}</Link>
            ) : (
              notice.body
            )}
            <time dateTime={notice.createdAt}>{whenText(notice.createdAt, locale)}</time>
          </li>
        ))}
      </ul>
      {unread.length > 0 && (
        <p className="card-actions">
          <button type="button" className="button" onClick={() => void markRead()}>
            {n.seen}
          </button>
        </p>
      )}
    </section>
  )
}
