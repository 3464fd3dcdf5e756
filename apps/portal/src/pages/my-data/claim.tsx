import { newId } from '@linli/client'
import { rightsRoutes } from '@linli/contract/people-rights'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client, queries } from '../../api.ts'
import { Field } from '../../parts/field.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { ownFilesQuery } from '../../queries.ts'
import { myDataWords } from '../../words/my-data.ts'

/** Number and name, beside the phone that is proved already; what is typed stays when they do not fit. */
export function Claim() {
  const t = myDataWords.useMessages()
  const [number, setNumber] = useState('')
  const [name, setName] = useState('')
  const claim = useMutation({
    mutationFn: () =>
      client.call(rightsRoutes.claimFile, { commandId: newId(), document: { kind: 'resident_id', number }, name }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ownFilesQuery().queryKey }),
  })
  return (
    <form
      noValidate
      aria-labelledby="claim-heading"
      onSubmit={(event) => {
        event.preventDefault()
        claim.mutate()
      }}
    >
      <h2 id="claim-heading">{t.claimTitle}</h2>
      <p className="lead">{t.claimHint}</p>
      <Field label={t.number} value={number} onChange={setNumber} />
      <Field label={t.name} autoComplete="name" value={name} onChange={setName} />
      {claim.error && <Trouble error={claim.error} />}
      <button type="submit" className="go" disabled={claim.isPending || number.trim() === '' || name.trim() === ''}>
        {t.claim}
      </button>
    </form>
  )
}
