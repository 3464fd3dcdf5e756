import { newId } from '@linli/client'
import { matterRoutes } from '@linli/contract/matters'
import { Icon, MatterStatusTag, useLocale, whenText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client, reading, refreshMatters } from '../api.ts'
import { FactList } from '../frame/FactList.tsx'
import { FormFault } from '../frame/FormFault.tsx'
import { useKeys } from '../frame/keys.ts'
import { placeText } from '../frame/place.ts'
import { say } from '../frame/said.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { ActionButtons } from './ActionButtons.tsx'
import { Answers } from './Answers.tsx'
import { LimitTags } from './LimitTags.tsx'
import { useMessages } from './messages.ts'
import { Pictures } from './Pictures.tsx'
import { useAction } from './use-action.ts'

/** Answers in reading order: what, where and who, whom to give it to and why, is it a duplicate. */
export function Preview({ matterId, onNext }: { matterId: string; onNext: () => void }) {
  const m = useMessages()
  const { locale } = useLocale()
  const matter = useQuery(reading(matterRoutes.getMatter, { matterId }))
  const mayDispatch = matter.data?.available.includes('dispatch') ?? false
  const units = useQuery({ ...reading(matterRoutes.suggestUnits, { matterId }), enabled: mayDispatch })
  const [chosen, choose] = useState(0)
  const act = useAction(matter.data, onNext)
  const unit = units.data?.items[chosen]

  const duplicate = matter.data?.related.find((one) => one.relation === 'possible_duplicate')
  const mayMerge = matter.data?.available.includes('merge') ?? false

  const dispatch = () =>
    unit &&
    void act
      .run(matterRoutes.dispatchMatter, {
        unitId: unit.unit.id,
        ...(unit.staff ? { staffId: unit.staff.id } : {}),
      })
      .then((done) => done && say({ words: m.givenTo(unit.staff ? unit.staff.name : unit.unit.name) }))
  const merge = (into: { id: string; number: string }) =>
    void act.run(matterRoutes.mergeMatter, { intoId: into.id }).then(
      (done) =>
        done &&
        say({
          words: m.mergedInto(into.number),
          undo: () => client.call(matterRoutes.unmergeMatter, { commandId: newId(), matterId }).then(refreshMatters),
        }),
    )
  useKeys({
    ...Object.fromEntries((units.data?.items ?? []).map((_unit, index) => [String(index + 1), () => choose(index)])),
    d: mayDispatch && unit ? dispatch : null,
    m: duplicate && mayMerge ? () => merge(duplicate) : null,
  })

  if (matter.error)
    return (
      <section className="pv">
        <ErrorState error={matter.error} onRetry={() => void matter.refetch()} />
      </section>
    )
  if (!matter.data)
    return (
      <section className="pv">
        <Loading />
      </section>
    )
  const { data } = matter
  const person = [data.reporter.name, data.reporter.phone].filter(Boolean).join(' ')
  return (
    <section className="pv" aria-label={data.title}>
      <div className="in">
        <div>
          <div className="meta">
            <Link to={paths.matter(data.id)}>{data.number}</Link>
            <span>{m.channels[data.channel]}</span>
            <span>{whenText(data.reportedAt, locale)}</span>
            <MatterStatusTag status={data.status} />
            <LimitTags matter={data} />
          </div>
          <h1>{data.title}</h1>
          <p className="body">{`“${data.description}”`}</p>
        </div>
        <FactList
          className="facts"
          facts={[
            [m.where, data.address || '—'],
            [m.reporter, person || (data.wishes.anonymous ? m.anonymous : m.hidden)],
            [m.grid, placeText(data.place) || m.noPlace],
            [m.category, `${data.category.classNames[locale]} · ${data.category.names[locale]}`],
          ]}
        />
        <Answers matter={data} />
        {data.pictures.length > 0 && <Pictures pictures={data.pictures} className="media" />}
        {mayDispatch && (
          <section className="panel">
            <h2>
              {m.giveTo} <small>{`${m.category}：${data.category.names[locale]}`}</small>
            </h2>
            {units.data?.items.map((one, index) => (
              <button
                key={`${one.unit.id}${one.staff?.id}`}
                type="button"
                className={index === chosen ? 'cand on' : 'cand'}
                aria-pressed={index === chosen}
                onClick={() => choose(index)}
              >
                <kbd>{index + 1}</kbd>
                <b>{one.staff ? `${one.unit.name} · ${one.staff.name}` : one.unit.name}</b>
                <small>
                  {[m.reasons[one.reason], one.of > 0 ? m.settledOf(one.settled, one.of) : '']
                    .filter(Boolean)
                    .join('；')}
                </small>
                <span className="due">
                  {m.due}
                  <b>{whenText(one.dueAt, locale)}</b>
                </span>
              </button>
            ))}
          </section>
        )}
        {data.related.some((one) => one.relation === 'possible_duplicate') && (
          <section className="panel">
            <h2>
              {m.duplicates} <small>{m.duplicatesHint}</small>
            </h2>
            {data.related
              .filter((one) => one.relation === 'possible_duplicate')
              .map((one) => (
                <div key={one.id} className="cand">
                  <Icon name="half" />
                  <b>
                    <Link to={paths.matter(one.id)}>{one.title}</Link>
                  </b>
                  <small>
                    {[
                      one.number,
                      whenText(one.reportedAt, locale),
                      one.metres === null ? '' : m.metres(one.metres),
                      one.because.map((why) => m.because[why]).join('、'),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </small>
                  {mayMerge && (
                    <span className="due">
                      <button type="button" className="btn" onClick={() => merge(one)}>
                        <Icon name="merge" />
                        {m.merge}
                        {one === duplicate && <kbd>M</kbd>}
                      </button>
                    </span>
                  )}
                </div>
              ))}
          </section>
        )}
        <FormFault text={act.fault} />
      </div>
      <div className="acts">
        {mayDispatch && unit && (
          <button type="button" className="btn pri" disabled={act.busy} onClick={dispatch}>
            <Icon name="send" />
            {m.giveToUnit(unit.staff ? unit.staff.name : unit.unit.name)}
            <kbd>D</kbd>
          </button>
        )}
        <ActionButtons
          matter={data}
          only={
            mayDispatch
              ? ['accept', 'pause', 'decline', 'categorise', 'escalate']
              : [
                  'receive',
                  'settle',
                  'settle_on_spot',
                  'verify',
                  'call_back',
                  'decide_dispute',
                  'decide_extension',
                  'return',
                  'pause',
                  'resume',
                ]
          }
          onDone={onNext}
        />
        <Link to={paths.matter(data.id)} className="btn txt next">
          {m.open}
        </Link>
        <button type="button" className="btn txt" onClick={onNext}>
          {m.next}
          <kbd>J</kbd>
        </button>
      </div>
    </section>
  )
}
