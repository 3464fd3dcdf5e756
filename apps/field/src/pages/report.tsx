import { newId } from '@linli/client'
import { Icon } from '@linli/ui'
import { useState } from 'react'
import { useAccount, useFact } from '../account/use-account.ts'
import {
  emptyReport,
  faultsOf,
  MOST_WORDS,
  needsPhoto,
  type ReportFault,
  type ReportForm,
  reportEntry,
} from '../forms/report-form.ts'
import { announce } from '../parts/announce.tsx'
import { CategoryChoice } from '../parts/category-choice.tsx'
import { DraftNote } from '../parts/draft-note.tsx'
import { Line, Tick, Words } from '../parts/field.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { PhotoStrip } from '../parts/photo-strip.tsx'
import { PlaceChoice } from '../parts/place-choice.tsx'
import { useDraft } from '../parts/use-draft.ts'
import { useSubmit } from '../parts/use-submit.ts'
import { paths } from '../paths.ts'
import { go } from '../router.tsx'
import { draftKeys } from '../store/drafts.ts'
import { findEntry } from '../store/entries.ts'
import { messages } from '../words/messages.ts'

/** `entry`: a report that lies in the outbox, to be changed. */
export function Report({ entry }: { entry: string | null }) {
  const t = messages.useMessages()
  const { db } = useAccount()
  const categories = useFact('categories') ?? []
  const draftKey = entry === null ? draftKeys.report() : draftKeys.entry(entry)
  const draft = useDraft<ReportForm>(draftKey, async () => {
    const kept = entry === null ? undefined : await findEntry(db, entry)
    // The form of a report entry was put there by this page.
    return (kept?.form as ReportForm | undefined) ?? emptyReport
  })
  const { submit, busy, failure } = useSubmit()
  const [faults, setFaults] = useState<readonly ReportFault[]>([])
  const form = draft.value
  if (form === undefined) return <p className="empty">{t.opening}</p>
  const change = (part: Partial<ReportForm>) => draft.update((now) => ({ ...now, ...part }))
  const changeResult = (part: Partial<NonNullable<ReportForm['settled']>>) =>
    draft.update((now) => (now.settled === null ? now : { ...now, settled: { ...now.settled, ...part } }))
  const fault = (...codes: ReportFault[]) => {
    const found = codes.find((code) => faults.includes(code))
    return found && t[found]
  }
  const evidence = categories.find((category) => category.code === form.categoryCode)?.evidence

  async function send(whole: ReportForm): Promise<void> {
    const missing = faultsOf(whole, categories)
    setFaults(missing)
    if (missing.length > 0) return focusFirstFault()
    const kept = await submit(reportEntry(whole, entry ?? newId()), {
      draftKey,
      editing: entry !== null,
      draft,
    })
    if (!kept) return
    announce(t.kept)
    go(entry === null ? paths.today() : paths.outbox(), { replace: true })
  }

  return (
    <form
      className="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void send(form)
      }}
    >
      <PageHead title={t.report} back={paths.today()} />
      <Words
        label={t.what}
        hint={t.whatHint}
        value={form.description}
        maxLength={MOST_WORDS}
        onChange={(event) => change({ description: event.target.value })}
        fault={fault('description_missing')}
      />
      <PhotoStrip
        label={t.photos}
        keys={form.photos}
        onChange={(photos) => draft.update((now) => ({ ...now, photos: photos(now.photos) }))}
      />
      <CategoryChoice
        categories={categories}
        words={form.description}
        code={form.categoryCode}
        onChoose={(categoryCode) => change({ categoryCode })}
        fault={fault('category_missing')}
      />
      <PlaceChoice form={form} onChange={change} fault={fault('place_missing')} />
      <Tick
        label={t.settledHere}
        checked={form.settled !== null}
        onTick={(on) => change({ settled: on ? { words: '', photos: [] } : null })}
      />
      {form.settled && (
        <div className="inset">
          <Words
            label={t.result}
            value={form.settled.words}
            maxLength={MOST_WORDS}
            onChange={(event) => changeResult({ words: event.target.value })}
            fault={fault('result_missing')}
          />
          {needsPhoto(evidence) && <p className="hint">{t.evidenceAsked}</p>}
          <PhotoStrip
            label={t.resultPhotos}
            keys={form.settled.photos}
            onChange={(photos) =>
              draft.update((now) =>
                now.settled === null
                  ? now
                  : { ...now, settled: { ...now.settled, photos: photos(now.settled.photos) } },
              )
            }
            fault={fault('result_photo_missing')}
          />
        </div>
      )}
      <Tick
        label={t.onBehalf}
        checked={form.behalf !== null}
        onTick={(on) => change({ behalf: on ? { name: '', phone: '' } : null })}
      />
      {form.behalf && (
        <div className="inset">
          <Line
            label={t.behalfName}
            value={form.behalf.name}
            maxLength={50}
            onValue={(name) => change({ behalf: { name, phone: form.behalf?.phone ?? '' } })}
          />
          <Line
            label={t.behalfPhone}
            type="tel"
            inputMode="tel"
            value={form.behalf.phone}
            onValue={(phone) => change({ behalf: { name: form.behalf?.name ?? '', phone } })}
            fault={fault('phone_wrong')}
          />
        </div>
      )}
      <div className="foot">
        <DraftNote savedAt={draft.savedAt} failed={draft.failed || failure === 'not_kept'} />
        {failure === 'too_late' && (
          <p className="fault" role="alert">
            {t.tooLate}
          </p>
        )}
        <button type="submit" className="button main" disabled={busy}>
          <Icon name="send" />
          {t.submit}
        </button>
      </div>
    </form>
  )
}

/** After the faults are drawn, the first of them takes the focus, so that it is seen and read aloud. */
export function focusFirstFault(): void {
  requestAnimationFrame(() => {
    const fault = [...document.querySelectorAll<HTMLElement>('.fault')].find((each) => each.textContent !== '')
    const field = fault?.closest('.field, fieldset')?.querySelector<HTMLElement>('textarea, input, select, button')
    field?.focus()
    fault?.scrollIntoView({ block: 'center' })
  })
}
