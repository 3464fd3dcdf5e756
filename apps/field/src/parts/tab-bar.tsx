import { Icon, type IconName } from '@linli/ui'
import { useEntries, useKept } from '../account/use-account.ts'
import { isUnsent } from '../outbox/entry.ts'
import { type Place, paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { countDrafts } from '../store/drafts.ts'
import { messages } from '../words/messages.ts'

export function TabBar({ page }: { page: Place['page'] }) {
  const t = messages.useMessages()
  const unsent = (useEntries() ?? []).filter(isUnsent).length + (useKept('drafts', 'draft count', countDrafts) ?? 0)
  const tab = (name: Place['page'], href: string, icon: IconName, words: string) => (
    <Link href={href} {...(page === name ? { 'aria-current': 'page' } : {})}>
      <Icon name={icon} />
      {words}
    </Link>
  )
  return (
    <nav className="tabs" aria-label={t.navigation}>
      {tab('today', paths.today(), 'walk', t.today)}
      {tab('find', paths.find(), 'search', t.find)}
      <Link href={paths.report()} className="tab-report" {...(page === 'report' ? { 'aria-current': 'page' } : {})}>
        <Icon name="report" />
        {t.report}
      </Link>
      {tab('outbox', paths.outbox(), 'up', unsent > 0 ? `${t.outbox} ${unsent}` : t.outbox)}
      {tab('me', paths.me(), 'me', t.me)}
    </nav>
  )
}
