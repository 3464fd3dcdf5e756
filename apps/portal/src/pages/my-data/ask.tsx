import { newId } from '@linli/client'
import { type RightKind, rightsRoutes } from '@linli/contract/people-rights'
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { client, queries } from '../../api.ts'
import { announce } from '../../parts/announce.tsx'
import { Field } from '../../parts/field.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { myDataWords } from '../../words/my-data.ts'

interface Props {
  readonly personId: string
  readonly kind: RightKind
  readonly readingSeq?: number
  readonly onDone: () => void
}

/** One request in the person's own words. Sent twice over a bad network, it is one. */
export function Ask({ personId, kind, readingSeq, onDone }: Props) {
  const t = myDataWords.useMessages()
  const [words, setWords] = useState('')
  const id = useRef(newId())
  const send = useMutation({
    mutationFn: () =>
      client.call(rightsRoutes.requestRight, {
        commandId: id.current,
        personId,
        kind,
        words,
        ...(readingSeq === undefined ? {} : { readingSeq }),
      }),
    onSuccess: async () => {
      announce(t.sent)
      onDone()
      await queries.invalidateQueries({ queryKey: ['own'] })
    },
  })
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        send.mutate()
      }}
    >
      <Field kind="long" label={t.words} hint={t.wordsHint} value={words} onChange={setWords} />
      {send.error && <Trouble error={send.error} />}
      <button type="submit" className="go" disabled={send.isPending || words.trim() === ''}>
        {t.send}
      </button>
      <button type="button" className="quiet" onClick={onDone}>
        {t.cancel}
      </button>
    </form>
  )
}
