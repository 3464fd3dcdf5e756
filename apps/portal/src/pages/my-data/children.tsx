import { newId } from '@linli/client'
import { rightsRoutes } from '@linli/contract/people-rights'
import { useMutation } from '@tanstack/react-query'
import { client, queries } from '../../api.ts'
import { Trouble } from '../../parts/trouble.tsx'
import { ownFilesQuery } from '../../queries.ts'
import { myDataWords } from '../../words/my-data.ts'

/** Files of one's own children, where a document has told the register whose they are. */
export function Children() {
  const t = myDataWords.useMessages()
  const claim = useMutation({
    mutationFn: () => client.call(rightsRoutes.claimChildren, { commandId: newId() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ownFilesQuery().queryKey }),
  })
  return (
    <section aria-labelledby="children">
      <h2 id="children">{t.children}</h2>
      <p className="lead">{t.childrenHint}</p>
      {claim.error && <Trouble error={claim.error} />}
      <p role="status">{claim.data ? t.childrenAdded(claim.data.added) : ''}</p>
      <button type="button" className="quiet" disabled={claim.isPending} onClick={() => claim.mutate()}>
        {t.claimChildren}
      </button>
    </section>
  )
}
