import '../incidents/incidents.css'
import '../register/register.css'
import { matterRoutes } from '@linli/contract/matters'
import { StuckColour, type StuckMatter, StuckStep, supervisionRoutes } from '@linli/contract/supervision'
import { ClockTag, Status, useLocale, whenText } from '@linli/ui'
import { useState } from 'react'
import { areaOf } from '../frame/area.ts'
import { placeText } from '../frame/place.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { More, usePaged } from '../paged.tsx'
import { useCommand } from '../pages/use-command.ts'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { AreaFilter } from '../register/AreaFilter.tsx'
import { filter, Link } from '../router.tsx'
import { useMessages } from './messages.ts'

const changes = [supervisionRoutes.listStuckMatters.path, '/matters', '/matters/:matterId', '/inbox'] as const

/** What is late, near a limit or supervised: where, on whose clock, since when; one touch supervises. */
export default function Supervision({ me, search }: PageProps) {
  const m = useMessages()
  const colour = StuckColour.safeParse(search.get('colour')).data
  const step = StuckStep.safeParse(search.get('step')).data
  const areaId = search.get('area')
  const list = usePaged(supervisionRoutes.listStuckMatters, {
    limit: 50,
    ...(colour ? { colour } : {}),
    ...(step ? { step } : {}),
    ...(areaId === null ? {} : { areaId }),
  })
  const counts = list.pages[0]?.counts
  return (
    <main className="scroll pad stack">
      <div className="inline">
        <h1 style={{ font: 'var(--t-20)' }}>{m.title}</h1>
        <Link to={paths.meeting + (areaId === null ? '' : `?area=${areaId}`)} className="btn">
          {m.meeting}
        </Link>
      </div>
      <p className="mut">{m.hint}</p>
      <AreaFilter areaId={areaOf({ search, me })} />
      <div
        className="chips"
        role="group"
        aria-label={m.colour}
        style={{ padding: 0, height: 'auto', flexWrap: 'wrap' }}
      >
        {[undefined, ...StuckColour.options].map((one) => (
          <Chip key={one ?? ''} on={one === colour} onPress={() => filter({ colour: one })}>
            {one ? m.count(m.colours[one] ?? one, counts?.[one] ?? 0) : m.all}
          </Chip>
        ))}
        <span className="mut">{m.step}</span>
        {[undefined, ...StuckStep.options].map((one) => (
          <Chip key={one ?? ''} on={one === step} onPress={() => filter({ step: one })}>
            {one ? (m.steps[one] ?? one) : m.all}
          </Chip>
        ))}
      </div>
      {list.error && <ErrorState error={list.error} onRetry={list.refetch} />}
      {!list.error && !list.isRead && <Loading />}
      {list.isRead && list.items.length === 0 && <p className="blank">{m.nothing}</p>}
      {list.items.length > 0 && (
        <section className="panel" aria-label={m.title}>
          {list.items.map((one) => (
            <StuckRow key={one.matter.id} stuck={one} />
          ))}
          <More list={list} />
        </section>
      )}
    </main>
  )
}

interface ChipProps {
  readonly on: boolean
  readonly onPress: () => void
  readonly children: string
}

function Chip({ on, onPress, children }: ChipProps) {
  return (
    <button type="button" className={on ? 'chip on' : 'chip'} aria-pressed={on} onClick={onPress}>
      {children}
    </button>
  )
}

function StuckRow({ stuck }: { readonly stuck: StuckMatter }) {
  const m = useMessages()
  const { locale } = useLocale()
  const { run, busy, fault } = useCommand(matterRoutes.superviseMatter, changes)
  const [done, setDone] = useState(false)
  const { matter, colour, holder, since, reasons } = stuck
  const step = m.steps[stuck.step] ?? stuck.step
  const card = matter.supervision === 'yellow' || colour === 'red' ? 'red' : 'yellow'
  const at = whenText(since, locale)
  const place = placeText(matter.place)
  return (
    <div className="roomrow">
      <div>
        <b>
          <Link to={paths.matter(matter.id)}>{matter.title}</Link>
        </b>
        <small>{[matter.number, place].filter(Boolean).join(' · ')}</small>
        <small>
          {[`${m.step}${locale === 'zh' ? '' : ' '}${step}`, m.whose(holder.name), m.since(at)].join(' · ')}
        </small>
        {fault && <span className="bad">{fault}</span>}
        {done && <span role="status">{m.done}</span>}
      </div>
      <div className="side2">
        <Status tone={colour === 'red' ? 'danger' : 'warn'} icon="alert">
          {`${m.colours[colour] ?? colour} · ${reasons.map((one) => m.reasons[one] ?? one).join('、')}`}
        </Status>
        <ClockTag clock={matter.clock} step={step} />
        {matter.supervision !== 'red' && (
          <button
            type="button"
            className="btn"
            disabled={busy}
            onClick={() =>
              void run({
                matterId: matter.id,
                seenVersion: matter.version,
                level: card,
                words: m.words(step, holder.name, at),
              }).then((answer) => answer && setDone(true))
            }
          >
            {m.supervise(m.colours[card] ?? card)}
          </button>
        )}
      </div>
    </div>
  )
}
