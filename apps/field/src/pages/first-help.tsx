import { Icon, timeText } from '@linli/ui'
import { useRef, useState } from 'react'
import { useAccount, useFact, useKept } from '../account/use-account.ts'
import {
  isOver,
  nextSteps,
  type ResponseForm,
  type ResponseKind,
  responseKinds,
  type ResponseStep,
  setOut,
  stepTaken,
} from '../forms/response-form.ts'
import { announce } from '../parts/announce.tsx'
import { Words } from '../parts/field.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import type { Database } from '../store/database.ts'
import { draftKeys, listDrafts, saveDraft } from '../store/drafts.ts'
import { putEntries } from '../store/entries.ts'
import { helpMessages } from '../words/help.ts'
import { messages } from '../words/messages.ts'

// Drafts under these keys are written by this page only.
const readUnderWay = async (db: Database) =>
  (await listDrafts(db))
    .filter(({ key }) => key.startsWith(draftKeys.response('')))
    .map(({ value }) => value as ResponseForm)

/** First to help: on the way, there, helped; each one touch with its time, with or without a network. */
export default function FirstHelpPage() {
  const t = messages.useMessages()
  const h = helpMessages.useMessages()
  const { db, driver } = useAccount()
  const grids = useFact('grids')
  const underWay = useKept('drafts', 'responses', readUnderWay) ?? []
  const [failed, setFailed] = useState(false)
  // A second touch may come before the first has been drawn.
  const running = useRef(false)
  const gridId = grids?.mine[0]

  async function take(form: ResponseForm, step: ResponseStep): Promise<void> {
    if (running.current) return
    running.current = true
    const { entry, form: next } = stepTaken(form, step, h.kind[form.kind])
    const key = draftKeys.response(form.responseId)
    const steps = isOver(next) ? { drop: key } : { begin: { key, value: next } }
    const kept = await putEntries(db, [entry], steps).then(
      () => true,
      () => false,
    )
    running.current = false
    setFailed(!kept)
    if (!kept) return
    announce(`${h.step[step]} ${timeText(entry.capturedAt)}`)
    driver.now()
  }

  return (
    <>
      <PageHead title={h.firstHelp} back={paths.today()} />
      <div className="matter">
        <p className="call-row">
          {(['110', '119', '120'] as const).map((number) => (
            <a key={number} className="button danger" href={`tel:${number}`}>
              <Icon name="phone" />
              {h.emergencyCall[number]}
            </a>
          ))}
        </p>
        {failed && (
          <p className="fault" role="alert">
            {t.notKept}
          </p>
        )}
        {underWay.map((form) => (
          <UnderWay
            key={form.responseId}
            form={form}
            onStep={(step, words) => void take({ ...form, words }, step)}
            onWords={(words) =>
              void saveDraft(db, draftKeys.response(form.responseId), { ...form, words }).catch(() => setFailed(true))
            }
          />
        ))}
        <section>
          <h2>{h.whatHappens}</h2>
          {gridId === undefined ? (
            <p className="hint">{t.mapNone}</p>
          ) : (
            <ul className="tiles">
              {responseKinds.map((kind: ResponseKind) => (
                <li key={kind}>
                  <button type="button" className="tile" onClick={() => void take(setOut(kind, gridId), 'on_the_way')}>
                    <b>{h.kind[kind]}</b>
                    <small>{h.iGo}</small>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </section>
        <p className="hint">{h.firstHelpNote}</p>
        <Link className="button" href={paths.report(undefined, 'hazard')}>
          <Icon name="report" />
          {t.report}
        </Link>
      </div>
    </>
  )
}

interface UnderWayProps {
  readonly form: ResponseForm
  readonly onStep: (step: ResponseStep, words: string) => void
  readonly onWords: (words: string) => void
}

function UnderWay({ form, onStep, onWords }: UnderWayProps) {
  const h = helpMessages.useMessages()
  const [words, setWords] = useState(form.words)
  return (
    <section className="card" aria-label={h.kind[form.kind]}>
      <p className="card-head">
        <b>{h.kind[form.kind]}</b>
      </p>
      <ol className="steps">
        {form.steps.map(({ step, at }) => (
          <li key={step}>
            <Icon name="ok" />
            {h.step[step]} <time dateTime={at}>{timeText(at)}</time>
          </li>
        ))}
      </ol>
      <Words
        label={h.wordsAfter}
        rows={2}
        value={words}
        maxLength={500}
        onChange={(event) => {
          setWords(event.target.value)
          onWords(event.target.value)
        }}
      />
      <div className="card-actions">
        {nextSteps(form).map((step) => (
          <button
            key={step}
            type="button"
            className={step === 'not_needed' ? 'button' : 'button main'}
            onClick={() => onStep(step, words)}
          >
            {h.step[step]}
          </button>
        ))}
      </div>
    </section>
  )
}
