import { Icon, Status } from '@linli/ui'
import { useStored } from '../../keep/stored.ts'
import { paths } from '../../paths.ts'
import { draftStore, isEmpty } from '../../report/draft.ts'
import { keyOf, outbox } from '../../report/outbox.ts'
import { titleOf } from '../../report/wizard.ts'
import { Link } from '../../router.tsx'
import { homeWords } from '../../words/home.ts'

/** What was written on this phone and has not arrived yet: reports that wait for a network, and the draft. */
export function Unfinished() {
  const t = homeWords.useMessages()
  const draft = useStored(draftStore)
  return (
    <>
      {useStored(outbox).map((parcel) => (
        <Link key={keyOf(parcel)} className="card mine" href={paths.outgoing(keyOf(parcel))}>
          <span>
            <strong>{titleOf(parcel.draft.description)}</strong>
            <span className="mine-facts">
              {parcel.refusal ? (
                <Status tone="danger" icon="alert">
                  {t.refusedTitle}
                </Status>
              ) : (
                <Status tone="warn" icon="offline">
                  {t.waitingTitle}
                </Status>
              )}
              <small>{parcel.refusal ? t.refusedText : t.waitingText}</small>
            </span>
          </span>
          <Icon name="right" />
        </Link>
      ))}
      {!isEmpty(draft) && (
        <Link className="card mine" href={paths.report()}>
          <span>
            <strong>{titleOf(draft.description) || t.draftTitle}</strong>
            <span className="mine-facts">
              <Status tone="neutral" icon="edit">
                {t.draftTitle}
              </Status>
              <small>{t.continueDraft}</small>
            </span>
          </span>
          <Icon name="right" />
        </Link>
      )}
    </>
  )
}
