import { type Matter, matterRoutes } from '@linli/contract/matters'
import { fieldText, Icon, MatterStatusTag, Status, useLocale, whenText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { reading } from '../api.ts'
import { FactList } from '../frame/FactList.tsx'
import { FormFault } from '../frame/FormFault.tsx'
import { gridText, placeText } from '../frame/place.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { useMessages as useIncidentMessages } from '../incidents/messages.ts'
import { ActionButtons } from '../matter/ActionButtons.tsx'
import { Answers } from '../matter/Answers.tsx'
import { Clocks } from '../matter/Clocks.tsx'
import { LimitTags } from '../matter/LimitTags.tsx'
import { useMessages } from '../matter/messages.ts'
import { Person } from '../matter/Person.tsx'
import { Pictures } from '../matter/Pictures.tsx'
import { Timeline } from '../matter/Timeline.tsx'
import { useAction } from '../matter/use-action.ts'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'

/** Header facts, tabs, timeline, and aside: limits, position, person, extension. */
export default function MatterPage({ me, path }: PageProps) {
  const m = useMessages()
  const incidents = useIncidentMessages()
  const { locale } = useLocale()
  const matterId = path.slice('/matters/'.length)
  const matter = useQuery(reading(matterRoutes.getMatter, { matterId }))
  const [tab, setTab] = useState<'history' | 'photos' | 'related'>('history')
  if (matter.error) return <ErrorState error={matter.error} onRetry={() => void matter.refetch()} />
  if (!matter.data) return <Loading />
  const { data } = matter
  return (
    <main className="scroll" style={{ display: 'flex', flexDirection: 'column' }}>
      <div className="head">
        <div className="crumb">
          <Link to={paths.matters}>{m.title}</Link>
          <Icon name="right" />
          <span className="num">{data.number}</span>
        </div>
        <div className="l1" style={{ flexWrap: 'wrap', paddingTop: 6 }}>
          <h1>{data.title}</h1>
          <MatterStatusTag status={data.status} />
          <LimitTags matter={data} />
          {data.danger && (
            <Status tone="danger" icon="alert">
              {m.filters.danger}
            </Status>
          )}
          {data.supervision !== 'none' && (
            <Status tone={data.supervision === 'red' ? 'danger' : 'warn'} icon="alert">
              {m.levels[data.supervision] ?? ''}
            </Status>
          )}
          <div className="acts" style={{ padding: 0, border: 0, background: 'none', flexWrap: 'wrap' }}>
            <ActionButtons matter={data} primary />
            <Link className="btn" to={paths.matterSheet(data.id)}>
              {m.sheet}
            </Link>
          </div>
        </div>
        <FactList
          className="facts four"
          facts={[
            [m.handler, [data.leadUnit?.name, data.handler?.name].filter(Boolean).join(' · ') || '—'],
            [m.firstReceiver, [data.firstUnit?.name, data.firstReceiver].filter(Boolean).join(' · ')],
            [m.category, `${data.category.classNames[locale]} · ${data.category.names[locale]}`],
            [m.channel, `${m.channels[data.channel]} · ${whenText(data.reportedAt, locale)}`],
            ...(data.seenAt === null ? [] : [[m.seen, whenText(data.seenAt, locale)] as const]),
            [m.grid, gridText(data.place) || data.place.townName || m.noPlace],
          ]}
        />
        <div className="tabs" role="tablist">
          {(['history', 'photos', 'related'] as const).map((one) => (
            <button
              key={one}
              type="button"
              role="tab"
              aria-selected={tab === one}
              className={tab === one ? 'on' : ''}
              onClick={() => setTab(one)}
            >
              {m[one]}{' '}
              {one === 'photos' ? (
                <em>{data.pictures.length}</em>
              ) : one === 'related' ? (
                <em>{data.related.length}</em>
              ) : null}
            </button>
          ))}
        </div>
      </div>
      <div className="cols">
        <section className="panel">
          {tab === 'history' && (
            <>
              <p style={{ padding: '16px 20px 0', font: 'var(--t-14)' }}>{`“${data.description}”`}</p>
              <Answers matter={data} />
              <Timeline matter={data} />
              {data.available.includes('comment') && <NoteForm matter={data} />}
            </>
          )}
          {tab === 'photos' &&
            (data.pictures.length > 0 ? (
              <div className="pad">
                <Pictures pictures={data.pictures} className="ph" />
              </div>
            ) : (
              <p className="blank">{m.noPhotos}</p>
            ))}
          {tab === 'related' && <Related matter={data} />}
        </section>
        <aside className="side">
          <Clocks clocks={data.clocks} />
          <section className="panel">
            <h2>{m.position}</h2>
            <p className="addr">
              <span>{[placeText(data.place), data.address].filter(Boolean).join(' ') || m.noPin}</span>
              <span className="mut">
                {data.point ? `${data.point.lat.toFixed(5)}, ${data.point.lon.toFixed(5)}` : ''}
              </span>
            </p>
            {me.permissions.includes('incident.lead') && (
              <p className="addr">
                <Link className="btn" to={paths.incidentFrom(data.id)}>
                  {incidents.toIncident}
                </Link>
              </p>
            )}
          </section>
          <Person matter={data} />
          <section className="panel">
            <h2>
              {m.extension} <small>{data.extensions.length}</small>
            </h2>
            {data.extensions.length === 0 && <p className="empty">{m.noExtension}</p>}
            {data.extensions.map((one) => (
              <p
                key={one.id}
                className="empty"
              >{`${one.requestedBy} ${m.asked(one.limit.amount, m.units[one.limit.unit] ?? '')}：${one.reason}${one.decision === 'open' ? '' : ` — ${one.decidedBy} ${one.decision === 'granted' ? m.grant : m.refuse}`}`}</p>
            ))}
          </section>
        </aside>
      </div>
    </main>
  )
}

function NoteForm({ matter }: { matter: Matter }) {
  const m = useMessages()
  const act = useAction(matter)
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const element = event.currentTarget
    const form = new FormData(element)
    const done = await act.run(matterRoutes.commentMatter, {
      words: fieldText(form, 'words'),
      visibility: form.get('public') ? 'public' : 'internal',
    })
    if (done) element.reset()
  }
  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      <label>
        {m.comment}
        <textarea name="words" maxLength={2000} required />
      </label>
      <label className="inline">
        <input type="checkbox" name="public" />
        {m.publicComment}
      </label>
      <FormFault text={act.fault} />
      <div>
        <button type="submit" className="btn" disabled={act.busy}>
          {m.send}
        </button>
      </div>
    </form>
  )
}

function Related({ matter }: { matter: Matter }) {
  const m = useMessages()
  const { locale } = useLocale()
  if (matter.related.length === 0) return <p className="blank">{m.noRelated}</p>
  return (
    <table className="grid">
      <tbody>
        {matter.related.map((one) => (
          <tr key={one.id}>
            <td>
              <Link to={paths.matter(one.id)}>{one.number}</Link>
            </td>
            <td>{one.title}</td>
            <td>
              <MatterStatusTag status={one.status} />
            </td>
            <td>
              {[one.metres === null ? '' : m.metres(one.metres), one.because.map((why) => m.because[why]).join('、')]
                .filter(Boolean)
                .join(' · ')}
            </td>
            <td>{whenText(one.reportedAt, locale)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
