import { newId } from '@linli/client'
import type { Matter } from '@linli/contract/matters'
import { Icon, useLocale } from '@linli/ui'
import { useId, useState } from 'react'
import { useAccount, useFact } from '../account/use-account.ts'
import {
  type ActionFault,
  type ActionForm,
  actionEntry,
  actionFaults,
  actionShapes,
  emptyAction,
} from '../forms/action-form.ts'
import { MOST_WORDS, needsPhoto } from '../forms/report-form.ts'
import type { FieldAction } from '../outbox/entry.ts'
import { announce } from '../parts/announce.tsx'
import { Fault, Tick, Words } from '../parts/field.tsx'
import { focusFirstFault } from '../parts/focus-fault.ts'
import { FormFoot } from '../parts/form-foot.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { PhotoStrip } from '../parts/photo-strip.tsx'
import { useDraft } from '../parts/use-draft.ts'
import { useSubmit } from '../parts/use-submit.ts'
import { paths } from '../paths.ts'
import { go } from '../router.tsx'
import { draftKeys } from '../store/drafts.ts'
import { findEntry } from '../store/entries.ts'
import { messages } from '../words/messages.ts'
import { useMatter } from './matter.tsx'

const wordsOf = {
  receive: 'receive',
  settle: 'settleWords',
  settle_on_spot: 'settleWords',
  return: 'returnWords',
  escalate: 'escalateWords',
  verify: 'verifyWords',
  comment: 'commentWords',
} as const satisfies Record<FieldAction, string>

interface Props {
  readonly id: string
  readonly action: FieldAction
  /** A step that lies in the outbox, to be changed. */
  readonly entry: string | null
}

export function ActionPage({ id, action, entry }: Props) {
  const t = messages.useMessages()
  const kept = useMatter(id)
  if (kept === undefined) return <p className="empty">{t.opening}</p>
  if (kept === null) {
    return (
      <>
        <PageHead title={t[action]} back={paths.today()} />
        <p className="empty">{t.matterUnknown}</p>
      </>
    )
  }
  return <ActionSheet matter={kept.matter} action={action} entry={entry} />
}

function ActionSheet({ matter, action, entry }: Omit<Props, 'id'> & { matter: Matter }) {
  const t = messages.useMessages()
  const { db } = useAccount()
  const draftKey = entry === null ? draftKeys.action(matter.id, action) : draftKeys.entry(entry)
  const draft = useDraft<ActionForm>(draftKey, async () => {
    const kept = entry === null ? undefined : await findEntry(db, entry)
    // The form of a step's entry was put there by this page.
    return (kept?.form as ActionForm | undefined) ?? emptyAction
  })
  const { submit, busy, failure } = useSubmit()
  const [faults, setFaults] = useState<readonly ActionFault[]>([])
  const form = draft.value
  if (form === undefined) return <p className="empty">{t.opening}</p>
  const change = (part: Partial<ActionForm>) => draft.update((now) => ({ ...now, ...part }))
  const fault = (...codes: ActionFault[]) => {
    const found = codes.find((code) => faults.includes(code))
    return found && t[found]
  }
  const settles = action === 'settle' || action === 'settle_on_spot'

  async function send(whole: ActionForm): Promise<void> {
    const missing = actionFaults(action, whole, matter)
    setFaults(missing)
    if (missing.length > 0) return focusFirstFault()
    const made = actionEntry(action, whole, matter, entry ?? newId())
    if (!(await submit(made, { draftKey, editing: entry !== null, draft }))) return
    announce(t.kept)
    go(action === 'comment' ? paths.matter(matter.id) : paths.today(), { replace: true })
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
      <PageHead title={t[action]} under={matter.title} back={paths.matter(matter.id)} />
      {action === 'return' && (
        <ReasonChoice
          code={form.reasonCode}
          onChoose={(reasonCode) => change({ reasonCode })}
          fault={fault('reason_missing')}
        />
      )}
      {action === 'verify' && (
        <ResultChoice passed={form.passed} onChoose={(passed) => change({ passed })} fault={fault('result_missing')} />
      )}
      <Words
        label={t[wordsOf[action]]}
        value={form.words}
        maxLength={MOST_WORDS}
        onChange={(event) => change({ words: event.target.value })}
        fault={fault('words_missing', 'words_long')}
      />
      {settles && matter.closeWhen.zh && <CloseWhen matter={matter} />}
      {actionShapes[action].takesPhotos && (
        <>
          {settles && needsPhoto(matter.evidence) && <p className="hint">{t.evidenceAsked}</p>}
          <PhotoStrip
            label={settles ? t.resultPhotos : t.photos}
            keys={form.photos}
            onChange={(photos) => draft.update((now) => ({ ...now, photos: photos(now.photos) }))}
            fault={fault('photo_missing')}
          />
        </>
      )}
      {action === 'comment' && (
        <Tick
          label={t.commentPublic}
          checked={form.visibility === 'public'}
          onTick={(on) => change({ visibility: on ? 'public' : 'internal' })}
        />
      )}
      <FormFoot draft={draft} failure={failure}>
        <button type="submit" className="button main" disabled={busy}>
          <Icon name="check" />
          {t[action]}
        </button>
      </FormFoot>
    </form>
  )
}

function CloseWhen({ matter }: { matter: Matter }) {
  const t = messages.useMessages()
  const { locale } = useLocale()
  return (
    <p className="hint">
      {t.closeWhen}：{matter.closeWhen[locale]}
    </p>
  )
}

interface ReasonProps {
  readonly code: string | null
  readonly onChoose: (code: string) => void
  readonly fault: string | undefined
}

function ReasonChoice({ code, onChoose, fault }: ReasonProps) {
  const t = messages.useMessages()
  const { locale } = useLocale()
  const reasons = useFact('reasons')?.return ?? []
  const id = useId()
  return (
    <fieldset className="field">
      <legend>{t.returnReason}</legend>
      {reasons.map((reason) => (
        <label className="choice" key={reason.code}>
          <input type="radio" name={id} checked={code === reason.code} onChange={() => onChoose(reason.code)} />
          <span>{reason.names[locale]}</span>
        </label>
      ))}
      <Fault fault={fault} />
    </fieldset>
  )
}

interface ResultProps {
  readonly passed: boolean | null
  readonly onChoose: (passed: boolean) => void
  readonly fault: string | undefined
}

function ResultChoice({ passed, onChoose, fault }: ResultProps) {
  const t = messages.useMessages()
  const id = useId()
  return (
    <fieldset className="field">
      <legend>{t.verifyResult}</legend>
      <div className="pair">
        {([true, false] as const).map((answer) => (
          <label className="choice" key={String(answer)}>
            <input type="radio" name={id} checked={passed === answer} onChange={() => onChoose(answer)} />
            <span>{answer ? t.passed : t.failed}</span>
          </label>
        ))}
      </div>
      <Fault fault={fault} />
    </fieldset>
  )
}
