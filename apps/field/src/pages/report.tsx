import { newId } from '@linli/client'
import { Icon, QuestionFields, useLocale } from '@linli/ui'
import { useEffect, useState } from 'react'
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
import { categoriesFor, type MustReport } from '../forms/must-report.ts'
import { announce } from '../parts/announce.tsx'
import { CategoryChoice } from '../parts/category-choice.tsx'
import { Line, Tick, Words } from '../parts/field.tsx'
import { focusFirstFault } from '../parts/focus-fault.ts'
import { FormFoot } from '../parts/form-foot.tsx'
import { MustTiles } from '../parts/must-tiles.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { usePatrol } from '../parts/patrol-button.tsx'
import { PhotoStrip } from '../parts/photo-strip.tsx'
import { PlaceChoice } from '../parts/place-choice.tsx'
import { useAllowedPosition } from '../parts/position.ts'
import { useDraft } from '../parts/use-draft.ts'
import { useSubmit } from '../parts/use-submit.ts'
import { paths } from '../paths.ts'
import { go } from '../router.tsx'
import { draftKeys } from '../store/drafts.ts'
import { findEntry } from '../store/entries.ts'
import { messages } from '../words/messages.ts'

interface Props {
  /** A report that lies in the outbox, to be changed. */
  readonly entry: string | null
  /** One of the kinds that must be reported whenever they are seen. */
  readonly kind: MustReport | null
}

export function Report({ entry, kind }: Props) {
  const t = messages.useMessages()
  const { db } = useAccount()
  const { locale } = useLocale()
  const all = useFact('categories') ?? []
  const categories = categoriesFor(kind, all)
  const few = kind !== null && categories.length < all.length
  const patrol = usePatrol()
  const draftKey = entry === null ? draftKeys.report() : draftKeys.entry(entry)
  const draft = useDraft<ReportForm>(draftKey, async () => {
    const kept = entry === null ? undefined : await findEntry(db, entry)
    // The form of a report entry was put there by this page.
    return (kept?.form as ReportForm | undefined) ?? emptyReport
  })
  const { submit, busy, failure } = useSubmit()
  const [faults, setFaults] = useState<readonly ReportFault[]>([])
  const form = draft.value
  const here = useAllowedPosition()
  const { update } = draft
  const unplaced = form !== undefined && form.point === null && form.address === '' && form.areaId === null
  useEffect(() => {
    // Reported in one touch: where one stands is where it is, unless the worker says otherwise.
    if (kind !== null && here !== null && unplaced) update((now) => ({ ...now, point: here.point }))
    // Taking the position away again must not bring it back.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [kind, here, form === undefined])
  if (form === undefined) return <p className="empty">{t.opening}</p>
  const change = (part: Partial<ReportForm>) => draft.update((now) => ({ ...now, ...part }))
  const changeResult = (part: Partial<NonNullable<ReportForm['settled']>>) =>
    draft.update((now) => (now.settled === null ? now : { ...now, settled: { ...now.settled, ...part } }))
  const fault = (...codes: ReportFault[]) => {
    const found = codes.find((code) => faults.includes(code))
    return found && t[found]
  }
  const chosen = all.find((category) => category.code === form.categoryCode)

  function choose(categoryCode: string | null): void {
    const name = few ? categories.find(({ code }) => code === categoryCode)?.names[locale] : undefined
    change({ categoryCode, ...(name && form?.description.trim() === '' ? { description: `${name}：` } : {}) })
  }

  async function send(typed: ReportForm): Promise<void> {
    const missing = faultsOf(typed, all)
    setFaults(missing)
    if (missing.length > 0) return focusFirstFault()
    const matterId = typed.matterId ?? (patrol && entry === null ? newId() : undefined)
    const kept = await submit(reportEntry({ ...typed, matterId }, entry ?? newId()), {
      draftKey,
      editing: entry !== null,
      draft,
      ...(entry === null && matterId !== undefined ? { underWay: matterId } : {}),
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
      <PageHead title={kind === null ? t.report : t.must[kind]} back={paths.today()} />
      {entry === null && kind === null && <MustTiles />}
      {patrol && entry === null && <p className="hint">{t.ofPatrol}</p>}
      {few && (
        <CategoryChoice
          categories={categories}
          few
          words=""
          code={form.categoryCode}
          onChoose={choose}
          fault={fault('category_missing')}
        />
      )}
      <Words
        label={t.what}
        hint={t.whatHint}
        value={form.description}
        maxLength={MOST_WORDS}
        onChange={(event) => change({ description: event.target.value })}
        onDictated={(said) => draft.update((now) => ({ ...now, description: now.description + said }))}
        fault={fault('description_missing')}
      />
      <PhotoStrip
        label={t.photos}
        keys={form.photos}
        onChange={(photos) => draft.update((now) => ({ ...now, photos: photos(now.photos) }))}
      />
      {!few && (
        <CategoryChoice
          categories={categories}
          words={form.description}
          code={form.categoryCode}
          onChoose={choose}
          fault={fault('category_missing')}
        />
      )}
      <QuestionFields
        questions={chosen?.questions ?? []}
        answers={form.answers?.[chosen?.code ?? ''] ?? []}
        onChange={(answers) => chosen && change({ answers: { ...form.answers, [chosen.code]: answers } })}
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
          {needsPhoto(chosen?.evidence) && <p className="hint">{t.evidenceAsked}</p>}
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
      <FormFoot draft={draft} failure={failure}>
        <button type="submit" className="button main" disabled={busy}>
          <Icon name="send" />
          {t.submit}
        </button>
      </FormFoot>
    </form>
  )
}
