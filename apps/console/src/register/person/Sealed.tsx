import { type Person, type peopleRoutes } from '@linli/contract/people'
import type { RouteOutput } from '@linli/contract/route'
import { Icon } from '@linli/ui'
import { useState } from 'react'
import { useFieldName } from '../field-names.ts'
import { usePersonMessages } from '../person-messages.ts'
import { useWords } from '../words.ts'
import { Reveal } from './Reveal.tsx'

type Opened = RouteOutput<typeof peopleRoutes.revealPerson>['values'][number]

/** What the vault holds of somebody. Opened values live in this component alone: with the page they are gone. */
export function Sealed({ person, work }: { readonly person: Person; readonly work: { readonly caseId?: string } }) {
  const mine = usePersonMessages()
  const nameOf = useFieldName()
  const [asking, ask] = useState(false)
  const [values, setValues] = useState<readonly Opened[] | null>(null)
  const fields = [...new Set([...person.sealed, ...(values ?? [])].map(({ field }) => field))]
  return (
    <section className="panel" aria-labelledby="sealed">
      <div className="panelhead">
        <h2 id="sealed">{mine.sealed}</h2>
        {person.may.includes('reveal') && (
          <button type="button" className="btn" onClick={() => ask(true)}>
            <Icon name="eyeoff" />
            {mine.reveal}
          </button>
        )}
      </div>
      {fields.length === 0 ? (
        <p className="empty">{mine.noSealed}</p>
      ) : (
        <dl className="factlist">
          {fields.map((field) => {
            const value = values?.find((one) => one.field === field)
            return (
              <div key={field}>
                <dt>{nameOf(field)}</dt>
                <dd>{value ? <Value value={value} /> : <span className="mut">{mine.held}</span>}</dd>
              </div>
            )
          })}
        </dl>
      )}
      {values === null ? (
        <p className="empty">{mine.sealedHint}</p>
      ) : (
        <p className="empty" role="status">
          {values.length > 0 ? mine.opened : mine.nothingHeld}{' '}
          <button type="button" className="btn txt" onClick={() => setValues(null)}>
            {mine.hide}
          </button>
        </p>
      )}
      {asking && (
        <Reveal
          person={person}
          work={work}
          onClose={() => ask(false)}
          onOpened={(opened) => {
            setValues(opened)
            ask(false)
          }}
        />
      )}
    </section>
  )
}

function Value({ value: { field, value, knownHow, validFrom } }: { value: Opened }) {
  const mine = usePersonMessages()
  const words = useWords()
  const [copied, setCopied] = useState(false)
  // A document is kept with its kind in front of the number.
  const number = field === 'document' ? value.slice(value.indexOf(':') + 1) : value
  return (
    <>
      <b className="num opened">{number}</b>{' '}
      <button
        type="button"
        className="btn txt"
        onClick={() => void navigator.clipboard.writeText(number).then(() => setCopied(true))}
      >
        {copied ? mine.copied : mine.copy}
      </button>
      <small className="mut">{`${words.knownHow[knownHow]} · ${mine.validSince(validFrom)}`}</small>
    </>
  )
}
