import { Icon, useLocale } from '@linli/ui'
import { useEffect, useRef, useState } from 'react'
import { useStored } from '../../keep/stored.ts'
import { canDictate, type DictationFault, useDictation } from '../../parts/dictation.ts'
import { Field } from '../../parts/field.tsx'
import { PhotoStrip } from '../../parts/photo-strip.tsx'
import { Screen } from '../../parts/screen.tsx'
import { paths } from '../../paths.ts'
import { changeDraft, draftStore, emptyDraft, isEmpty } from '../../report/draft.ts'
import { dropPhoto } from '../../report/photo-box.ts'
import { go } from '../../router.tsx'
import { reportWords } from '../../words/report.ts'
import { CategoryGuess } from './category-guess.tsx'
import { CategoryQuestions } from './category-questions.tsx'
import { DangerHint } from './danger-hint.tsx'
import { useFaultWords } from './fault-words.ts'
import type { StepProps } from './report.tsx'

export function SayStep({ faults, onNext, speak }: StepProps & { speak: boolean }) {
  const t = reportWords.useMessages()
  const draft = useStored(draftStore)
  const faultWords = useFaultWords(faults)

  function discard() {
    for (const photo of draft.photos) void dropPhoto(photo.key)
    draftStore.set(emptyDraft())
    go(paths.home(), { replace: true })
  }

  return (
    <Screen
      title={t.sayTitle}
      bar={t.report}
      aside={t.step(1)}
      progress={{ at: 1, of: 3 }}
      back={paths.home()}
      foot={
        <button type="button" className="go" onClick={onNext}>
          {t.nextWhere}
        </button>
      }
    >
      <Field
        label={t.sayLabel}
        kind="long"
        placeholder={t.sayPlaceholder}
        value={draft.description}
        error={faultWords('description')}
        onChange={(description) => changeDraft({ description })}
        tools={canDictate() && <Microphone startNow={speak} />}
      />
      <DangerHint words={draft.description} />
      <PhotoStrip
        photos={draft.photos}
        onChange={(change) => changeDraft({ photos: change(draftStore.get().photos) })}
      />
      <CategoryGuess />
      <CategoryQuestions />
      {!isEmpty(draft) && (
        <button type="button" className="txt discard" onClick={discard}>
          {t.clear}
        </button>
      )}
    </Screen>
  )
}

/** Adds what is said to what stands there already. */
function Microphone({ startNow }: { startNow: boolean }) {
  const t = reportWords.useMessages()
  const { locale } = useLocale()
  const [fault, setFault] = useState<DictationFault>()
  const before = useRef('')
  const { listening, start, stop } = useDictation(
    locale,
    (heard) => changeDraft({ description: [before.current, heard].filter(Boolean).join(locale === 'zh' ? '' : ' ') }),
    setFault,
  )

  function listen() {
    setFault(undefined)
    before.current = draftStore.get().description
    start()
  }

  // The page was opened by its microphone.
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (startNow) button.current?.click()
  }, [startNow])

  return (
    <>
      <span role="status">
        {fault ? (fault === 'denied' ? t.speechDenied : t.speechFailed) : listening ? t.listening : t.dialect}
      </span>
      <button ref={button} type="button" className="mic" aria-pressed={listening} onClick={listening ? stop : listen}>
        <Icon name={listening ? 'pause' : 'mic'} />
        {t.speak}
      </button>
    </>
  )
}
