import { incidentPlanRoutes, type Plan } from '@linli/contract/incident-plans'
import { IncidentKind } from '@linli/contract/incident-shapes'
import { Icon, useLocale, whenText } from '@linli/ui'
import { type FormEvent, useState } from 'react'
import { FormFault } from '../frame/FormFault.tsx'
import { useCommand } from '../pages/use-command.ts'
import { useMessages } from './messages.ts'
import { asInput, type Draft, draftOf, emptyLine, moved } from './plan-draft.ts'
import { FieldFault } from '../frame/FieldFault.tsx'
import { PlanLineFields } from './PlanLineFields.tsx'
import { usePlanWords } from './plan-messages.ts'

interface Props {
  /** Null: a new one. */
  readonly plan: Plan | null
  readonly mayChange: boolean
  /** It was new a moment ago, and has just been saved for the first time. */
  readonly isFresh?: boolean
  readonly onSaved: (code: string) => void
}

/** A plan with its check-list; each saving is a version of its own, and running rooms keep theirs. */
export function PlanEditor({ plan, mayChange, isFresh = false, onSaved }: Props) {
  const m = useMessages()
  const p = usePlanWords()
  const [draft, setDraft] = useState<Draft>(() => draftOf(plan))
  const [saved, setSaved] = useState(isFresh)
  const change = useCommand(incidentPlanRoutes.changeIncidentPlan, [
    incidentPlanRoutes.listIncidentPlans.path,
    incidentPlanRoutes.getIncidentPlan.path,
    '/incidents/plans',
  ])
  const edit = (part: Partial<Draft>) => {
    setSaved(false)
    setDraft({ ...draft, ...part })
  }
  const { lines, kinds } = draft

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const answer = await change.run(asInput(draft))
    if (!answer) return
    setDraft(draftOf(answer))
    setSaved(true)
    onSaved(answer.code)
  }

  return (
    <form className="panel stack planform" onSubmit={(event) => void submit(event)}>
      <fieldset disabled={!mayChange} className="stack">
        <div className="row2">
          {(['zh', 'en'] as const).map((language) => (
            <label key={language}>
              {p.names[language]}
              <input
                required={language === 'zh'}
                maxLength={language === 'zh' ? 60 : 120}
                value={draft.names[language]}
                onChange={({ target }) => edit({ names: { ...draft.names, [language]: target.value } })}
              />
              <FieldFault text={change.faults[`names.${language}`]} />
            </label>
          ))}
        </div>
        <fieldset className="chips">
          <legend>{p.kinds}</legend>
          {IncidentKind.options.map((kind) => (
            <label key={kind} className="tick">
              <input
                type="checkbox"
                checked={kinds.includes(kind)}
                onChange={() =>
                  edit({ kinds: kinds.includes(kind) ? kinds.filter((one) => one !== kind) : [...kinds, kind] })
                }
              />
              {m.kinds[kind]}
            </label>
          ))}
          <FieldFault text={change.faults['kinds']} />
        </fieldset>
        <ol className="planlines">
          {lines.map((line, at) => (
            <PlanLineFields
              key={line.key}
              line={line}
              at={at}
              isLast={at === lines.length - 1}
              faults={change.faults}
              onChange={(part) =>
                edit({ lines: lines.map((one, index) => (index === at ? { ...one, ...part } : one)) })
              }
              onMove={(by) => edit({ lines: moved(lines, at, by) })}
              onRemove={() => edit({ lines: lines.filter((_, index) => index !== at) })}
            />
          ))}
        </ol>
        <FieldFault text={change.faults['lines']} />
        <p>
          <button type="button" className="btn" onClick={() => edit({ lines: [...lines, emptyLine()] })}>
            <Icon name="plus" />
            {p.addLine}
          </button>
        </p>
        <label className="tick">
          <input type="checkbox" checked={draft.retired} onChange={() => edit({ retired: !draft.retired })} />
          {p.retire}
        </label>
        <label>
          {p.words}
          <input maxLength={200} value={draft.words} onChange={({ target }) => edit({ words: target.value })} />
        </label>
      </fieldset>
      <FormFault text={change.fault} />
      {mayChange ? (
        <p className="inline">
          <button type="submit" className="btn pri" disabled={change.busy}>
            {p.save(draft.seenVersion + 1)}
          </button>
          <span role="status">{saved && p.saved}</span>
        </p>
      ) : (
        <p className="mut">{p.countyOnly}</p>
      )}
      {plan && <Versions plan={plan} />}
    </form>
  )
}

function Versions({ plan }: { readonly plan: Plan }) {
  const p = usePlanWords()
  const { locale } = useLocale()
  return (
    <section>
      <h2>{p.versions}</h2>
      <ul className="planversions">
        {plan.versions.map(({ version, words, changedBy, changedAt }) => (
          <li key={version}>
            <b>{p.version(version)}</b>
            <span>{changedBy ?? p.delivered}</span>
            <span>{changedAt !== null && whenText(changedAt, locale)}</span>
            <span>{words}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
