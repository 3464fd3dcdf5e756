import { ClosingGround, closingRoutes } from '@linli/contract/file-closings'
import { fieldText } from '@linli/ui'
import type { FormEvent } from 'react'
import { FormFault } from '../frame/FormFault.tsx'
import { useCommand } from '../pages/use-command.ts'
import { useMessages } from './messages.ts'

/** By the whole number of a document, as it stands on the order that asks for it. */
export function ProposeClosing({ onClose }: { readonly onClose: () => void }) {
  const m = useMessages()
  const propose = useCommand(closingRoutes.proposeClosing, [closingRoutes.listClosings.path])
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const done = await propose.run({
      document: { kind: 'resident_id', number: fieldText(form, 'number') },
      ground: ClosingGround.parse(fieldText(form, 'ground')),
      words: fieldText(form, 'words').trim(),
      named: fieldText(form, 'named')
        .split(/[\s,，、;；]+/)
        .filter((login) => login !== ''),
      until: fieldText(form, 'until'),
    })
    if (done) onClose()
  }
  const { faults } = propose
  return (
    <form className="form panel" onSubmit={(event) => void submit(event)}>
      <label>
        {m.number}
        <input name="number" required maxLength={40} autoComplete="off" />
      </label>
      <FormFault text={faults['document.number'] ?? null} />
      <label>
        {m.ground}
        <select name="ground">
          {ClosingGround.options.map((one) => (
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
      <label>
        {m.logins}
        <input name="named" required maxLength={600} autoComplete="off" />
      </label>
      <FormFault text={faults['named'] ? m.noSuchLogin : null} />
      <label>
        {m.until}
        <input name="until" type="date" required />
      </label>
      <FormFault text={faults['until'] ?? propose.fault} />
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
