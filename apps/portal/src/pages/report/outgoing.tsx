import '../../styles/report.css'
import { faultText, problemText } from '@linli/client/problem-text'
import { ProblemError } from '@linli/client/problem'
import { Icon, type Locale, useLocale } from '@linli/ui'
import { useEffect } from 'react'
import { useStored } from '../../keep/stored.ts'
import { announce } from '../../parts/announce.tsx'
import { Screen } from '../../parts/screen.tsx'
import { paths } from '../../paths.ts'
import type { Parcel, Refusal } from '../../report/deliver.ts'
import { type Draft, draftStore, isEmpty, renewed } from '../../report/draft.ts'
import { findParcel, outbox, sendWithoutRest, takeBack, useProgress } from '../../report/outbox.ts'
import { dropPhoto } from '../../report/photo-box.ts'
import { sendWaiting } from '../../report/tools.ts'
import { fieldOf, faultsOf, firstStepAtFault, titleOf } from '../../report/wizard.ts'
import { go, Link } from '../../router.tsx'
import { commonWords } from '../../words/common.ts'
import { reportWords } from '../../words/report.ts'

/** A report between 提交 and its receipt. Usually seen for a moment; without a network it stays until the next one. */
export default function Outgoing({ parcelKey }: { parcelKey: string }) {
  const t = reportWords.useMessages()
  useStored(outbox)
  const { busy, done } = useProgress(parcelKey)
  const parcel = findParcel(parcelKey)

  useEffect(() => {
    if (done) go(paths.receipt(done.number), { replace: true })
    // Delivered in another tab, or long ago: its receipt stands on the home page.
    else if (!parcel) go(paths.home(), { replace: true })
  }, [done, parcel])

  useEffect(() => {
    if (parcel && !busy && !parcel.refusal) announce(t.outgoingLaterText)
  }, [parcel, busy, t])

  if (!parcel) return null
  if (parcel.refusal) return <Refused parcelKey={parcelKey} refusal={parcel.refusal} />
  return busy ? <OnItsWay parcelKey={parcelKey} parcel={parcel} /> : <Waiting parcel={parcel} />
}

function OnItsWay({ parcelKey, parcel }: { parcelKey: string; parcel: Parcel }) {
  const t = reportWords.useMessages()
  const pictures = parcel.sealed === null && parcel.draft.photos.some((photo) => !photo.uploaded)
  return (
    <Screen title={t.outgoingTitle} back={paths.home()} backKind="close">
      <p className="lead" role="status">
        {pictures ? t.outgoingPhotos : t.outgoingNow}
      </p>
      <progress className="moving" aria-label={t.outgoingTitle} />
      {pictures && (
        <button type="button" className="quiet" onClick={() => sendWithoutRest(parcelKey)}>
          {t.outgoingWithoutRest}
        </button>
      )}
    </Screen>
  )
}

function Waiting({ parcel }: { parcel: Parcel }) {
  const t = reportWords.useMessages()
  const common = commonWords.useMessages()
  return (
    <Screen
      title={t.outgoingLater}
      back={paths.home()}
      backKind="close"
      foot={
        <>
          <button type="button" className="go" onClick={() => void sendWaiting()}>
            {common.retry}
          </button>
          <Link className="txt" href={paths.home()}>
            {common.home}
          </Link>
        </>
      }
    >
      <b>{titleOf(parcel.draft.description)}</b>
      <p className="lead">{t.outgoingLaterText}</p>
    </Screen>
  )
}

function Refused({ parcelKey, refusal }: { parcelKey: string; refusal: Refusal }) {
  const t = reportWords.useMessages()
  const { locale } = useLocale()

  function mend() {
    if (!isEmpty(draftStore.get()) && !window.confirm(t.outgoingReplace)) return
    const parcel = takeBack(parcelKey)
    if (!parcel) return
    const draft = { ...renewed(parcel.draft), refused: refusedFields(refusal, locale) }
    draftStore.set(draft)
    go(paths.report(firstStepAtFault(faultsOf(draft)) ?? 'say'), { replace: true })
  }

  function drop() {
    for (const photo of takeBack(parcelKey)?.draft.photos ?? []) void dropPhoto(photo.key)
    go(paths.home(), { replace: true })
  }

  return (
    <Screen
      title={t.outgoingRefused}
      back={paths.home()}
      backKind="close"
      foot={
        <>
          <button type="button" className="go" onClick={mend}>
            {t.outgoingMend}
          </button>
          <button type="button" className="txt" onClick={drop}>
            {t.outgoingDrop}
          </button>
        </>
      }
    >
      <div className="trouble" role="alert">
        <p>
          <Icon name="alert" />
          <span>{sentenceOf(refusal, locale)}</span>
        </p>
      </div>
    </Screen>
  )
}

function refusedFields(refusal: Refusal, locale: Locale): Draft['refused'] {
  if (refusal.faults.length > 0)
    return refusal.faults.map((fault) => ({ field: fieldOf(fault.path), sentence: faultText(fault, locale) }))
  const field = /outside_county|^area\.|^place\./.test(refusal.code) ? 'place' : 'description'
  return [{ field, sentence: sentenceOf(refusal, locale) }]
}

function sentenceOf(refusal: Refusal, locale: Locale): string {
  // The stored parts of a ProblemError, after a reload perhaps.
  const code = refusal.code as ProblemError['code']
  const error = new ProblemError({
    type: '',
    title: code,
    status: 422,
    code,
    requestId: '',
    details: { ...refusal.details },
    faults: [...refusal.faults],
  })
  return problemText(error, locale)
}
