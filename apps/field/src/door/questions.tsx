import type { Answers, FormQuestion } from '@linli/contract/fieldwork'
import { newId } from '@linli/client'
import { Icon, useLocale } from '@linli/ui'
import { useState } from 'react'
import type { Door, DoorFaults, DoorForm } from '../forms/door-form.ts'
import { allFine, asked, heldOf, needsSomebody, pictured, withAnswer } from '../forms/questions.ts'
import { Fault, Tick } from '../parts/field.tsx'
import { PhotoStrip } from '../parts/photo-strip.tsx'
import { doorMessages } from '../words/door.ts'
import { AnswerField, answerWords } from './answer-field.tsx'
import { ReportHere } from './report-here.tsx'

interface Props {
  readonly door: Door
  readonly form: DoorForm
  readonly onChange: (change: (now: DoorForm) => DoorForm) => void
  readonly faults: DoorFaults | null
}

/** What was done and what was seen: the deeds and the questions of the form, each where an answer leads to it. */
export function Questions({ door, form, onChange, faults }: Props) {
  const w = doorMessages.useMessages()
  const { locale } = useLocale()
  const definition = door.form
  if (definition === null) return null
  const shown = asked(definition, form.answers, heldOf(definition, door.household), door.persons.length > 0)
  const open = shown.filter(({ kind, key }) => kind === 'state' && form.answers[key] === undefined)
  return (
    <>
      {definition.deeds.length > 0 && (
        <section className="visit-part" aria-labelledby="deeds-title">
          <h2 id="deeds-title">
            {w.deedsTitle} <small>{w.several}</small>
          </h2>
          <div className="ticks">
            {definition.deeds.map(({ code, names }) => (
              <Tick
                key={code}
                label={names[locale]}
                checked={form.deeds.includes(code)}
                onTick={(on) =>
                  onChange((now) => ({
                    ...now,
                    deeds: on ? [...now.deeds, code] : now.deeds.filter((each) => each !== code),
                  }))
                }
              />
            ))}
          </div>
        </section>
      )}
      <section className="visit-part" aria-labelledby="questions-title">
        <div className="part-head">
          <h2 id="questions-title">{definition.names[locale]}</h2>
          {open.length > 1 && (
            <button
              type="button"
              className="button"
              onClick={() => onChange((now) => ({ ...now, answers: allFine(shown, now.answers) }))}
            >
              <Icon name="check" />
              {w.allFine}
            </button>
          )}
        </div>
        {shown.map((question) => (
          <Question key={question.key} {...{ question, door, form, onChange, faults }} />
        ))}
      </section>
    </>
  )
}

function Question({ question, door, form, onChange, faults }: Props & { question: FormQuestion }) {
  const w = doorMessages.useMessages()
  const { locale } = useLocale()
  const { key } = question
  const held = door.form ? heldOf(door.form, door.household)[key] : undefined
  const [anew, setAnew] = useState(false)
  const answer = form.answers[key]
  const before = lastAnswer(door, key)
  const name = question.names[locale]
  const setAnswers = (change: (answers: Answers) => Answers) =>
    onChange((now) => ({ ...now, answers: change(now.answers) }))
  if (held !== undefined && answer === undefined && !anew) {
    return (
      <div className="question held">
        <span>
          <b>{name}</b>
          <small>{w.heldAlready(answerWords(question, held, w, locale))}</small>
        </span>
        <button type="button" className="button quiet" onClick={() => setAnew(true)}>
          {w.changeIt}
        </button>
      </div>
    )
  }
  const report = form.reports[key]
  return (
    <div className="question">
      <p>
        <b>{name}</b>
        <small>
          {[
            ...(question.required ? [w.required] : []),
            ...(before === undefined ? [] : [w.lastAnswer(answerWords(question, before, w, locale))]),
          ].join(' · ')}
        </small>
      </p>
      <AnswerField
        question={question}
        answer={answer}
        onChoose={(code) => setAnswers((now) => withAnswer(now, question, code))}
        onType={(typed) => setAnswers((now) => withTyped(now, key, typed))}
      />
      <Fault fault={faults?.questions.includes(key) ? w.answerMissing : undefined} />
      {pictured([question], form.answers).length > 0 && (
        <PhotoStrip
          label={w.pictureOf}
          keys={form.photos[key] ?? []}
          onChange={(photos) =>
            onChange((now) => ({ ...now, photos: { ...now.photos, [key]: photos(now.photos[key] ?? []) } }))
          }
        />
      )}
      {needsSomebody(question, answer) && question.matterCategory !== null && (
        <ReportHere
          report={report}
          categoryCode={question.matterCategory}
          onBegin={(category) =>
            onChange((now) => ({
              ...now,
              reports: {
                ...now.reports,
                [key]: { entryId: newId(), matterId: newId(), categoryCode: category, words: `${name}：`, photos: [] },
              },
            }))
          }
          onChange={(changed) => onChange((now) => ({ ...now, reports: { ...now.reports, [key]: changed } }))}
          onDrop={() =>
            onChange((now) => ({
              ...now,
              reports: Object.fromEntries(Object.entries(now.reports).filter(([each]) => each !== key)),
            }))
          }
          fault={faults?.reports.includes(key) ?? false}
        />
      )}
    </div>
  )
}

/** Of the visit before this one, where it answered the same question. */
function lastAnswer({ household }: Door, key: string): Answers[string] | undefined {
  const answer = household?.lastAnswers?.[key]
  return typeof answer === 'string' || typeof answer === 'number' || Array.isArray(answer) ? answer : undefined
}

function withTyped(answers: Answers, key: string, typed: string | number | null): Answers {
  const { [key]: _before, ...rest } = answers
  return typed === null ? rest : { ...rest, [key]: typed }
}
