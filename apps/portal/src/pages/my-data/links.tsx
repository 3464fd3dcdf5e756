import { newId } from '@linli/client'
import { type OwnLink, rightsRoutes } from '@linli/contract/people-rights'
import { useLocale, whenText } from '@linli/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client, queries } from '../../api.ts'
import { announce } from '../../parts/announce.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { ownLinksQuery } from '../../queries.ts'
import { myDataWords } from '../../words/my-data.ts'

/** Which phones see this file, since when; each can be ended where it stands. */
export function Links({ personId }: { readonly personId: string }) {
  const t = myDataWords.useMessages()
  const links = useQuery(ownLinksQuery(personId))
  return (
    <section aria-labelledby={`links-${personId}`}>
      <h2 id={`links-${personId}`}>{t.links}</h2>
      <p className="lead">{t.linksHint}</p>
      {links.error && <Trouble error={links.error} onRetry={() => void links.refetch()} />}
      <ol className="readings">
        {links.data?.items.map((link) => (
          <Linked key={link.id} personId={personId} link={link} />
        ))}
      </ol>
    </section>
  )
}

function Linked({ personId, link }: { readonly personId: string; readonly link: OwnLink }) {
  const t = myDataWords.useMessages()
  const { locale } = useLocale()
  const [asked, ask] = useState(false)
  const end = useMutation({
    mutationFn: () => client.call(rightsRoutes.endOwnLink, { commandId: newId(), personId, linkId: link.id }),
    onSuccess: async () => {
      announce(t.linkEnded)
      await queries.invalidateQueries({ queryKey: ['own'] })
    },
  })
  return (
    <li className="card">
      <b>
        {link.phoneMasked}
        {link.mine && ` · ${t.thisPhone}`}
        {link.asGuardian && ` · ${t.guardian}`}
      </b>
      <p>{t.linkedHow(t.hows[link.how], whenText(link.since, locale))}</p>
      {end.error && <Trouble error={end.error} />}
      {link.mayEnd && !asked && (
        <button type="button" className="txt" onClick={() => ask(true)}>
          {t.endLink}
        </button>
      )}
      {asked && (
        <>
          <p>{link.mine ? t.endMine : t.endOther}</p>
          <button type="button" className="go" disabled={end.isPending} onClick={() => end.mutate()}>
            {t.endLink}
          </button>
          <button type="button" className="quiet" onClick={() => ask(false)}>
            {t.cancel}
          </button>
        </>
      )}
    </li>
  )
}
