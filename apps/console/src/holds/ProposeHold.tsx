import { HoldGround, holdRoutes, HoldSubject } from '@linli/contract/legal-holds'
import { fieldText } from '@linli/ui'
import type { FormEvent } from 'react'
import { FormFault } from '../frame/FormFault.tsx'
import { useCommand } from '../pages/use-command.ts'
import { useMessages } from './messages.ts'

/** By the whole number of a document, as it stands on the paper that asks for the hold. */
export function ProposeHold({ onClose }: { readonly onClose: () => void }) {
  const m = useMessages()
  const propose = useCommand(holdRoutes.proposeHold, [holdRoutes.listHolds.path])
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const done = await propose.run({
      subjectKind: HoldSubject.parse(fieldText(form, 'subject')),
      document: { kind: 'resident_id', number: fieldText(form, 'number') },
      ground: HoldGround.parse(fieldText(form, 'ground')),
      words: fieldText(form, 'words').trim(),
    })
    if (done) onClose()
  }
  const numberFault = propose.faults['document.number']
  return (
    <form className="form panel" onSubmit={(event) => void submit(event)}>
      <label>
        {m.number}
        <input name="number" required maxLength={40} autoComplete="off" />
      </label>
      <label>
        {m.subject}
        <select name="subject">
          {HoldSubject.options.map((one) => (
            <option key={one} value={one}>
              {m.subjectChoices[one]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {m.ground}
        <select name="ground">
          {HoldGround.options.map((one) => (
            <option key={one} value={one}>
              {m.grounds[one]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {m.words}
        <textarea name="words" rows={2} required maxLength={500} />
      </label>
      <FormFault text={numberFault ?? propose.fault} />
      <div className="doing">
        <button className="btn pri" disabled={propose.busy}>
          {m.ask}
        </button>
        <button type="button" className="btn" onClick={onClose}>
          {m.cancel}
        </button>
      </div>
    </form>
  )
}
