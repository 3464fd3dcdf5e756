import type { Incident, IncidentLesson } from '@linli/contract/incident-shapes'
import { incidentRoutes } from '@linli/contract/incidents'
import { dateText, fieldText, Icon, localDay, useLocale } from '@linli/ui'
import { type FormEvent, useState } from 'react'
import { FieldFault } from '../frame/FieldFault.tsx'
import { FormFault } from '../frame/FormFault.tsx'
import { useCommand } from '../pages/use-command.ts'
import { roomChanges } from './changes.ts'
import { useMessages } from './messages.ts'
import { type Picked, UnitChoice } from './Pickers.tsx'
import { WordsDialog } from './WordsDialog.tsx'

/** After-action review: written once, after the end; its lessons stay work until they are settled. */
export function Review({ incident }: { readonly incident: Incident }) {
  const m = useMessages()
  if (incident.review)
    return (
      <>
        <h2>{m.well}</h2>
        <p style={{ padding: '0 16px 8px', whiteSpace: 'pre-line' }}>{incident.review.well}</p>
        <h2>{m.badly}</h2>
        <p style={{ padding: '0 16px 8px', whiteSpace: 'pre-line' }}>{incident.review.badly}</p>
        <h2>{m.lessons}</h2>
        {incident.lessons.map((lesson) => (
          <LessonRow key={lesson.id} incident={incident} lesson={lesson} />
        ))}
      </>
    )
  if (!incident.available.includes('review')) return <p className="blank">{m.reviewNotYet}</p>
  return <ReviewForm incident={incident} />
}

interface Draft {
  readonly words: string
  readonly unit: Picked | null
  readonly dueOn: string
}

const DAYS = 14
const blank = (): Draft => ({ words: '', unit: null, dueOn: localDay(new Date(Date.now() + DAYS * 86_400_000)) })

function ReviewForm({ incident }: { readonly incident: Incident }) {
  const m = useMessages()
  const { run, busy, fault, faults } = useCommand(incidentRoutes.reviewIncident, roomChanges)
  const [drafts, setDrafts] = useState<readonly Draft[]>([blank()])
  const change = (index: number, changes: Partial<Draft>) =>
    setDrafts(drafts.map((draft, at) => (at === index ? { ...draft, ...changes } : draft)))

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const lessons = drafts.flatMap(({ words, unit, dueOn }) =>
      words.trim() === '' || unit === null ? [] : [{ words, unitId: unit.id, dueOn }],
    )
    void run({
      incidentId: incident.id,
      seenVersion: incident.version,
      well: fieldText(form, 'well'),
      badly: fieldText(form, 'badly'),
      lessons,
    })
  }

  return (
    <form className="form" onSubmit={submit}>
      <small>{m.reviewHint}</small>
      <label>
        {m.well}
        <textarea name="well" required maxLength={2000} />
        <FieldFault text={faults['well']} />
      </label>
      <label>
        {m.badly}
        <textarea name="badly" required maxLength={2000} />
        <FieldFault text={faults['badly']} />
      </label>
      {drafts.map((draft, index) => (
        // A draft has no name but its place.
        // oxlint-disable-next-line react/no-array-index-key
        <fieldset key={index}>
          <legend>{`${m.lessons} ${index + 1}`}</legend>
          <label>
            {m.lesson}
            <input
              value={draft.words}
              maxLength={300}
              onChange={({ target }) => change(index, { words: target.value })}
            />
          </label>
          <UnitChoice
            incident={incident}
            chosen={draft.unit}
            none={m.nobody}
            onChoose={(unit) => change(index, { unit })}
          />
          <label>
            {m.dueOn}
            <input type="date" value={draft.dueOn} onChange={({ target }) => change(index, { dueOn: target.value })} />
          </label>
        </fieldset>
      ))}
      <p>
        <button type="button" className="btn" onClick={() => setDrafts([...drafts, blank()])}>
          <Icon name="plus" />
          {m.addLesson}
        </button>
      </p>
      <FormFault text={fault} />
      <button type="submit" className="btn pri" disabled={busy} style={{ justifySelf: 'start' }}>
        {m.finishReview}
      </button>
    </form>
  )
}

function LessonRow({ incident, lesson }: { readonly incident: Incident; readonly lesson: IncidentLesson }) {
  const m = useMessages()
  const { locale } = useLocale()
  const [asked, ask] = useState(false)
  const { run, busy, fault } = useCommand(incidentRoutes.settleLesson, roomChanges)
  return (
    <div className="roomrow">
      <div>
        <b>{lesson.words}</b>
        <small>
          {[lesson.unit.name, `${m.dueOn} ${dateText(lesson.dueOn, locale)}`, lesson.answer]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </div>
      <div className="side2">
        {lesson.doneAt === null && incident.available.includes('settle_lesson') ? (
          <button type="button" className="btn" onClick={() => ask(true)}>
            {m.settle}
          </button>
        ) : (
          <span className="mut">{lesson.doneAt === null ? m.open_ : m.taskStates['done']}</span>
        )}
      </div>
      {asked && (
        <WordsDialog
          title={m.settle}
          label={m.settleWords}
          busy={busy}
          fault={fault}
          onSay={(words) => run({ incidentId: incident.id, lessonId: lesson.id, words })}
          onClose={() => ask(false)}
        >
          <textarea name="words" required maxLength={500} />
        </WordsDialog>
      )}
    </div>
  )
}
