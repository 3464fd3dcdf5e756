import {
  ListColumn,
  listColumnText,
  type ListImport,
  type ListMapping,
  OnKnown,
  registerImportRoutes,
} from '@linli/contract/people-lists'
import { fieldText, useLocale } from '@linli/ui'
import type { FormEvent } from 'react'
import { Field } from '../areas/form/Field.tsx'
import { FormFault } from '../frame/FormFault.tsx'
import { useCommand } from '../pages/use-command.ts'
import { useMessages } from './messages.ts'

/** Which column of the file is which, and what becomes of people whom the register knows. */
export function Columns({ list, changes }: { list: ListImport; changes: readonly string[] }) {
  const m = useMessages()
  const { locale } = useLocale()
  const check = useCommand(registerImportRoutes.checkList, changes)

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const mapping: ListMapping = {}
    for (const column of ListColumn.options) {
      const at = fieldText(form, column)
      if (at !== '') mapping[column] = Number(at)
    }
    const onKnown = OnKnown.safeParse(fieldText(form, 'onKnown')).data ?? 'skip'
    void check.run({ importId: list.id, mapping, onKnown })
  }

  return (
    <form className="form panel" onSubmit={submit}>
      <h2 style={{ padding: 0 }}>{m.columns}</h2>
      <p className="mut">{m.columnsHint}</p>
      <div className="row2">
        {ListColumn.options.map((column) => (
          <Field key={column} label={listColumnText[column][locale]}>
            {(control) => (
              <select {...control} name={column} defaultValue={list.mapping[column] ?? ''}>
                <option value="">{m.notInFile}</option>
                {list.header.map((heading, index) => (
                  // Two columns may have the same heading.
                  <option key={`${index} ${heading}`} value={index}>
                    {heading || `#${index + 1}`}
                  </option>
                ))}
              </select>
            )}
          </Field>
        ))}
      </div>
      <Field label={m.onKnown}>
        {(control) => (
          <select {...control} name="onKnown" defaultValue={list.onKnown}>
            {OnKnown.options.map((choice) => (
              <option key={choice} value={choice}>
                {m.onKnowns[choice]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <FormFault text={check.fault} />
      <div className="doing">
        <button type="submit" className={list.state === 'mapping' ? 'btn pri' : 'btn'} disabled={check.busy}>
          {list.state === 'mapping' ? m.check : m.again}
        </button>
      </div>
    </form>
  )
}
