import { ErasablePart, groundsOf, RefusalGround, rightsRoutes, type RightsRow } from '@linli/contract/people-rights'
import { fieldText } from '@linli/ui'
import { type FormEvent, useState } from 'react'
import { FormFault } from '../frame/FormFault.tsx'
import { useCommand } from '../pages/use-command.ts'
import { ErasureFields } from './ErasureFields.tsx'
import { useMessages } from './messages.ts'

const key = '/rights/requests'

/** The answer to a request. A deletion is granted with what is deleted, and done with the answer. */
export function Answer({ request }: { readonly request: RightsRow }) {
  const m = useMessages()
  const decide = useCommand(rightsRoutes.decideRightsRequest, [key, '/inbox', '/retention/certificates'])
  const erases = request.kind === 'deletion'
  const [sure, setSure] = useState(!erases)
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    // The button that was pressed says which of the two it is.
    const { submitter } = event.nativeEvent as SubmitEvent
    const form = new FormData(event.currentTarget)
    const refuse = submitter?.getAttribute('value') === 'refuse'
    const erase = form.getAll('erase').map((part) => ErasablePart.parse(part))
    await decide.run({
      requestId: request.id,
      decision: refuse ? 'refuse' : 'fulfil',
      answer: fieldText(form, 'answer').trim(),
      ...(refuse ? { ground: RefusalGround.parse(fieldText(form, 'ground')) } : {}),
      ...(erases && !refuse && erase.length > 0 ? { erase } : {}),
    })
  }
  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      {erases && request.title !== null && (
        <ErasureFields requestId={request.id} fault={decide.faults['erase']} onSure={setSure} />
      )}
      {request.kind === 'copy' && <p className="mut">{m.copyGranted}</p>}
      <label>
        {m.answer}
        <textarea name="answer" rows={2} required maxLength={1000} />
      </label>
      <label>
        {m.ground}
        <select name="ground">
          {groundsOf[request.kind].map((ground) => (
            <option key={ground} value={ground}>
              {m.grounds[ground]}
            </option>
          ))}
        </select>
      </label>
      <FormFault text={decide.fault} />
      <div className="doing">
        <button className={erases ? 'btn danger' : 'btn pri'} value="fulfil" disabled={decide.busy || !sure}>
          {erases ? m.eraseAndAnswer : m.fulfil}
        </button>
        <button className="btn" value="refuse" disabled={decide.busy}>
          {m.refuse}
        </button>
      </div>
    </form>
  )
}
