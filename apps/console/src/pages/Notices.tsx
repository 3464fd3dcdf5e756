import { noticeChannelText } from '@linli/client/notice-text'
import { type NoticeRow, noticeRoutes } from '@linli/contract/notices'
import { useLocale, whenText } from '@linli/ui'
import { ErrorState, Loading } from '../frame/States.tsx'
import { Heads } from '../frame/Table.tsx'
import { More, usePaged } from '../paged.tsx'
import { useMessages } from './messages.ts'

/** What goes to somebody or something of ours has an id instead of a number or an address. */
const isOurs = (channel: NoticeRow['channel']) => channel === 'inapp' || channel === 'push'

/** What was sent, waits or failed. */
export default function Notices() {
  const m = useMessages()
  const { locale } = useLocale()
  const list = usePaged(noticeRoutes.listNotices, { limit: 100 })
  if (list.error) return <ErrorState error={list.error} onRetry={list.refetch} />
  if (!list.isRead) return <Loading />
  return (
    // Nothing in it takes the focus, and it must scroll by keys.
    <main className="scroll pad" tabIndex={0}>
      <table className="grid">
        <Heads names={[m.at, m.to, m.body, m.state]} />
        <tbody>
          {list.items.map((notice) => (
            <tr key={notice.id}>
              <td>{whenText(notice.createdAt, locale)}</td>
              <td className="num">
                {isOurs(notice.channel) ? noticeChannelText(notice.channel, locale) : notice.recipient}
              </td>
              <td>{notice.body}</td>
              <td>{m.noticeStates[notice.state]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <More list={list} />
    </main>
  )
}
