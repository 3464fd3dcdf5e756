import '../../styles/track.css'
import type { Picture, TrackedMatter } from '@linli/contract/matters'
import { ClockTag, fullText, MatterStatusTag, useLocale, whenText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { isNotFound } from '../../api.ts'
import { receipts } from '../../keep/receipts.ts'
import { Screen } from '../../parts/screen.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { paths } from '../../paths.ts'
import { progressQuery } from '../../queries.ts'
import { commonWords } from '../../words/common.ts'
import { statusSentence, stepSentence } from '../../words/statuses.ts'
import { trackWords } from '../../words/track.ts'
import { Judgement } from './judgement.tsx'
import { KeyForm } from './track.tsx'

/** How far it is: in plain words, who has it, until when, and what happened so far. */
export default function Progress({ number }: { number: string }) {
  const t = trackWords.useMessages()
  const common = commonWords.useMessages()
  const { data: matter, error, refetch, isPending } = useQuery(progressQuery(number))
  return (
    <Screen title={matter?.title ?? t.progress} bar={t.progress} quiet back={paths.home()}>
      {matter ? (
        <>
          {error && <Trouble error={error} words={common.offlineShown} onRetry={() => void refetch()} />}
          <Now matter={matter} />
          <Judgement matter={matter} />
          <Steps matter={matter} />
          <WhatYouSaid matter={matter} />
        </>
      ) : isPending ? (
        <p className="opening">{common.loading}</p>
      ) : isNotFound(error) ? (
        <>
          <p className="lead">{receipts.find(number) ? t.notFound : t.needCode}</p>
          <KeyForm number={number} />
        </>
      ) : (
        <Trouble error={error} onRetry={() => void refetch()} />
      )}
    </Screen>
  )
}

function Now({ matter }: { matter: TrackedMatter }) {
  const t = trackWords.useMessages()
  const { locale } = useLocale()
  const { settleBy, holder, clock, rating } = matter
  return (
    <section className="card now">
      <div className="now-tags">
        <MatterStatusTag status={matter.status} />
        <ClockTag clock={clock} />
      </div>
      <p className="now-words" role="status">
        {statusSentence(matter, locale)}
      </p>
      {rating !== null && <p>{t.yourRating(rating)}</p>}
      <dl className="facts">
        <dt>{t.number}</dt>
        <dd className="num">{matter.number}</dd>
        {holder && (
          <>
            <dt>{t.holder}</dt>
            <dd>{holder}</dd>
          </>
        )}
        {clock && clock.kind !== 'whole' && clock.pausedAt === null && (
          <>
            <dt>{matter.status === 'verified' ? t.confirmBy : t.stepBy}</dt>
            <dd title={fullText(clock.dueAt, locale)}>{whenText(clock.dueAt, locale)}</dd>
          </>
        )}
        {settleBy && clock && !isSettled(matter) && (
          <>
            <dt>{t.settleBy}</dt>
            <dd title={fullText(settleBy, locale)}>{whenText(settleBy, locale)}</dd>
          </>
        )}
        {matter.followers > 0 && (
          <>
            <dt>{t.followers}</dt>
            <dd>{t.people(matter.followers + 1)}</dd>
          </>
        )}
      </dl>
    </section>
  )
}

// From here on the work is done; its limit tells nothing any more.
function isSettled({ status }: TrackedMatter): boolean {
  return status === 'settled' || status === 'verified'
}

function Steps({ matter }: { matter: TrackedMatter }) {
  const t = trackWords.useMessages()
  const { locale } = useLocale()
  return (
    <section aria-labelledby="steps-heading">
      <h2 id="steps-heading">{t.steps}</h2>
      {matter.steps.length === 0 && <p className="lead">{t.noSteps}</p>}
      <ol className="plan past">
        {matter.steps.map((step, index) => (
          <li key={step.id}>
            <span className={index === 0 ? 'd on' : 'd'} aria-hidden="true" />
            <b>{stepSentence(step, locale)}</b>
            <small title={fullText(step.at, locale)}>{whenText(step.at, locale)}</small>
            {step.words && <p className="step-words">{step.words}</p>}
            <Pictures pictures={step.pictures} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function WhatYouSaid({ matter }: { matter: TrackedMatter }) {
  const t = trackWords.useMessages()
  const { locale } = useLocale()
  const { townName, villageName, gridName } = matter.place
  return (
    <section aria-labelledby="said-heading">
      <h2 id="said-heading">{t.whatYouSaid}</h2>
      <div className="card said">
        <p>{matter.description}</p>
        <Pictures pictures={matter.pictures.filter(({ role }) => role === 'report')} />
        <dl className="facts">
          <dt>{t.category}</dt>
          <dd>{matter.category.names[locale]}</dd>
          <dt>{t.place}</dt>
          <dd>{[townName, villageName, gridName, matter.address].filter(Boolean).join(' ')}</dd>
          <dt>{t.reported}</dt>
          <dd title={fullText(matter.reportedAt, locale)}>{whenText(matter.reportedAt, locale)}</dd>
        </dl>
      </div>
    </section>
  )
}

function Pictures({ pictures }: { pictures: readonly Picture[] }) {
  const t = trackWords.useMessages()
  if (pictures.length === 0) return null
  return (
    <ul className="pictures">
      {pictures.map(({ id, token }, index) => (
        <li key={id}>
          <a href={addressOf(id, token)} target="_blank" rel="noreferrer">
            <img src={`${addressOf(id, token)}&size=thumb`} alt={t.pictureOf(index + 1)} loading="lazy" />
          </a>
        </li>
      ))}
    </ul>
  )
}

function addressOf(id: string, token: string): string {
  return `/api/attachments/${id}?t=${encodeURIComponent(token)}`
}
