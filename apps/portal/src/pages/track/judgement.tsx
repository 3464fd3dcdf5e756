import { newId } from '@linli/client/id'
import { matterRoutes, type TrackedMatter } from '@linli/contract/matters'
import { useLocale, whenText } from '@linli/ui'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client, queries } from '../../api.ts'
import { receipts } from '../../keep/receipts.ts'
import { emptySaid, keepSaid, said, type Said } from '../../keep/said.ts'
import { useStored } from '../../keep/stored.ts'
import { announce } from '../../parts/announce.tsx'
import { Field, FieldError, focusFirstFault } from '../../parts/field.tsx'
import { PhotoStrip } from '../../parts/photo-strip.tsx'
import { Stars } from '../../parts/stars.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { progressQuery } from '../../queries.ts'
import { dropPhoto } from '../../report/photo-box.ts'
import { useUploads } from '../../report/photo-uploads.ts'
import { commonWords } from '../../words/common.ts'
import { trackWords } from '../../words/track.ts'

type Verdict = TrackedMatter['may'][number]

/** What the person may do now: say it is done, say it is not, add something. */
export function Judgement({ matter }: { matter: TrackedMatter }) {
  const t = trackWords.useMessages()
  const { locale } = useLocale()
  const [chosen, setChosen] = useState<Verdict>()
  const { may, reopenUntil } = matter
  // A verdict that the matter has moved past meanwhile is no longer offered.
  if (chosen && may.includes(chosen))
    return <VerdictForm matter={matter} verdict={chosen} onDone={() => setChosen(undefined)} />
  if (may.length === 0) return null
  const judging = may.includes('confirm')
  return (
    <section className={judging || may.includes('reopen') ? 'judge' : 'judge-plain'}>
      {judging && (
        <>
          <h2>{t.judge}</h2>
          <p>{t.judgeText}</p>
        </>
      )}
      <div className="judge-acts">
        {may.map((verdict) => (
          <button
            key={verdict}
            type="button"
            className={verdict === 'confirm' ? 'go' : 'quiet'}
            onClick={() => setChosen(verdict)}
          >
            {t[verdict]}
          </button>
        ))}
      </div>
      {may.includes('reopen') && reopenUntil && <p className="hint">{t.reopenUntil(whenText(reopenUntil, locale))}</p>}
    </section>
  )
}

const askedWords = { confirm: 'say', reject: 'rejectWhy', reopen: 'reopenWhy', supplement: 'supplementWhat' } as const
const sendWords = {
  confirm: 'sendConfirm',
  reject: 'sendReject',
  reopen: 'sendReopen',
  supplement: 'sendSupplement',
} as const
const doneWords = { confirm: 'confirmed', reject: 'rejected', reopen: 'reopened', supplement: 'supplemented' } as const

function VerdictForm({ matter, verdict, onDone }: { matter: TrackedMatter; verdict: Verdict; onDone: () => void }) {
  const t = trackWords.useMessages()
  const common = commonWords.useMessages()
  const key = `${matter.number} ${verdict}`
  const [empty] = useState(emptySaid)
  const { words, stars, photos } = useStored(said)[key] ?? empty
  const uploads = useUploads()
  const [faults, setFaults] = useState<{ words?: string; stars?: string; photos?: string }>({})
  const confirming = verdict === 'confirm'
  const longest = confirming ? 1000 : 2000

  const send = useMutation({
    mutationFn: () => {
      const code = receipts.find(matter.number)?.code
      const { commandId } = now()
      keepSaid(key, { ...now(), sent: true })
      const to = { commandId, number: matter.number, ...(code ? { code } : {}) }
      const text = words.trim()
      if (confirming)
        return client.call(matterRoutes.confirmReport, { ...to, rating: stars, ...(text ? { words: text } : {}) })
      const evidence = { ...to, words: text, photos: photos.flatMap(({ uploaded }) => (uploaded ? [uploaded] : [])) }
      if (verdict === 'supplement') return client.call(matterRoutes.supplementReport, evidence)
      return client.call(matterRoutes.rejectReport, { ...evidence, ...(stars > 0 ? { rating: stars } : {}) })
    },
    onSuccess: (after) => {
      queries.setQueryData(progressQuery(matter.number).queryKey, after)
      for (const photo of photos) void dropPhoto(photo.key)
      keepSaid(key, null)
      announce(t[doneWords[verdict]])
      onDone()
      document.querySelector<HTMLElement>('h1')?.focus()
    },
    onError: () => void queries.invalidateQueries(progressQuery(matter.number)),
  })

  function submit() {
    const wrong = {
      ...(confirming && stars === 0 ? { stars: t.starsMissing } : {}),
      ...(!confirming && words.trim() === '' ? { words: common.missing } : {}),
      ...(words.trim().length > longest ? { words: common.chars(words.trim().length, longest) } : {}),
      ...photoFaults(),
    }
    setFaults(wrong)
    if (Object.keys(wrong).length > 0) focusFirstFault()
    else send.mutate()
  }

  function photoFaults(): { photos?: string } {
    const missing = photos.filter((photo) => !photo.uploaded).map((photo) => uploads.get(photo.key))
    if (missing.some((state) => state?.kind === 'failed' && state.final)) return { photos: t.photosUnfit }
    return missing.length > 0 ? { photos: t.photosPending } : {}
  }

  function now(): Said {
    return said.get()[key] ?? empty
  }

  function change(part: Partial<Said>) {
    setFaults({})
    keepSaid(key, { ...now(), ...(now().sent ? { commandId: newId(), sent: false } : {}), ...part })
  }

  return (
    <form
      className="judge"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <h2>{t[verdict]}</h2>
      {(confirming || verdict === 'reject') && (
        <>
          <Stars value={stars} onChange={(value) => change({ stars: value })} />
          {faults.stars && <FieldError>{faults.stars}</FieldError>}
        </>
      )}
      <Field
        label={t[askedWords[verdict]]}
        hint={confirming ? common.optional : undefined}
        kind="long"
        value={words}
        error={faults.words}
        onChange={(value) => change({ words: value })}
      />
      {!confirming && <PhotoStrip photos={photos} onChange={(next) => change({ photos: next(now().photos) })} />}
      {faults.photos && <FieldError>{faults.photos}</FieldError>}
      {send.error && <Trouble error={send.error} />}
      <button type="submit" className="go" disabled={send.isPending}>
        {send.isPending ? common.sending : t[sendWords[verdict]]}
      </button>
      <button type="button" className="txt" onClick={onDone}>
        {t.cancel}
      </button>
    </form>
  )
}
