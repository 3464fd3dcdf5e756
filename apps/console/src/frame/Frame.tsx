import { type LiveState, newId, subscribeLive } from '@linli/client'
import { stopPush } from '@linli/client/push'
import { type Me, sessionRoutes } from '@linli/contract/sign-in'
import { inboxRoutes } from '@linli/contract/work-items'
import { Icon, Logo, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { client, queryClient, reading, refreshMatters } from '../api.ts'
import { roomChanges } from '../incidents/changes.ts'
import { pages } from '../pages.ts'
import { paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import { GlobalSearch } from '../search/GlobalSearch.tsx'
import { forgetRecent } from '../search/recent.ts'
import { Hours } from './Hours.tsx'
import { isTyping, useKeys } from './keys.ts'
import { Help } from './Help.tsx'
import { useMessages } from './messages.ts'
import { Notices, UrgentNotice } from './Notices.tsx'
import { SaidLine } from './SaidLine.tsx'
import { toggleTheme } from './theme.ts'

const GATHER_MS = 200

/** Navigation left, bar on top; one live connection for the whole tab. */
export function Frame({ me, path, children }: { me: Me; path: string; children: ReactNode }) {
  const m = useMessages()
  const { locale, setLocale } = useLocale()
  const live = useLive()
  const inbox = useQuery(reading(inboxRoutes.listInbox, { limit: 1 }))
  const waiting = Object.values(inbox.data?.counts ?? {}).reduce((sum, count) => sum + count, 0)
  const mayTakeCalls = me.permissions.includes('hotline.operate')
  useEffect(() => focusSearch(), [])
  useKeys({ n: mayTakeCalls && path !== paths.hotline ? () => go(paths.hotline) : null })

  async function signOut() {
    await stopPush(client, 'console')
    await client.call(sessionRoutes.logout, {})
    forgetRecent(me.id)
    queryClient.clear()
    location.assign('/console/')
  }

  async function switchLanguage() {
    const next = locale === 'zh' ? 'en' : 'zh'
    setLocale(next)
    await client.call(sessionRoutes.changeLocale, { commandId: newId(), locale: next })
  }

  return (
    <div className="app">
      <nav className="nav" aria-label={m.mainNav}>
        <div className="brand">
          <Logo />
          <div>
            {m.linli}
            <small>{[me.county.names[locale], me.posts[0]?.unit.name].filter(Boolean).join(' · ')}</small>
          </div>
        </div>
        <Link to={paths.inbox} className={path === '/' ? 'on' : ''} current={path === '/'}>
          <Icon name="inbox" />
          {m.inbox}
          <span>{waiting || ''}</span>
        </Link>
        <h6>{m.byDuty}</h6>
        {pages.map((page) =>
          page.name !== null &&
          (page.permission === null || me.permissions.includes(page.permission)) &&
          (page.under === undefined || path.startsWith(page.under)) ? (
            <Link
              key={page.path}
              to={page.path}
              className={[page.under && 'sub', isOn(page.path, path) && 'on'].filter(Boolean).join(' ')}
              current={path === page.path}
            >
              <Icon name={page.icon} />
              {m[page.name]}
            </Link>
          ) : null,
        )}
        <div className="who">
          <i aria-hidden="true">{[...me.name][0]}</i>
          <b>{me.name}</b>
          <button type="button" onClick={() => void signOut()} aria-label={m.signOut} title={m.signOut}>
            <Icon name="right" />
          </button>
          <small>{me.posts[0]?.role.names[locale] ?? ''}</small>
        </div>
      </nav>
      <div style={{ minWidth: 0, display: 'flex', flexDirection: 'column' }}>
        <header className="bar">
          <PageName path={path} />
          <GlobalSearch me={me} path={path} />
          <Hours live={live} hours={inbox.data?.hours} onChange={() => void inbox.refetch()} />
          <Notices />
          <Help page={pageName(path)} />
          <button type="button" className="btn txt" onClick={toggleTheme}>
            {m.dark}
          </button>
          <button type="button" className="btn txt" onClick={() => void switchLanguage()}>
            {m.language}
          </button>
          {mayTakeCalls && (
            <Link to={paths.hotline} className="btn">
              <Icon name="plus" />
              {m.takeCall}
              <kbd>N</kbd>
            </Link>
          )}
        </header>
        <UrgentNotice />
        {children}
        <SaidLine />
      </div>
    </div>
  )
}

/** Whether one is on this page or below it, and not on one that has a line of its own in the navigation. */
function isOn(page: string, path: string): boolean {
  return path.startsWith(page) && !pages.some(({ under, path: sub }) => under === page && path.startsWith(sub))
}

/** A page of one thing is called as the list it stands in. */
function pageName(path: string) {
  if (path === '/') return 'inbox'
  const page = pages.find((one) => one.matches(path))
  return page ? (page.name ?? pages.find((one) => one.name !== null && path.startsWith(one.path))?.name ?? null) : null
}

/** Most pages say by their place in the navigation what they are; a screen reader is told. */
function PageName({ path }: { path: string }) {
  const m = useMessages()
  const name = path === '/' ? 'inbox' : pages.find((page) => page.matches(path))?.name
  return name ? <h1 className="sr">{m[name]}</h1> : null
}

function useLive(): LiveState {
  const [state, setState] = useState<LiveState>({ kind: 'live' })
  useEffect(() => {
    let gather: ReturnType<typeof setTimeout> | undefined
    const refresh = () => {
      gather ??= setTimeout(() => {
        gather = undefined
        refreshMatters()
      }, GATHER_MS)
    }
    const stop = subscribeLive({
      url: '/api/live',
      onMessage: (message) => {
        if (message.module === 'matters') refresh()
        if (message.module === 'incidents') refreshIncidents()
      },
      onReset: () => {
        refresh()
        refreshIncidents()
      },
      onState: setState,
    })
    return () => {
      stop()
      clearTimeout(gather)
    }
  }, [])
  return state
}

/** A room that is open follows what the others in it do. */
function refreshIncidents(): void {
  for (const path of roomChanges) void queryClient.invalidateQueries({ queryKey: [path] })
}

function focusSearch(): () => void {
  const onKey = (event: KeyboardEvent) => {
    const everywhere = (event.ctrlKey || event.metaKey) && event.key === 'k'
    if (!everywhere && (event.key !== '/' || isTyping(event.target))) return
    event.preventDefault()
    // A page that is all about finding has a field of its own; Ctrl+K leads out of it.
    const own = everywhere ? null : document.querySelector<HTMLElement>('[data-slash]')
    ;(own ?? document.getElementById('search'))?.focus()
  }
  addEventListener('keydown', onKey)
  return () => removeEventListener('keydown', onKey)
}
