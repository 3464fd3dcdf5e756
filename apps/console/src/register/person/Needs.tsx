import { newId } from '@linli/client'
import { type Need, type Person, peopleRoutes } from '@linli/contract/people'
import { fieldText, Icon, useLocale } from '@linli/ui'
import { useState } from 'react'
import { Field } from '../../areas/form/Field.tsx'
import { today } from '../../areas/form/today.ts'
import { FormFault } from '../../frame/FormFault.tsx'
import { Dialog } from '../form/Dialog.tsx'
import { faultsOf } from '../form/faults.ts'
import { KnownField, knownHowOf } from '../form/KnownFields.tsx'
import { useMessages } from '../messages.ts'
import { usePersonMessages } from '../person-messages.ts'
import { useNeedKinds, useRegisterCommand } from '../queries.ts'
import { useWords } from '../words.ts'
import { monthsLater } from '../age.ts'

interface Props {
  readonly person: Person
  readonly changeable: boolean
}

/** What somebody needs, on which basis and until when; each is ended rather than deleted. */
export function Needs({ person, changeable }: Props) {
  const m = useMessages()
  const mine = usePersonMessages()
  const words = useWords()
  const { locale } = useLocale()
  const [doing, setDoing] = useState<'add' | Need | null>(null)
  const close = () => setDoing(null)
  return (
    <section className="panel" aria-labelledby="needs">
      <div className="panelhead">
        <h2 id="needs">{mine.needs}</h2>
        {changeable && (
          <button type="button" className="btn txt" onClick={() => setDoing('add')}>
            <Icon name="plus" />
            {mine.addNeed}
          </button>
        )}
      </div>
      {person.needs.length === 0 ? (
        <p className="empty">{mine.noNeeds}</p>
      ) : (
        <ul>
          {person.needs.map((need) => (
            <li key={need.id} className="needrow">
              <b>{need.names[locale]}</b>
              <span className="num mut">{m.period(need.validFrom, need.validTo)}</span>
              <small>{`${need.basis} · ${words.knownHow[need.knownHow]}`}</small>
              {changeable && (
                <button type="button" className="btn" onClick={() => setDoing(need)}>
                  {mine.endNeed}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {doing === 'add' && <AddNeed person={person} onClose={close} />}
      {doing !== null && doing !== 'add' && <EndNeed person={person} need={doing} onClose={close} />}
    </section>
  )
}

function AddNeed({ person, onClose }: { person: Person; onClose: () => void }) {
  const mine = usePersonMessages()
  const { locale } = useLocale()
  const kinds = useNeedKinds()
  const [code, choose] = useState('')
  const [from, setFrom] = useState(today())
  const [needId] = useState(newId)
  const add = useRegisterCommand(peopleRoutes.addNeed)
  const faults = faultsOf(add, ['kind', 'basis', 'validFrom', 'validTo'])
  const kind = kinds.find((one) => one.code === code) ?? kinds[0]
  const latest = monthsLater(from, kind?.mostMonths ?? 12)

  async function submit(form: FormData) {
    const done = await add.run({
      personId: person.id,
      seenVersion: person.version,
      needId,
      kind: kind?.code ?? '',
      basis: fieldText(form, 'basis'),
      validFrom: from,
      validTo: fieldText(form, 'validTo'),
      knownHow: knownHowOf(form),
    })
    if (done) onClose()
  }

  return (
    <Dialog
      title={mine.addNeed}
      submit={mine.do}
      busy={add.busy}
      onClose={onClose}
      onSubmit={(form) => void submit(form)}
    >
      <Field label={mine.needKind} hint={kind && mine.service(kind.service[locale])} fault={faults.at('kind')}>
        {(control) => (
          <select {...control} value={kind?.code ?? ''} onChange={({ target }) => choose(target.value)}>
            {kinds.map((one) => (
              <option key={one.code} value={one.code}>
                {one.names[locale]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={mine.basis} hint={mine.basisHint} fault={faults.at('basis')}>
        {(control) => <input {...control} name="basis" required maxLength={200} />}
      </Field>
      <div className="row2">
        <Field label={mine.from} fault={faults.at('validFrom')}>
          {(control) => (
            <input
              {...control}
              type="date"
              required
              min="1990-01-01"
              max={today()}
              value={from}
              onChange={({ target }) => setFrom(target.value)}
            />
          )}
        </Field>
        <Field label={mine.to} hint={kind && mine.toHint(kind.mostMonths)} fault={faults.at('validTo')}>
          {(control) => (
            <input
              // Another kind has another longest term.
              key={latest}
              {...control}
              name="validTo"
              type="date"
              required
              min={from}
              max={latest}
              defaultValue={latest}
            />
          )}
        </Field>
      </div>
      <KnownField />
      <FormFault text={faults.whole} />
    </Dialog>
  )
}

function EndNeed({ person, need, onClose }: { person: Person; need: Need; onClose: () => void }) {
  const mine = usePersonMessages()
  const { locale } = useLocale()
  const end = useRegisterCommand(peopleRoutes.endNeed)
  async function submit(form: FormData) {
    const asked = { personId: person.id, seenVersion: person.version, needId: need.id, knownHow: knownHowOf(form) }
    if (await end.run(asked)) onClose()
  }
  return (
    <Dialog
      title={mine.endNeedTitle(need.names[locale])}
      intro={<p className="mut">{mine.endNeedHint}</p>}
      submit={mine.endNeed}
      danger
      busy={end.busy}
      onClose={onClose}
      onSubmit={(form) => void submit(form)}
    >
      <KnownField />
      <FormFault text={end.fault} />
    </Dialog>
  )
}
