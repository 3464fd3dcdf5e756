import { ProblemError } from '@linli/client'
import { sessionRoutes } from '@linli/contract/sign-in'
import { lazily } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { reading } from './api.ts'
import { Frame } from './frame/Frame.tsx'
import { Login } from './frame/Login.tsx'
import { MustChangePassword } from './frame/MustChangePassword.tsx'
import { ErrorState, Loading } from './frame/States.tsx'
import { useMessages } from './frame/messages.ts'
import { pages } from './pages.ts'
import { usePlace } from './router.tsx'

const Inbox = lazily(() => import('./inbox/Inbox.tsx'), Loading)

/** Whoever is signed in, in the frame, on the page that the address names and the permissions allow. */
export function Console() {
  const { path, search } = usePlace()
  const me = useQuery({ ...reading(sessionRoutes.me, {}), staleTime: 60_000 })
  const m = useMessages()
  if (me.error instanceof ProblemError && me.error.status === 401) return <Login problem={search.get('problem')} />
  if (me.error) return <ErrorState error={me.error} onRetry={() => void me.refetch()} />
  if (!me.data) return <Loading />
  if (me.data.mustChangePassword) return <MustChangePassword />
  const page = pages.find((one) => one.matches(path))
  const allowed = page && (page.permission === null || me.data.permissions.includes(page.permission))
  return (
    <Frame me={me.data} path={path}>
      {path === '/' || path === '/login' ? (
        <Inbox me={me.data} />
      ) : allowed ? (
        <page.Page me={me.data} path={path} search={search} />
      ) : (
        <main className="blank">
          <h1 style={{ font: 'inherit' }}>{m.notFound}</h1>
        </main>
      )}
    </Frame>
  )
}
