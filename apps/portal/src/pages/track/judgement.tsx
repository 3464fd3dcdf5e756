import { newId } from '@linli/client/id'
import { matterRoutes, type TrackedMatter } from '@linli/contract/matters'
import { useLocale, whenText } from '@linli/ui'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client, queries } from '../../api.ts'
import { receipts } from '../../keep/receipts.ts'
import { announce } from '../../parts/announce.tsx'
import { Field, FieldError, focusFirstFault } from '../../parts/field.tsx'
import { PhotoStrip } from '../../parts/photo-strip.tsx'
import { Stars } from '../../parts/stars.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { progressQuery } from '../../queries.ts'
import type { Photo } from '../../report/draft.ts'
import { dropPhoto } from '../../report/photo-box.ts'
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
  const [words, setWords] = useState('')
  const [stars, setStars] = useState(0)
  const [photos, setPhotos] = useState<readonly Photo[]>([])
  const [faults, setFaults] = useState<{ words?: string; stars?: string; photos?: string }>({})
  // One form is one command: pressed again after a lost answer it is done once.
  const [commandId, setCommandId] = useState(newId)
  const confirming = verdict === 'confirm'
  const longest = confirming ? 1000 : 2000

  const send = useMutation({
    mutationFn: () => {
      const code = receipts.find(matter.number)?.code
      const key = { commandId, number: matter.number, ...(code ? { code } : {}) }
      const said = words.trim()
      if (confirming)
        return client.call(matterRoutes.confirmReport, { ...key, rating: stars, ...(said ? { words: said } : {}) })
      const evidence = { ...key, words: said, photos: photos.flatMap(({ uploaded }) => (uploaded ? [uploaded] : [])) }
      if (verdict === 'supplement') return client.call(matterRoutes.supplementReport, evidence)
      return client.call(matterRoutes.rejectReport, { ...evidence, ...(stars > 0 ? { rating: stars } : {}) })
    },
    onSuccess: (after) => {
      queries.setQueryData(progressQuery(matter.number).queryKey, after)
      for (const photo of photos) void dropPhoto(photo.key)
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
      ...(photos.some((photo) => !photo.uploaded) ? { photos: t.photosPending } : {}),
    }
    setFaults(wrong)
    if (Object.keys(wrong).length > 0) focusFirstFault()
    else send.mutate()
  }

  function change(act: () => void) {
    act()
    setFaults({})
    // The answer to the last try said no: what follows is another command.
    if (send.isError) setCommandId(newId())
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
          <Stars value={stars} onChange={(value) => change(() => setStars(value))} />
          {faults.stars && <FieldError>{faults.stars}</FieldError>}
        </>
      )}
      <Field
        label={t[askedWords[verdict]]}
        hint={confirming ? common.optional : undefined}
        kind="long"
        value={words}
        error={faults.words}
        onChange={(value) => change(() => setWords(value))}
      />
      {!confirming && <PhotoStrip photos={photos} onChange={(next) => change(() => setPhotos(next))} />}
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
