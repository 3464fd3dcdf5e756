import { ProblemError } from '@linli/client'
import {
  arrangementRoutes,
  type PlacedWidget,
  type ScreenForm,
  type WidgetName,
} from '@linli/contract/screen-arrangement'
import { sessionRoutes } from '@linli/contract/sign-in'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { client } from './api.ts'
import { Arranger } from './arrange/Arranger.tsx'
import { cellsOf } from './arrange/cells.ts'
import { defaults } from './arrange/defaults.ts'
import { useForm } from './arrange/use-form.ts'
import { InfoProvider } from './frame/info.tsx'
import { IncidentBanner } from './incidents/IncidentBanner.tsx'
import { Menu, type MenuEntry } from './frame/Menu.tsx'
import { SignIn } from './frame/SignIn.tsx'
import { Top } from './frame/Top.tsx'
import { useIncidents } from './live/use-incidents.ts'
import { useScreen } from './live/use-screen.ts'
import { useMessages } from './messages.ts'
import { PresentBar } from './present/PresentBar.tsx'
import { usePresentation } from './present/use-presentation.ts'
import { saveFigures, savePicture } from './save/save.ts'
import { type Parts, useParts } from './parts.tsx'

/** One screen: whoever is signed in and may see it. The area shown stands in the address, so that a wall can be set to a town. */
export function Screen() {
  const m = useMessages()
  const me = useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) => client.call(sessionRoutes.me, {}, { signal }),
    staleTime: 60_000,
  })
  if (me.error instanceof ProblemError && me.error.status === 401)
    return <SignIn onSignedIn={() => void me.refetch()} />
  if (!me.data) return <main className="wait">{me.error ? m.failed : m.loading}</main>
  if (!me.data.permissions.includes('screen.read')) return <main className="wait">{m.noPermission}</main>
  return <Board permissions={me.data.permissions} onRefused={() => void me.refetch()} />
}

function Board({ permissions, onRefused }: { permissions: readonly string[]; onRefused: () => void }) {
  const m = useMessages()
  const form = useForm()
  const now = useNow()
  const [areaId, setAreaId] = useState(() => new URLSearchParams(location.search).get('area') ?? undefined)
  const [measure, setMeasure] = useState('openPerThousand')
  const [draft, setDraft] = useState<readonly PlacedWidget[] | null>(null)
  const [failed, setFailed] = useState(false)
  const { snapshot, lost, points } = useScreen(areaId, {
    onRefused() {
      onRefused()
      // An area that is no more: the county always is.
      choose(undefined)
    },
  })
  const arrangement = useArrangement(form)
  const incidents = useIncidents()
  const presentation = usePresentation(snapshot, (area, code) => {
    choose(area)
    setMeasure(code)
  })
  const mayRead = permissions.includes('matter.read')

  function choose(next: string | undefined) {
    const search = new URLSearchParams(location.search)
    if (next === undefined) search.delete('area')
    else search.set('area', next)
    history.replaceState(null, '', `/screen/${search.size > 0 ? `?${search.toString()}` : ''}`)
    setAreaId(next)
  }

  const parts = useParts({
    snapshot,
    incidents,
    points,
    areaId,
    measure,
    mayRead,
    now,
    onMeasure: setMeasure,
    onEnter: choose,
  })
  if (!snapshot || !parts) return <main className="wait">{m.loading}</main>
  const saved = arrangement.data?.widgets ?? defaults[form]
  const saving = (save: Promise<void>) => {
    setFailed(false)
    save.catch(() => setFailed(true))
  }
  const entries: MenuEntry[] = [
    { icon: 'eye', words: m.present, run: presentation.begin },
    ...(permissions.includes('screen.manage')
      ? [{ icon: 'edit' as const, words: m.arrange, run: () => setDraft(saved) }]
      : []),
    { icon: 'camera', words: m.savePng, run: () => saving(savePicture(snapshot)) },
    { icon: 'dl', words: m.savePdf, run: () => saving(saveFigures(areaId, 'pdf')) },
    { icon: 'dl', words: m.saveXlsx, run: () => saving(saveFigures(areaId, 'xlsx')) },
    { icon: 'send', words: m.print, run: () => print() },
  ]
  return (
    <InfoProvider mayRead={mayRead}>
      <main className={`screen ${form}${incidents.length > 0 ? ' alarmed' : ''}`} data-position={snapshot.position}>
        <Top data={snapshot} lost={lost} now={now}>
          <Menu entries={entries} />
        </Top>
        <IncidentBanner incidents={incidents} />
        <div className={draft ? 'board arranging' : 'board'}>
          {(draft ?? saved).map((widget) => (
            <section
              key={widget.name}
              className={`widget w-${widget.name}`}
              style={cellsOf(widget)}
              aria-label={parts[widget.name].name}
              inert={draft !== null}
            >
              {parts[widget.name].part}
            </section>
          ))}
          {draft && (
            <Arranger
              form={form}
              widgets={draft}
              version={arrangement.data?.version ?? 0}
              names={namesOf(parts)}
              onDraft={setDraft}
              onEnd={() => setDraft(null)}
            />
          )}
        </div>
        {presentation.running && !draft && <PresentBar presentation={presentation} />}
        {failed && (
          <p className="toast" role="alert">
            {m.failed}
          </p>
        )}
      </main>
    </InfoProvider>
  )
}

function useArrangement(form: ScreenForm) {
  return useQuery({
    queryKey: ['arrangement', form],
    queryFn: ({ signal }) => client.call(arrangementRoutes.getArrangement, { form }, { signal }),
    staleTime: Infinity,
  })
}

const namesOf = (parts: Parts) =>
  Object.fromEntries(Object.entries(parts).map(([part, { name }]) => [part, name])) as Record<WidgetName, string>

function useNow(): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 5_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
