import { fieldDeviceRoutes, type Quarantined } from '@linli/contract/field-devices'
import { fieldText, Icon, Status, useLocale, whenText } from '@linli/ui'
import { useState } from 'react'
import { Field } from '../areas/form/Field.tsx'
import { FormFault } from '../frame/FormFault.tsx'
import { say } from '../frame/said.ts'
import { PagedList, usePaged } from '../paged.tsx'
import { useCommand } from '../pages/use-command.ts'
import { Dialog } from '../register/form/Dialog.tsx'
import { filter } from '../router.tsx'
import { useMessages } from './messages.ts'

const states = ['waiting', 'applied', 'dropped'] as const
const changed = [fieldDeviceRoutes.listQuarantine.path, fieldDeviceRoutes.listDevices.path]

/** Work of phones that may not send, oldest first: applied in the name of who did it, or left out with a reason. */
export function Quarantine({ state }: { readonly state: string | null }) {
  const m = useMessages()
  const chosen = states.find((one) => one === state) ?? 'waiting'
  const list = usePaged(fieldDeviceRoutes.listQuarantine, { limit: 20, state: chosen })
  return (
    <>
      <p className="mut">{m.quarantineHint}</p>
      <div className="inline">
        {states.map((one) => (
          <button
            key={one}
            type="button"
            className={one === chosen ? 'chip on' : 'chip'}
            aria-pressed={one === chosen}
            onClick={() => filter({ state: one })}
          >
            {m.states[one]}
          </button>
        ))}
      </div>
      <PagedList list={list} none={m.noQuarantine[chosen]}>
        {list.items.map((item) => (
          <QuarantinedWork key={item.id} item={item} />
        ))}
      </PagedList>
    </>
  )
}

/** One piece of unsent work with what may be decided. */
export function QuarantinedWork({ item }: { readonly item: Quarantined }) {
  const m = useMessages()
  const { locale } = useLocale()
  const [dropping, drop] = useState(false)
  const command = useCommand(fieldDeviceRoutes.decideQuarantined, changed)
  const title = [m.commands[item.command], item.title].filter(Boolean).join(' · ')
  async function decide(apply: boolean, words = '') {
    if (!(await command.run({ quarantinedId: item.id, apply, words }))) return
    say({ words: apply ? m.applied : m.dropped })
    drop(false)
  }
  return (
    <section className="panel" aria-labelledby={`q-${item.id}`}>
      <div className="panelhead">
        <h2 id={`q-${item.id}`}>{title}</h2>
        <Status tone="warn" icon="ban">
          {m.reasons[item.reason]}
        </Status>
      </div>
      <dl className="factlist">
        {item.input === null ? (
          <div>
            <dt>{m.content}</dt>
            <dd className="mut">{m.gone}</dd>
          </div>
        ) : (
          <Content input={item.input} />
        )}
      </dl>
      <div className="deciding">
        <p className="mut">
          {[
            m.from(item.by, item.deviceName),
            m.captured(whenText(item.capturedAt, locale)),
            m.received(whenText(item.receivedAt, locale)),
          ].join(' · ')}
        </p>
        {item.state === 'waiting' && (
          <>
            <button
              type="button"
              className="btn pri"
              disabled={command.busy || item.input === null}
              onClick={() => void decide(true)}
            >
              <Icon name="check" />
              {m.apply}
            </button>
            <button type="button" className="btn" disabled={command.busy} onClick={() => drop(true)}>
              {m.drop}
            </button>
          </>
        )}
      </div>
      {!dropping && <FormFault text={command.fault} />}
      {dropping && (
        <Dialog
          title={m.dropOf(title)}
          intro={<p className="mut">{m.dropHint}</p>}
          submit={m.drop}
          danger
          busy={command.busy}
          onClose={() => drop(false)}
          onSubmit={(form) => void decide(false, fieldText(form, 'words'))}
        >
          <Field label={m.dropWhy} fault={command.faults['words']}>
            {(control) => <input {...control} name="words" required maxLength={300} />}
          </Field>
          <FormFault text={command.faults['words'] ? null : command.fault} />
        </Dialog>
      )}
    </section>
  )
}

/** What somebody wrote, in words; lists by how many they are. The rest of a command is ids and times. */
function Content({ input }: { readonly input: unknown }) {
  const m = useMessages()
  const given = input !== null && typeof input === 'object' ? (input as Readonly<Record<string, unknown>>) : {}
  const form = given['form']
  const all: Readonly<Record<string, unknown>> = {
    ...given,
    ...(form !== null && typeof form === 'object' && 'answers' in form ? { answers: form.answers } : {}),
  }
  const results: Readonly<Record<string, string>> = m.results
  const textOf = (name: string, value: unknown): string => {
    if (typeof value === 'string') return name === 'result' ? (results[value] ?? value) : value
    if (value === null || typeof value !== 'object') return ''
    const size = Object.keys(value).length
    return size === 0 ? '' : m.count(size)
  }
  return Object.entries(m.inputs).map(([name, label]) => {
    const text = textOf(name, all[name])
    return text === '' ? null : (
      <div key={name}>
        <dt>{label}</dt>
        <dd>{text}</dd>
      </div>
    )
  })
}
